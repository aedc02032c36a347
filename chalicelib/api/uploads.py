"""Files that people bring in: a form to post one with, straight to storage."""

from __future__ import annotations

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.core.ids import ConnectionId
from chalicelib.domains.content_policies.models import Outgoing
from chalicelib.domains.uploads.models import Announced

routes = Blueprint(__name__)


class NewUpload(RequestModel):
    """A file about to come; `bytes` is its size, exactly. `connection_id`: over which it is to
    be sent, where that is known, so that what is not allowed there is refused now.
    """

    filename: str = Field(min_length=1, max_length=255)
    content_type: str = Field(min_length=3, max_length=127)
    bytes: int = Field(ge=1)
    connection_id: str | None = Field(default=None, min_length=1, max_length=64)


class UploadFormView(TypedDict):
    """Post `fields` and then `file` as multipart/form-data to `url`, within a quarter hour.

    The file is there for a day; sending a message with `upload_id` keeps it.
    """

    upload_id: str
    url: str
    fields: dict[str, str]


@endpoint(
    routes,
    "POST",
    "/v1/uploads",
    permission="conversations.answer",
    callers="everybody",
    body=NewUpload,
    response=UploadFormView,
    status=201,
    idempotency="none",
    summary="Bring in a file to send",
)
def begin_upload(call: Call[None, NewUpload, None]) -> UploadFormView:
    """422 `content_not_allowed`, `file_type_refused`, `file_too_large` before anything is
    uploaded; the content itself is judged when it is sent.
    """
    announced = Announced(call.body.filename, call.body.content_type, call.body.bytes)
    _require_allowed(call, announced)
    form = call.container.uploads.begin(call.principal.user_id, announced)
    return UploadFormView(upload_id=form.upload_id, url=form.url, fields=dict(form.fields))


def _require_allowed(call: Call[None, NewUpload, None], announced: Announced) -> None:
    """Raises ContentNotAllowedError, NotFoundError for a connection that does not exist.

    Who holds a chat of a queue they do not serve writes over its connection, too; its name is
    told only to those who serve the queue.
    """
    outgoing = Outgoing(announced=(announced.content_type, announced.filename))
    policies, role = call.container.content_policies, call.principal.role
    if call.body.connection_id is None:
        policies.require(None, role, outgoing)
        return
    connection = call.container.connections.require(ConnectionId(call.body.connection_id))
    is_served = connection.queue_id in call.principal.queue_ids
    policies.require(connection.id, role, outgoing, is_named=is_served)
