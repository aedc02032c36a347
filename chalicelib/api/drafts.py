"""One's own drafts, seen on every device."""

from __future__ import annotations

from typing import Annotated

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.conversations import access_conversation
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.core.clock import rfc3339_ms
from chalicelib.core.ids import MessageId
from chalicelib.domains.access.fields import Shows
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.drafts.errors import DraftConflictError
from chalicelib.domains.drafts.models import Draft, Quoted

routes = Blueprint(__name__)

_PATH = "/v1/me/drafts/{conversation_id}"


class QuotedView(TypedDict):
    """The message that a draft answers."""

    id: str
    preview: str
    author: Annotated[str, Shows("contact.name", "agent.name")]


class DraftView(TypedDict):
    """What was typed and not sent in a conversation."""

    conversation_id: str
    text: str
    reply_to: QuotedView | None
    saved_at: str
    version: int


class DraftList(TypedDict):
    """All of one's own, newest first."""

    items: list[DraftView]
    next_cursor: str | None


class QuotedToSave(RequestModel):
    """The message that a draft answers, with what the composer shows of it."""

    id: str = Field(min_length=1, max_length=64)
    preview: str = Field(max_length=200)
    author: str = Field(max_length=200)


class DraftToSave(RequestModel):
    """What was typed; it may be longer than the channel takes, which sending refuses."""

    text: str = Field(max_length=20_000)
    reply_to: QuotedToSave | None = None


@endpoint(
    routes,
    "GET",
    "/v1/me/drafts",
    permission="conversations.answer",
    callers="people",
    response=DraftList,
    summary="What I have typed and not sent",
)
def list_drafts(call: Call[None, None, None]) -> DraftList:
    """Those of conversations in sight."""
    found = call.container.drafts.of(call.principal)
    return DraftList(items=[_shown(one) for one in found], next_cursor=None)


@endpoint(
    routes,
    "PUT",
    _PATH,
    permission="conversations.answer",
    callers="people",
    access=access_conversation,
    body=DraftToSave,
    response=DraftView,
    idempotency="none",
    needs_version=True,
    summary="Keep a draft",
)
def save_draft(call: Call[None, DraftToSave, Conversation]) -> DraftView:
    """`If-Match` names the version it was made from, 0 where there was none; 412
    `draft_conflict` shows what another device left as `standing`.
    """
    sent, expected = call.body, call.expected_version()
    quoted = sent.reply_to
    try:
        draft = call.container.drafts.save(
            call.principal,
            call.subject.id,
            sent.text,
            Quoted(MessageId(quoted.id), quoted.preview, quoted.author) if quoted else None,
            expected,
            call.change("draft.saved"),
        )
    except DraftConflictError as refused:
        raise _with_view(refused) from refused
    return _shown(draft)


@endpoint(
    routes,
    "DELETE",
    _PATH,
    permission="conversations.answer",
    callers="people",
    access=access_conversation,
    status=204,
    idempotency="none",
    needs_version=True,
    summary="Give up a draft",
)
def remove_draft(call: Call[None, None, Conversation]) -> None:
    """It was sent, or is not wanted any more. What is gone already is no conflict."""
    expected = call.expected_version()
    try:
        call.container.drafts.remove(call.principal, call.subject.id, expected)
    except DraftConflictError as refused:
        raise _with_view(refused) from refused


def _with_view(refused: DraftConflictError) -> DraftConflictError:
    standing: Draft | None = refused.facts["standing"]
    return DraftConflictError(standing=_shown(standing) if standing else None)


def _shown(draft: Draft) -> DraftView:
    quoted = draft.reply_to
    return DraftView(
        conversation_id=draft.conversation_id,
        text=draft.text,
        reply_to=QuotedView(id=quoted.id, preview=quoted.preview, author=quoted.author)
        if quoted
        else None,
        saved_at=rfc3339_ms(draft.saved_at_ms) or "",
        version=draft.version,
    )
