"""Quick replies: what people write with, and how administrators keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from chalice.app import Blueprint
from pydantic import Field, model_validator
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.configured import (
    ConfiguredView,
    configured_view,
    name_roles,
    told_fields,
)
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.core.clock import rfc3339_ms
from chalicelib.core.errors import FieldProblem, InvalidRequestError
from chalicelib.domains.access.rules import may
from chalicelib.domains.quick_replies.models import (
    WantedFile,
)

if TYPE_CHECKING:
    from chalicelib.domains.quick_replies.models import (
        QuickReply,
        ReplyFile,
        Uses,
    )

routes = Blueprint(__name__)

_NAME_LENGTH, _FOLDER_LENGTH, _TEXT_LENGTH, _MOST_FILES = 60, 40, 4096, 5
_SHORTCUT = r"^[a-z0-9_-]{0,30}$"
_GREETS = Literal["no", "by_hand", "on_claim"]


class ReplyFileView(TypedDict):
    """A file that goes with the text; `bytes` is its size."""

    id: str
    filename: str
    content_type: str
    bytes: int


class QuickReplyView(ConfiguredView):
    """A quick reply. `used_by` names roles and `queue_ids` queues; empty: all of them.

    `greets`: it is a greeting, chosen by hand or sent by itself on claim. `may_use`: whether the
    caller writes with it. `use_count`: how many messages were sent with it.
    """

    shortcut: str
    text: str
    files: list[ReplyFileView]
    folder: str
    used_by: list[str]
    queue_ids: list[str]
    greets: _GREETS
    may_use: bool
    use_count: int
    last_used_at: str | None


class QuickReplyList(TypedDict):
    """All that the caller uses, or keeps; the most used first."""

    items: list[QuickReplyView]
    next_cursor: str | None


class LentFileView(TypedDict):
    """A file of a quick reply, as an upload of the caller."""

    upload_id: str
    filename: str
    content_type: str
    bytes: int


class LentFileList(TypedDict):
    """In the order of the reply; each is there for a day, as any upload is."""

    items: list[LentFileView]


class FileToKeep(RequestModel):
    """A file of the reply by its `id`, or one that was brought in, by `upload_id`."""

    id: str | None = Field(default=None, pattern=r"^[0-9A-Z]{10}$")
    upload_id: str | None = Field(default=None, min_length=1, max_length=64)

    @model_validator(mode="after")
    def _is_one(self) -> FileToKeep:
        if (self.id is None) == (self.upload_id is None):
            raise ValueError("send either id or upload_id")
        return self


class QuickReplyToCreate(RequestModel):
    """A text with variables (`{{agente.nombre}}`, `{{cliente.<field>}}`), files, or both."""

    name: str = Field(min_length=1, max_length=_NAME_LENGTH, pattern=NOT_BLANK)
    shortcut: str = Field(default="", pattern=_SHORTCUT)
    text: str = Field(default="", max_length=_TEXT_LENGTH)
    files: list[FileToKeep] = Field(default_factory=list, max_length=_MOST_FILES)
    folder: str = Field(default="", max_length=_FOLDER_LENGTH)
    used_by: list[str] = Field(default_factory=list, max_length=50)
    queue_ids: list[str] = Field(default_factory=list, max_length=200)
    greets: _GREETS = "no"


class QuickReplyToEdit(RequestModel):
    """What to change; what is left out stays. `is_retired` takes it out of use, or back."""

    name: str | None = Field(default=None, min_length=1, max_length=_NAME_LENGTH, pattern=NOT_BLANK)
    shortcut: str | None = Field(default=None, pattern=_SHORTCUT)
    text: str | None = Field(default=None, max_length=_TEXT_LENGTH)
    files: list[FileToKeep] | None = Field(default=None, max_length=_MOST_FILES)
    folder: str | None = Field(default=None, max_length=_FOLDER_LENGTH)
    used_by: list[str] | None = Field(default=None, max_length=50)
    queue_ids: list[str] | None = Field(default=None, max_length=200)
    greets: _GREETS | None = None
    is_retired: bool | None = None


def access_quick_reply(call: Call[Any, Any, Any]) -> QuickReply:
    """The reply in the path, if the caller writes with it."""
    return call.container.quick_replies.access(call.principal, call.path["quick_reply_id"])


@endpoint(
    routes,
    "GET",
    "/v1/quick-replies",
    permission="quick_replies.use",
    callers="everybody",
    response=QuickReplyList,
    summary="Quick replies in sight",
)
def list_quick_replies(call: Call[None, None, None]) -> QuickReplyList:
    """Those for the caller's role and queues. Whoever keeps them sees all, retired ones, too."""
    replies, principal = call.container.quick_replies, call.principal
    keeps = may(principal, "quick_replies.manage")
    seen = [one for one in replies.all() if keeps or replies.is_used(one, principal)]
    uses = replies.uses()
    items = [_view(call, one, uses.get(one.id)) for one in seen]
    return QuickReplyList(items=sorted(items, key=lambda one: -one["use_count"]), next_cursor=None)


@endpoint(
    routes,
    "POST",
    "/v1/quick-replies",
    permission="quick_replies.manage",
    callers="everybody",
    body=QuickReplyToCreate,
    response=QuickReplyView,
    status=201,
    guards="quick_replies",
    summary="Add a quick reply",
)
def create_quick_reply(call: Call[None, QuickReplyToCreate, None]) -> QuickReplyView:
    """422 names what is wrong with a variable; 409 `name_taken`, `shortcut_taken`."""
    made = call.container.quick_replies.create(
        _fields(call, call.body), _files(call.body.files), call.change("quick_reply.created")
    )
    return _view(call, made, None)


@endpoint(
    routes,
    "PATCH",
    "/v1/quick-replies/{quick_reply_id}",
    permission="quick_replies.manage",
    callers="everybody",
    body=QuickReplyToEdit,
    response=QuickReplyView,
    needs_version=True,
    guards="quick_replies",
    summary="Change, retire or restore a quick reply",
)
def edit_quick_reply(call: Call[None, QuickReplyToEdit, None]) -> QuickReplyView:
    """Files that it had before may come back by their ids."""
    replies, files = call.container.quick_replies, call.body.files
    reply = replies.edit(
        call.path["quick_reply_id"],
        _fields(call, call.body),
        None if files is None else _files(files),
        expected_version=call.expected_version(),
        change=call.change("quick_reply.changed"),
    )
    return _view(call, reply, replies.uses().get(reply.id))


@endpoint(
    routes,
    "POST",
    "/v1/quick-replies/{quick_reply_id}/files",
    permission="quick_replies.use",
    callers="people",
    access=access_quick_reply,
    response=LentFileList,
    status=201,
    idempotency="none",
    summary="Bring in the files of a quick reply, to send them",
)
def lend_files(call: Call[None, None, QuickReply]) -> LentFileList:
    """Each becomes a fresh upload of the caller, sent as any other."""
    lent = call.container.quick_replies.lend(call.subject, call.principal.user_id)
    return LentFileList(
        items=[
            LentFileView(
                upload_id=one.upload_id,
                filename=one.file.filename,
                content_type=one.file.content_type,
                bytes=one.file.bytes,
            )
            for one in lent
        ]
    )


def _fields(call: Call[Any, Any, Any], body: RequestModel) -> dict[str, Any]:
    fields = told_fields(body)
    fields.pop("files", None)
    name_roles(call, fields, "used_by")
    if "queue_ids" in fields:
        fields["queue_ids"] = frozenset(fields["queue_ids"])
        if not fields["queue_ids"] <= call.container.people.get().queues.keys():
            detail = "Name queues of `GET /api/v1/queues`."
            problem = FieldProblem(field="queue_ids", code="unknown_queue", detail=detail)
            raise InvalidRequestError(errors=[problem])
    if "folder" in fields:
        fields["folder"] = " ".join(fields["folder"].split())
    return fields


def _files(sent: list[FileToKeep]) -> list[WantedFile]:
    return [WantedFile(id=one.id, upload_id=one.upload_id) for one in sent]


def _view(call: Call[Any, Any, Any], reply: QuickReply, uses: Uses | None) -> QuickReplyView:
    return {
        **configured_view(call, reply),
        "shortcut": reply.shortcut,
        "text": reply.text,
        "files": [_file_view(one) for one in reply.files],
        "folder": reply.folder,
        "used_by": sorted(reply.used_by),
        "queue_ids": sorted(reply.queue_ids),
        "greets": reply.greets,
        "may_use": call.container.quick_replies.is_used(reply, call.principal),
        "use_count": uses.count if uses else 0,
        "last_used_at": rfc3339_ms(uses.last_at_ms if uses else None),
    }


def _file_view(file: ReplyFile) -> ReplyFileView:
    return ReplyFileView(
        id=file.id,
        filename=file.filename,
        content_type=file.content_type,
        bytes=file.bytes,
    )
