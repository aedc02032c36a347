"""Messages of a conversation: the thread, answering, sending again, files."""

from __future__ import annotations

from typing import Any, Literal

from chalice.app import Blueprint
from pydantic import AwareDatetime, Field, field_validator
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.conversations import LabelsToPut, access_conversation
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.api.templates import TemplateToUse
from chalicelib.core.clock import to_ms
from chalicelib.core.errors import FieldProblem, InvalidRequestError, NotFoundError
from chalicelib.core.ids import ConversationId, MessageId, is_message_id
from chalicelib.core.pagination import Cursors
from chalicelib.domains.conversations.models import Conversation, Message
from chalicelib.domains.conversations.rules import is_emoji
from chalicelib.domains.conversations.schemas import MessageView
from chalicelib.domains.conversations.services.desk import Acting
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
    closed, and never at a later time. Longer texts than the channel takes are refused by name.
    `voice`: the file is a recording, shown as a voice note. `quick_reply_ids`: what of it comes
    from quick replies, so that their use is counted.
    """

    kind: Literal["text", "media", "template"]
    text: str | None = Field(default=None, min_length=1)
    upload_id: str | None = Field(default=None, min_length=1, max_length=64)
    caption: str | None = None
    template: TemplateToUse | None = None
    reply_to: str | None = Field(default=None, min_length=1, max_length=64)
    send_at: AwareDatetime | None = None
    voice: bool = False
    quick_reply_ids: list[str] = Field(default_factory=list, max_length=10)

    @property
    def send_at_ms(self) -> int | None:
        return None if self.send_at is None else to_ms(self.send_at)

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
            if getattr(self, name) not in (None, False)
        ]
        if getattr(self, needed) is None:
            problems.append(FieldProblem(field=needed, code="missing", detail="Field required"))
        if problems:
            raise InvalidRequestError(errors=problems)
        if self.template is not None:
            return Draft(None, self.template.header_upload_id, self.template.wanted)
        caption = self.caption if self.caption and self.caption.strip() else None
        return Draft(
            self.text or caption,
            self.upload_id,
            send_at_ms=self.send_at_ms,
            is_voice=self.voice,
        )


_FIELDS = {
    "text": ("text", ("upload_id", "caption", "voice", "template")),
    "media": ("upload_id", ("text", "template")),
    "template": ("template", ("text", "upload_id", "caption", "voice", "send_at")),
}
"""What each kind needs, and what belongs to another."""


class Resend(RequestModel):
    """`confirm` is needed for a message that may have arrived."""

    confirm: bool = False


class NewReaction(RequestModel):
    """One emoji; null takes back the reaction that is there."""

    emoji: str | None = Field(max_length=32)

    @field_validator("emoji")
    @classmethod
    def _is_an_emoji(cls, emoji: str | None) -> str | None:
        if emoji is not None and not is_emoji(emoji):
            raise ValueError("send one emoji, or null")
        return emoji


class MediaAddress(TypedDict):
    """A fresh short-lived address of a file; null while it is not ready, or is shown no more."""

    url: str | None


_NOT_YET = (
    "media location contacts reply_to choice order notice template referral error provider_id "
    "raw_type group_id resend_of resent_as send_at cancelled_at retry_at received_at sent_at "
    "delivered_at read_at played_at failed_at unconfirmed_at hold edited_at original_text "
    "revoked_at"
)
_QUEUED: dict[str, Any] = {
    "direction": "out",
    "author": {"kind": "bot", "id": "01JDFK2M8Q6R4T9W1XY", "name": "Tienda en línea"},
    "status": "queued",
    "labels": [],
    "reactions": [],
    **dict.fromkeys(_NOT_YET.split()),
}
"""A text that was just accepted, as the description shows it."""


@endpoint(
    routes,
    "GET",
    _PATH,
    permission="conversations.read",
    callers="everybody",
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
        items=[reading.message_view(one, call.principal) for one in page.items],
        next_cursor=_CURSORS.encode(page.next_position),
    )


@endpoint(
    routes,
    "POST",
    _PATH,
    permission="conversations.answer",
    callers="everybody",
    access=access_conversation,
    body=NewMessage,
    example={"kind": "text", "text": "Su pedido salió hoy."},
    answers=_QUEUED,
    response=MessageView,
    status=201,
    idempotency="pinned",
    summary="Answer the customer",
)
def send_message(call: Call[None, NewMessage, Conversation]) -> MessageView:
    """Stored and queued; what becomes of it arrives as `message.status_changed`.

    With `send_at`, up to thirty days ahead, it waits until then as `scheduled`.
    """
    reply_to = call.body.reply_to
    message = call.container.posting.post(
        call.subject,
        call.body.draft(),
        writing_of(call, call.body.send_at_ms),
        reply_to=MessageId(reply_to) if reply_to else None,
    )
    if used := call.body.quick_reply_ids:
        change = call.change("quick_reply.used")
        call.container.quick_replies.count(used, message.id, call.principal, change)
    return _shown(call, message)


@endpoint(
    routes,
    "DELETE",
    _MESSAGE,
    permission="conversations.answer",
    callers="everybody",
    access=access_conversation,
    response=MessageView,
    idempotency="none",
    summary="Cancel a scheduled message",
)
def cancel_message(call: Call[None, None, Conversation]) -> MessageView:
    """It stays, as `cancelled`; 409 `not_scheduled` once it is being sent."""
    acting = Acting(call.principal, call.change("message.changed"))
    message = call.container.posting.cancel(call.subject, _message(call).id, acting)
    return call.container.reading.message_view(message)


@endpoint(
    routes,
    "POST",
    f"{_MESSAGE}/resend",
    permission="conversations.answer",
    callers="everybody",
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
    return _shown(call, message)


@endpoint(
    routes,
    "POST",
    f"{_MESSAGE}/reaction",
    permission="conversations.answer",
    callers="people",
    access=access_conversation,
    body=NewReaction,
    response=MessageView,
    summary="React to a message, or take the reaction back",
)
def react(call: Call[None, NewReaction, Conversation]) -> MessageView:
    """Sets it, however often it is sent; what becomes of it arrives as `message.changed`."""
    acting = Acting(call.principal, call.change("message.changed"))
    message = _message(call)
    reacted = call.container.reactions.react(call.subject, message, call.body.emoji, acting)
    return call.container.reading.message_view(reacted)


@endpoint(
    routes,
    "GET",
    f"{_MESSAGE}/media",
    permission="conversations.read",
    callers="everybody",
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
    callers="everybody",
    access=access_conversation,
    response=MessageView,
    summary="Fetch a file again whose fetching failed",
)
def retry_media(call: Call[None, None, Conversation]) -> MessageView:
    """409 `media_not_failed` where it is ready or on its way."""
    change = call.change("message.changed")
    message = call.container.media_keeper.fetch_again(_message(call), change)
    return _shown(call, message)


@endpoint(
    routes,
    "PUT",
    f"{_MESSAGE}/labels",
    permission="conversations.label",
    callers="everybody",
    access=access_conversation,
    body=LabelsToPut,
    response=MessageView,
    summary="Label a message",
)
def put_message_labels(call: Call[None, LabelsToPut, Conversation]) -> MessageView:
    """As a conversation is labelled; the change arrives as `message.changed`."""
    message = _message(call)
    shown = call.container.labels.seen_by(call.principal.role, message.labels)
    acting = Acting(call.principal, call.change("message.changed"))
    labelling = call.body.labelling(shown)
    return _shown(call, call.container.label_desk.label_message(message, labelling, acting))


def _shown(call: Call[Any, Any, Conversation], message: Message) -> MessageView:
    return call.container.reading.message_view(message, call.principal)


def _message(call: Call[Any, Any, Conversation]) -> Message:
    given = call.path["message_id"]
    if not is_message_id(given):
        raise NotFoundError
    message = call.container.message_store.message(call.subject.id, MessageId(given))
    if message is None:
        raise NotFoundError
    return message


def writing_of(call: Call[Any, Any, Any], send_at_ms: int | None = None) -> Writing:
    """Who writes, with what the request's key pins."""
    return Writing(
        principal=call.principal,
        change=call.change("message.queued"),
        pin=lambda: _pinned(call.pin, send_at_ms),
        earlier=lambda: _pinned(pin, send_at_ms) if (pin := call.earlier_pin) else None,
    )


def _pinned(pin: Pin, send_at_ms: int | None) -> Pinned:
    """A scheduled message has its place in the thread where it will have been said."""
    at_ms = pin.at_ms if send_at_ms is None else send_at_ms
    return Pinned(
        message_id=pinned_message_id(pin.id, at_ms),
        repeated=pin.repeated,
        conversation_id=ConversationId(pin.id),
    )
