"""Messages of a conversation: the thread, answering, sending again, files."""

from __future__ import annotations

from typing import Any, Literal

from chalice.app import Blueprint
from pydantic import Field, field_validator
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.conversations import access_conversation
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.api.templates import TemplateToUse
from chalicelib.core.errors import FieldProblem, InvalidRequestError, NotFoundError
from chalicelib.core.ids import ConversationId, MessageId, is_message_id
from chalicelib.core.pagination import Cursors
from chalicelib.domains.conversations.models import Conversation, Message
from chalicelib.domains.conversations.schemas import MessageView
from chalicelib.domains.conversations.services.posting import (
    Draft,
    Pinned,
    Writing,
    pinned_message_id,
)
from chalicelib.domains.idempotency.models import Pin

routes = Blueprint(__name__)

_PATH = "/v1/conversations/{conversation_id}/messages"
_MESSAGE = f"{_PATH}/{{message_id}}"
_CURSORS = Cursors("messages", is_message_id)


class PageQuery(RequestModel):
    """Where a walk goes on, and how much of it is wanted."""

    cursor: str | None = None
    limit: int = Field(default=50, ge=1, le=100)


class MessageList(TypedDict):
    """A page, newest first by provider time, then by arrival."""

    items: list[MessageView]
    next_cursor: str | None


class NewMessage(RequestModel):
    """For the customer: a text (`text`), a file that was uploaded (`media`: `upload_id`, with or
    without `caption`), or a template (`template`), which alone may be sent when the window is
    closed. Longer texts than the channel takes are refused by name.
    """

    kind: Literal["text", "media", "template"]
    text: str | None = Field(default=None, min_length=1)
    upload_id: str | None = Field(default=None, min_length=1, max_length=64)
    caption: str | None = None
    template: TemplateToUse | None = None
    reply_to: str | None = Field(default=None, min_length=1, max_length=64)

    @field_validator("text")
    @classmethod
    def _says_something(cls, text: str | None) -> str | None:
        if text is not None and not text.strip():
            raise ValueError("write something besides blanks")
        return text

    def draft(self) -> Draft:
        """Raises InvalidRequestError for fields of the other kind, or where one is missing."""
        needed, foreign = _FIELDS[self.kind]
        problems = [
            FieldProblem(field=name, code="extra_forbidden", detail=f"Not with kind {self.kind}.")
            for name in foreign
            if getattr(self, name) is not None
        ]
        if getattr(self, needed) is None:
            problems.append(FieldProblem(field=needed, code="missing", detail="Field required"))
        if problems:
            raise InvalidRequestError(errors=problems)
        if self.template is not None:
            return Draft(None, self.template.header_upload_id, self.template.wanted)
        caption = self.caption if self.caption and self.caption.strip() else None
        return Draft(text=self.text or caption, upload_id=self.upload_id)


_FIELDS = {
    "text": ("text", ("upload_id", "caption", "template")),
    "media": ("upload_id", ("text", "template")),
    "template": ("template", ("text", "upload_id", "caption")),
}
"""What each kind needs, and what belongs to another."""


class Resend(RequestModel):
    """`confirm` is needed for a message that may have arrived."""

    confirm: bool = False


class MediaAddress(TypedDict):
    """A fresh short-lived address of a file; null while it is not ready, or is shown no more."""

    url: str | None


@endpoint(
    routes,
    "GET",
    _PATH,
    permission="conversations.read",
    access=access_conversation,
    query=PageQuery,
    response=MessageList,
    summary="Messages of a conversation, newest first",
)
def list_messages(call: Call[PageQuery, None, Conversation]) -> MessageList:
    """Positions are fixed at first store: a walk never repeats a message."""
    position = _CURSORS.decode(call.query.cursor)
    before = MessageId(position[0]) if position else None
    reading = call.container.reading
    page = reading.messages(call.subject, before, call.query.limit)
    return MessageList(
        items=[reading.message_view(one) for one in page.items],
        next_cursor=_CURSORS.encode(page.next_position),
    )


@endpoint(
    routes,
    "POST",
    _PATH,
    permission="conversations.answer",
    access=access_conversation,
    body=NewMessage,
    response=MessageView,
    status=201,
    idempotency="pinned",
    summary="Answer the customer",
)
def send_message(call: Call[None, NewMessage, Conversation]) -> MessageView:
    """Stored and queued; what becomes of it arrives as `message.status_changed`."""
    reply_to = call.body.reply_to
    message = call.container.posting.post(
        call.subject,
        call.body.draft(),
        writing_of(call),
        reply_to=MessageId(reply_to) if reply_to else None,
    )
    return call.container.reading.message_view(message)


@endpoint(
    routes,
    "POST",
    f"{_MESSAGE}/resend",
    permission="conversations.answer",
    access=access_conversation,
    body=Resend,
    response=MessageView,
    status=201,
    idempotency="pinned",
    summary="Send a failed message again",
)
def resend_message(call: Call[None, Resend, Conversation]) -> MessageView:
    """A new message with `resend_of`; the old one keeps its stamps."""
    original = _message(call)
    posting = call.container.posting
    message = posting.resend(call.subject, original.id, writing_of(call), confirm=call.body.confirm)
    return call.container.reading.message_view(message)


@endpoint(
    routes,
    "GET",
    f"{_MESSAGE}/media",
    permission="conversations.read",
    access=access_conversation,
    response=MediaAddress,
    summary="A fresh address of a message's file",
)
def sign_media(call: Call[None, None, Conversation]) -> MediaAddress:
    """Addresses in messages expire after minutes."""
    message = _message(call)
    if message.media is None:
        raise NotFoundError
    return MediaAddress(url=call.container.media_keeper.url_of(message))


@endpoint(
    routes,
    "POST",
    f"{_MESSAGE}/media/retry",
    permission="conversations.answer",
    access=access_conversation,
    response=MessageView,
    summary="Fetch a file again whose fetching failed",
)
def retry_media(call: Call[None, None, Conversation]) -> MessageView:
    """409 `media_not_failed` where it is ready or on its way."""
    change = call.change("message.changed")
    message = call.container.media_keeper.fetch_again(_message(call), change)
    return call.container.reading.message_view(message)


def _message(call: Call[Any, Any, Conversation]) -> Message:
    given = call.path["message_id"]
    if not is_message_id(given):
        raise NotFoundError
    message = call.container.message_store.message(call.subject.id, MessageId(given))
    if message is None:
        raise NotFoundError
    return message


def writing_of(call: Call[Any, Any, Any]) -> Writing:
    """Who writes, with what the request's key pins."""
    return Writing(
        principal=call.principal,
        change=call.change("message.queued"),
        pin=lambda: _pinned(call.pin),
        earlier=lambda: _pinned(pin) if (pin := call.earlier_pin) else None,
    )


def _pinned(pin: Pin) -> Pinned:
    return Pinned(
        message_id=pinned_message_id(pin.id, pin.at_ms),
        repeated=pin.repeated,
        conversation_id=ConversationId(pin.id),
    )
