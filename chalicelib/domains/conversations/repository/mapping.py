"""Between items and the domain's conversations and messages, field by field."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from chalicelib.core.ids import (
    ConnectionId,
    ContactId,
    ConversationId,
    MessageId,
    QueueId,
    UserId,
    base32,
    digest,
    from_base32,
)
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.events import DeliveryError
from chalicelib.domains.conversations.models import (
    Conversation,
    Hold,
    LastMessage,
    Media,
    Message,
    Quote,
    Reaction,
    ReactionState,
)
from chalicelib.domains.conversations.repository.rows import (
    DUE_SHARDS,
    HEAD,
    SCHEDULED,
    HeadRow,
    MessageRow,
)
from chalicelib.domains.conversations.repository.stored_contents import (
    content_of,
    packed,
    referral_of,
)

_MESSAGE_PREFIX = "M#"
_ECHO = "e"
KIND_CODES = {
    "text": "t",
    "image": "i",
    "video": "v",
    "audio": "a",
    "voice": "o",
    "document": "d",
    "sticker": "s",
    "location": "l",
    "contacts": "c",
    "choice": "h",
    "order": "r",
    "template": "p",
    "system": "y",
    "unsupported": "u",
}
_KINDS: dict[str, Any] = {code: kind for kind, code in KIND_CODES.items()}


def activity(active_at_ms: int) -> str:
    """The sort key of lists."""
    return base32(active_at_ms, 9)


def unsent_mark(message_id: MessageId) -> str:
    """One of our messages on the lane's list; its second follows from its arrival."""
    return message_id[7:]


def unsent_id(text: str) -> MessageId:
    return MessageId(base32(from_base32(text[:9]) // 1000, 7) + text)


def head_row(conversation: Conversation) -> HeadRow:
    last = conversation.last
    return HeadRow(
        f"C#{conversation.id}",
        HEAD,
        version=conversation.version,
        connection_id=conversation.connection_id,
        contact_id=conversation.contact_id,
        queue_id=conversation.queue_id,
        assignee_id=conversation.assignee_id,
        contact_name=conversation.contact_name,
        phone=conversation.phone,
        user_id=conversation.user_id,
        username=conversation.username,
        unread=conversation.unread,
        unanswered=conversation.unanswered,
        carried=conversation.carried or None,
        waiting_since_ms=conversation.waiting_since_ms,
        last_id=last.id if last else None,
        last_kind=KIND_CODES[last.kind] if last else None,
        last_direction=_last_code(last) if last else None,
        last_preview=last.preview if last else None,
        window_expires_second=conversation.window_expires_second,
        read_up_to=conversation.read_up_to,
        labels=list(conversation.labels) or None,
        opened_at_ms=conversation.opened_at_ms,
        updated_at_ms=conversation.updated_at_ms,
        resolved_at_ms=conversation.resolved_at_ms,
        snoozed_until_ms=conversation.snoozed_until_ms,
        woken_at_ms=conversation.woken_at_ms,
        merged_into=conversation.merged_into,
        merged_from=conversation.merged_from,
        applied=_ring(conversation.applied, rules.APPLIED_RING),
        sent=_ring(conversation.sent, rules.SENT_RING),
        unsent={unsent_mark(one) for one in conversation.unsent} or None,
        place=rules.place_of(conversation),
        active_at=activity(conversation.active_at_ms),
        queue_place=rules.queue_place_of(conversation),
    )


def _ring(marks: tuple[str, ...], size: int) -> list[str]:
    return [*marks, *([rules.EMPTY_MARK] * (size - len(marks)))]


def conversation_of(row: HeadRow) -> Conversation:
    last = None
    if row.last_id:
        last = LastMessage(
            id=MessageId(row.last_id),
            kind=_KINDS[row.last_kind or "u"],
            direction="in" if row.last_direction == "i" else "out",
            preview=row.last_preview or "",
            is_echo=row.last_direction == _ECHO,
        )
    return Conversation(
        id=ConversationId(row.pk[2:]),
        connection_id=ConnectionId(row.connection_id),
        contact_id=ContactId(row.contact_id),
        queue_id=QueueId(row.queue_id),
        opened_at_ms=int(row.opened_at_ms),
        updated_at_ms=int(row.updated_at_ms),
        version=int(row.version),
        active_at_ms=from_base32(row.active_at),
        assignee_id=UserId(row.assignee_id) if row.assignee_id else None,
        contact_name=row.contact_name,
        phone=row.phone,
        user_id=row.user_id,
        username=row.username,
        unread=int(row.unread),
        unanswered=int(row.unanswered),
        carried=_int(row.carried) or 0,
        waiting_since_ms=_int(row.waiting_since_ms),
        last=last,
        window_expires_second=_int(row.window_expires_second),
        read_up_to=MessageId(row.read_up_to) if row.read_up_to else None,
        labels=tuple(row.labels or ()),
        resolved_at_ms=_int(row.resolved_at_ms),
        snoozed_until_ms=_int(row.snoozed_until_ms),
        woken_at_ms=_int(row.woken_at_ms),
        merged_into=ConversationId(row.merged_into) if row.merged_into else None,
        merged_from=ConversationId(row.merged_from) if row.merged_from else None,
        applied=tuple(row.applied),
        sent=tuple(row.sent),
        unsent=frozenset(unsent_id(one) for one in row.unsent or ()),
    )


def _last_code(last: LastMessage) -> str:
    return _ECHO if last.is_echo else last.direction[0]


def _int(value: float | None) -> int | None:
    return None if value is None else int(value)


def message_row(message: Message) -> MessageRow:
    media, quote = message.media, message.quote
    return MessageRow(
        f"C#{message.conversation_id}",
        _MESSAGE_PREFIX + message.id,
        version=message.version,
        connection_id=message.connection_id,
        direction=message.direction[0],
        author_kind=message.author_kind[0],
        author_id=message.author_id,
        author_name=message.author_name,
        kind=KIND_CODES[message.kind],
        text=message.text,
        media_state=media_code(media.state) if media else None,
        media_type=media.content_type if media else None,
        media_provider_id=media.provider_media_id if media else None,
        media_filename=media.filename if media else None,
        media_bytes=media.bytes if media else None,
        media_sha256=media.sha256 if media else None,
        media_key=media.key if media else None,
        media_failure=media.failure if media else None,
        content=packed(message.content),
        referral=packed(message.referral),
        quote_id=quote.id if quote else None,
        quote_preview=quote.preview if quote else None,
        quote_provider_id=quote.provider_id if quote else message.quoted_provider_id,
        reactions={one.actor: _stored_reaction(one) for one in message.reactions},
        raw_type=message.raw_type,
        raw=message.raw,
        provider_id=message.provider_id,
        group_id=message.group_id,
        resend_of=message.resend_of,
        resent_as=message.resent_as,
        labels=list(message.labels) or None,
        due_shard=due_shard(message) if message.due_at_ms is not None else None,
        due_at_ms=message.due_at_ms,
        send_at_ms=message.send_at_ms,
        cancelled_at_ms=message.cancelled_at_ms,
        attempts=message.attempts or None,
        attempted_at_ms=message.attempted_at_ms,
        sent_at_ms=message.sent_at_ms,
        delivered_at_ms=message.delivered_at_ms,
        read_at_ms=message.read_at_ms,
        played_at_ms=message.played_at_ms,
        failed_at_ms=message.failed_at_ms,
        unconfirmed_at_ms=message.unconfirmed_at_ms,
        hold=message.hold,
        error=asdict(message.error) if message.error else None,
        edited_at_ms=message.edited_at_ms,
        edit_order=message.edit_order,
        original_text=message.original_text,
        revoked_at_ms=message.revoked_at_ms,
        erased_at_ms=message.erased_at_ms,
    )


def due_shards(connection_id: ConnectionId) -> list[str]:
    """Where messages stand that are to be sent over a connection."""
    return [f"{connection_id}#{number}" for number in range(DUE_SHARDS)]


def due_shard(message: Message) -> str:
    """Where a message stands while it is to be sent: a conversation's together."""
    if message.is_scheduled:
        return SCHEDULED
    number = from_base32(digest(message.conversation_id, 3)) % DUE_SHARDS
    return due_shards(message.connection_id)[number]


_AUTHORS: dict[str, Any] = {"c": "customer", "a": "agent", "b": "bot", "s": "system"}
_MEDIA_STATES: dict[str, Any] = {"f": "fetching", "r": "ready", "x": "failed"}


def media_code(state: str) -> str:
    return "x" if state == "failed" else state[0]


def message_of(row: MessageRow) -> Message:
    return Message(
        id=MessageId(row.sk[2:]),
        conversation_id=ConversationId(row.pk[2:]),
        connection_id=ConnectionId(row.connection_id),
        direction="in" if row.direction == "i" else "out",
        author_kind=_AUTHORS[row.author_kind],
        kind=_KINDS[row.kind],
        version=int(row.version),
        author_id=row.author_id,
        author_name=row.author_name,
        text=row.text,
        media=_media(row),
        content=content_of(_KINDS[row.kind], row.content),
        referral=referral_of(row.referral),
        quote=_quote(row),
        quoted_provider_id=None if row.quote_id else row.quote_provider_id,
        reactions=_reactions(row),
        raw_type=row.raw_type,
        raw=row.raw,
        provider_id=row.provider_id,
        group_id=row.group_id,
        resend_of=MessageId(row.resend_of) if row.resend_of else None,
        resent_as=MessageId(row.resent_as) if row.resent_as else None,
        labels=tuple(row.labels or ()),
        send_at_ms=_int(row.send_at_ms),
        is_scheduled=row.due_shard == SCHEDULED,
        cancelled_at_ms=_int(row.cancelled_at_ms),
        due_at_ms=_int(row.due_at_ms),
        attempts=_int(row.attempts) or 0,
        attempted_at_ms=_int(row.attempted_at_ms),
        sent_at_ms=_int(row.sent_at_ms),
        delivered_at_ms=_int(row.delivered_at_ms),
        read_at_ms=_int(row.read_at_ms),
        played_at_ms=_int(row.played_at_ms),
        failed_at_ms=_int(row.failed_at_ms),
        unconfirmed_at_ms=_int(row.unconfirmed_at_ms),
        hold=_hold(row),
        error=DeliveryError(**row.error) if row.error else None,
        edited_at_ms=_int(row.edited_at_ms),
        edit_order=row.edit_order,
        original_text=row.original_text,
        revoked_at_ms=_int(row.revoked_at_ms),
        erased_at_ms=_int(row.erased_at_ms),
    )


def _media(row: MessageRow) -> Media | None:
    state: str | None = row.media_state
    failure: Any = row.media_failure
    if state is None:
        return None
    return Media(
        state=_MEDIA_STATES[state],
        content_type=row.media_type or "application/octet-stream",
        provider_media_id=row.media_provider_id,
        filename=row.media_filename,
        bytes=_int(row.media_bytes),
        sha256=row.media_sha256,
        key=row.media_key,
        failure=failure,
    )


def _hold(row: MessageRow) -> Hold | None:
    stored: Any = row.hold
    hold: Hold | None = stored
    return hold


def _quote(row: MessageRow) -> Quote | None:
    quoted: str | None = row.quote_id
    if quoted is None:
        return None
    return Quote(MessageId(quoted), row.quote_preview or "", row.quote_provider_id)


def _reactions(row: MessageRow) -> tuple[Reaction, ...]:
    stored: dict[str, Any] = row.reactions.as_dict() if row.reactions else {}  # type: ignore[no-untyped-call]
    found = [
        Reaction(actor, one["e"], one["o"], _REACTION_STATES.get(one.get("s")))
        for actor, one in stored.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.order, one.actor)))


def _stored_reaction(reaction: Reaction) -> dict[str, str]:
    stored = {"e": reaction.emoji, "o": reaction.order}
    return stored | ({"s": reaction.state[0]} if reaction.state else {})


_REACTION_STATES: dict[str | None, ReactionState] = {"w": "waiting", "f": "failed"}
