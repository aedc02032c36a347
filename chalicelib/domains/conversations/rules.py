"""Arithmetic of conversations: states, status ladder, window, counters, rings, caps.

Pure: no clock, no storage. HEAD has to stay under 1,000 bytes, so what it copies is cut
here, in bytes, at a code point.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from chalicelib.core.ids import (
    ConnectionId,
    ContactId,
    ConversationId,
    MessageId,
    QueueId,
    UserId,
    base32,
    digest,
    history_id,
    message_arrival_ms,
    message_second,
)
from chalicelib.domains.contacts.models import Identity, Person
from chalicelib.domains.conversations.events import MessageChanged
from chalicelib.domains.conversations.models import (
    LONG_USER_ID,
    Conversation,
    ConversationState,
    Direction,
    LastMessage,
    Message,
    MessageStatus,
    Reaction,
    Tray,
)

SERVICE_WINDOW_SECONDS = 24 * 3600
FREE_ENTRY_SECONDS = 72 * 3600
APPLIED_RING, SENT_RING = 8, 4

CONVERSATION_RECALLED, MESSAGE_RECALLED = "conversation.recalled", "message.recalled"
CONVERSATION_LABELLED, MESSAGE_LABELLED = "conversation.labelled", "message.labelled"
CONVERSATION_SNOOZED, CONVERSATION_WOKEN = "conversation.snoozed", "conversation.woken"
SHOWN_AS = {
    CONVERSATION_LABELLED: "conversation.changed",
    CONVERSATION_SNOOZED: "conversation.changed",
    CONVERSATION_WOKEN: "conversation.changed",
    MESSAGE_LABELLED: "message.changed",
}
"""What people decide has a name of its own in the audit; screens hear that something changed."""
SILENT = frozenset({CONVERSATION_RECALLED, MESSAGE_RECALLED})
"""Changes that no screen hears of: thousands may come at once, and nobody waits for them."""
EMPTY_MARK = "-"
_PAST = "<"
PREVIEW_BYTES, NAME_BYTES, USERNAME_BYTES, USER_ID_BYTES = 92, 60, 30, 40
LONGEST_SCHEDULE_MS = 30 * 86_400_000

BUSINESS = "business"
"""Who reacts for us: the provider keeps one reaction of a business on a message."""

RESEND_UNCONFIRMED_AFTER_MS = 10 * 60 * 1000


def cut(text: str, limit_bytes: int) -> str:
    """The longest prefix of whole code points that fits so many UTF-8 bytes."""
    raw = text.encode()
    return text if len(raw) <= limit_bytes else raw[:limit_bytes].decode(errors="ignore")


def preview_of(message: Message) -> str:
    """One line of a message for the list; empty where only its kind can be named."""
    if message.revoked_at_ms is not None:
        return ""
    name = message.media.filename if message.media else None
    summary = message.content.summary if message.content else None
    return cut(" ".join((message.text or name or summary or "").split()), PREVIEW_BYTES)


def user_id_in_head(user_id: str | None) -> str | None:
    """A provider's user id as HEAD keeps it; too long ones are read from the contact."""
    if user_id is None:
        return None
    return user_id if len(user_id.encode()) <= USER_ID_BYTES else LONG_USER_ID


def identified(conversation: Conversation, sender: Person, *, newest: bool = False) -> Conversation:
    """The conversation with what was not known of its customer yet.

    `newest`: nothing later was said, so another phone that the customer proves is answered.
    """
    shown = {one.kind: one.value for one in sender.identities}
    phone = conversation.phone or shown.get("phone")
    if newest and (proof := proof_of_phone(sender)) and proof[0] == conversation.user_id:
        phone = proof[1]
    return replace(
        conversation,
        contact_name=conversation.contact_name or name_in_head(sender.name),
        phone=phone,
        user_id=conversation.user_id or user_id_in_head(shown.get("whatsapp_user_id")),
        username=conversation.username or username_in_head(sender.username),
    )


def proof_of_phone(sender: Person) -> tuple[str, str] | None:
    """The user id and the phone of somebody who shows both, where HEAD can hold the former."""
    shown = {one.kind: one.value for one in sender.identities}
    phone, user_id = shown.get("phone"), user_id_in_head(shown.get("whatsapp_user_id"))
    return (user_id, phone) if phone and user_id and user_id != LONG_USER_ID else None


def name_in_head(name: str | None) -> str | None:
    return cut(name, NAME_BYTES) if name else None


def username_in_head(username: str | None) -> str | None:
    return cut(username, USERNAME_BYTES) if username else None


def history_of(connection_id: ConnectionId, address: Identity) -> ConversationId:
    """The episode of what was said with an address before the number was connected to us."""
    return history_id(connection_id, f"{address.kind}#{address.value}")


def mark(message_id: MessageId) -> str:
    """The mark of a message in a ring."""
    return digest(message_id, 8)


def pushed(ring: tuple[str, ...], new: str, size: int) -> tuple[str, ...]:
    """The ring with the new mark in front and the oldest dropped."""
    full = ring + (EMPTY_MARK,) * (size - len(ring))
    return (new, *full[: size - 1])


def messages_in(ring: tuple[str, ...]) -> list[str]:
    """The marks of messages in a ring."""
    return [one for one in ring if one != EMPTY_MARK]


def has_free_slot(ring: tuple[str, ...]) -> bool:
    """Whether nothing has ever dropped out: what is not in it was never applied."""
    return EMPTY_MARK in ring


def state_of(conversation: Conversation) -> ConversationState:
    """Derived from who holds it and who spoke last."""
    if conversation.is_resolved:
        return "resolved"
    if conversation.assignee_id is None:
        return "new"
    return "pending" if _waits_for_agent(conversation) else "in_progress"


def _waits_for_agent(conversation: Conversation) -> bool:
    """Whether the customer spoke last; what is written elsewhere is no answer of an agent."""
    last = conversation.last
    if last is None or last.direction == "in":
        return True
    return last.is_echo and conversation.unanswered > 0


def place_of(conversation: Conversation) -> str:
    """Its partition of the tray index. `received` relies on pending = assignee else queue.

    No list reads where histories are: they open nothing.
    """
    if conversation.is_history:
        return f"{conversation.queue_id}{_PAST}"
    return place(tray_of(conversation), conversation.assignee_id, conversation.queue_id)


def tray_of(conversation: Conversation) -> Tray:
    """Its state, but that what is put off is in a tray of its own."""
    if conversation.is_resolved or conversation.snoozed_until_ms is None:
        return state_of(conversation)
    return "snoozed"


def place(tray: Tray, assignee_id: UserId | None, queue_id: QueueId) -> str:
    """The tray partition of a state: pending under the holder, waiting under the queue."""
    holder = assignee_id or queue_id
    suffix = {"in_progress": "+", "resolved": "/", "snoozed": "~"}.get(tray, "")
    return f"{holder}{suffix}"


def queue_place_of(conversation: Conversation) -> str:
    """Its partition of the queue index: waiting, held, or closed by month."""
    if conversation.is_history:
        return f"{conversation.queue_id}#past"
    if conversation.resolved_at_ms is not None:
        month = month_of(conversation.resolved_at_ms)
        return closed_shelf(conversation.queue_id, month)
    if conversation.assignee_id is None:
        return waiting_shelf(conversation.queue_id)
    return held_shelf(conversation.queue_id)


def waiting_shelf(queue_id: QueueId) -> str:
    """The queue partition of those nobody holds."""
    return f"{queue_id}#waiting"


def held_shelf(queue_id: QueueId) -> str:
    """The queue partition of those somebody holds."""
    return f"{queue_id}#open"


def closed_shelf(queue_id: QueueId, month: int) -> str:
    """The queue partition of those resolved in a month (see `month_of`)."""
    return f"{queue_id}#closed-{month}"


def month_of(instant_ms: int) -> int:
    """Months of 30 days since 1970."""
    return instant_ms // (30 * 86_400_000)


def last_of(message: Message) -> LastMessage:
    return LastMessage(
        id=message.id,
        kind=message.kind,
        direction=message.direction,
        preview=preview_of(message),
        is_echo=message.is_echo,
    )


def window_end_of(message: Message) -> int | None:
    """Until which second a customer's message lets us answer freely.

    An advertisement opens three days. None: what the provider tells of a customer opens
    nothing, as the customer wrote nothing.
    """
    if message.kind == "system":
        return None
    return message.second + (FREE_ENTRY_SECONDS if message.referral else SERVICE_WINDOW_SECONDS)


def is_newest(conversation: Conversation, message_id: MessageId) -> bool:
    return conversation.last is None or conversation.last.id < message_id


def received(conversation: Conversation, message: Message, now_ms: int) -> Conversation:
    """The conversation with one customer message more; older than the last one or not."""
    counted = replace(
        conversation,
        version=conversation.version + 1,
        updated_at_ms=now_ms,
        snoozed_until_ms=None,
        woken_at_ms=now_ms if conversation.snoozed_until_ms else conversation.woken_at_ms,
        unread=conversation.unread + 1,
        unanswered=conversation.unanswered + 1,
        waiting_since_ms=conversation.waiting_since_ms or now_ms,
        applied=pushed(conversation.applied, mark(message.id), APPLIED_RING),
    )
    return heard_of(counted, message)


def heard_of(conversation: Conversation, message: Message) -> Conversation:
    """The conversation with what a customer message brings besides being counted.

    The window may end later; the list shows the newest one.
    """
    expires = _later(conversation.window_expires_second, window_end_of(message))
    changed = replace(conversation, window_expires_second=expires)
    if not is_newest(conversation, message.id):
        return changed
    return replace(changed, last=last_of(message), active_at_ms=message_arrival_ms(message.id))


def _later(one: int | None, other: int | None) -> int | None:
    """The later of two ends; a window never shrinks."""
    return max((end for end in (one, other) if end is not None), default=None)


def counted_again(
    conversation: Conversation, message: Message, missed: int, now_ms: int
) -> Conversation:
    """The conversation with a message that it may have taken before, and all that it missed.

    From now on it tells that it has taken this one. Whatever was missed wakes it, as a message
    that is counted at once does.
    """
    woken = replace(conversation, snoozed_until_ms=None, woken_at_ms=now_ms)
    raised = replace(
        woken if missed and conversation.snoozed_until_ms else conversation,
        version=conversation.version + 1,
        updated_at_ms=now_ms,
        unread=conversation.unread + missed,
        unanswered=conversation.unanswered + missed,
        waiting_since_ms=conversation.waiting_since_ms or (now_ms if missed else None),
        applied=pushed(conversation.applied, mark(message.id), APPLIED_RING),
    )
    return heard_of(raised, message)


def answered(
    conversation: Conversation, message: Message, later: Sequence[MessageId], now_ms: int
) -> Conversation:
    """The conversation with one message of ours more, still to be sent.

    `later` are the customer's messages behind it in the thread: they wait for an answer yet.
    """
    unanswered = min(conversation.unanswered, len(later))
    changed = replace(
        conversation,
        version=conversation.version + 1,
        updated_at_ms=now_ms,
        woken_at_ms=None,
        unanswered=unanswered,
        waiting_since_ms=message_arrival_ms(min(later)) if unanswered else None,
        sent=pushed(conversation.sent, mark(message.id), SENT_RING),
        unsent=conversation.unsent | {message.id},
    )
    if not is_newest(conversation, message.id):
        return changed
    return replace(changed, last=last_of(message), active_at_ms=message_arrival_ms(message.id))


def was_answered(conversation: Conversation) -> bool:
    """Whether one of us has written in it from here."""
    return any(one != EMPTY_MARK for one in conversation.sent)


def echoed(conversation: Conversation, message: Message, now_ms: int) -> Conversation:
    """The conversation with one message of ours written elsewhere: shown, counted nowhere."""
    changed = replace(conversation, version=conversation.version + 1, updated_at_ms=now_ms)
    if not is_newest(conversation, message.id):
        return changed
    return replace(changed, last=last_of(message), active_at_ms=message_arrival_ms(message.id))


def recalled(conversation: Conversation, messages: Sequence[Message], now_ms: int) -> Conversation:
    """A history with messages more: it reaches from its oldest to its newest, and is closed.

    Itself where it shows them already.
    """
    newest = max((last_of(one) for one in messages), key=lambda last: last.id)
    last, standing = newest, conversation.last
    if standing is not None and standing.id > newest.id:
        last = standing
    elif standing is not None and standing.id == newest.id and newest.kind == "unsupported":
        last = standing  # a file may be known by now
    ends_ms = message_second(last.id) * 1000
    begins_ms = min(message_second(one.id) * 1000 for one in messages)
    grown = replace(
        conversation,
        last=last,
        active_at_ms=ends_ms,
        resolved_at_ms=ends_ms,
        opened_at_ms=min(begins_ms, conversation.opened_at_ms),
    )
    if grown == conversation:
        return conversation
    return replace(grown, version=conversation.version + 1, updated_at_ms=now_ms)


def assigned(conversation: Conversation, user_id: UserId | None, now_ms: int) -> Conversation:
    """Held by somebody else, or by nobody."""
    return replace(
        conversation,
        version=conversation.version + 1,
        updated_at_ms=now_ms,
        assignee_id=user_id,
        snoozed_until_ms=None,
        woken_at_ms=None,
    )


def labelled(conversation: Conversation, labels: tuple[str, ...], now_ms: int) -> Conversation:
    return replace(
        conversation,
        version=conversation.version + 1,
        updated_at_ms=now_ms,
        labels=labels,
    )


def resolved(conversation: Conversation, now_ms: int) -> Conversation:
    return replace(
        conversation,
        version=conversation.version + 1,
        updated_at_ms=now_ms,
        resolved_at_ms=now_ms,
        snoozed_until_ms=None,
        woken_at_ms=None,
    )


def typified(conversation: Conversation, now_ms: int) -> Conversation:
    """Said anew what it ended with: that is kept beside HEAD, which tells that it changed."""
    return replace(conversation, version=conversation.version + 1, updated_at_ms=now_ms)


def reopened(conversation: Conversation, now_ms: int) -> Conversation:
    return replace(
        conversation,
        version=conversation.version + 1,
        updated_at_ms=now_ms,
        resolved_at_ms=None,
    )


def read(conversation: Conversation, up_to: MessageId, unread: int, now_ms: int) -> Conversation:
    """Read up to a message; what is older stays read."""
    return replace(
        conversation,
        version=conversation.version + 1,
        updated_at_ms=now_ms,
        unread=unread,
        carried=0,
        read_up_to=max(conversation.read_up_to or up_to, up_to),
        woken_at_ms=None,
    )


def marked_unread(conversation: Conversation, now_ms: int) -> Conversation:
    """Unread again, whatever was read: what waits for an answer, or at least one."""
    return replace(
        conversation,
        version=conversation.version + 1,
        updated_at_ms=now_ms,
        unread=max(1, conversation.unread, conversation.unanswered),
    )


def snoozed(conversation: Conversation, until_ms: int, now_ms: int) -> Conversation:
    """Put off until a time, or until the customer writes."""
    return replace(
        conversation,
        version=conversation.version + 1,
        updated_at_ms=now_ms,
        snoozed_until_ms=until_ms,
        woken_at_ms=None,
    )


def awake(conversation: Conversation, now_ms: int) -> Conversation:
    """Back where it was, as somebody wished it before its time."""
    return replace(
        conversation,
        version=conversation.version + 1,
        updated_at_ms=now_ms,
        snoozed_until_ms=None,
    )


def woken(conversation: Conversation, now_ms: int) -> Conversation:
    """Back at its time: to be seen, on top of its list."""
    return replace(
        awake(conversation, now_ms),
        woken_at_ms=now_ms,
        active_at_ms=max(conversation.active_at_ms, now_ms),
        unread=max(1, conversation.unread),
    )


def merged(conversation: Conversation, survivor: Conversation, now_ms: int) -> Conversation:
    """Closed into another episode of the same person, as that was before.

    What had closed into the other is found from this one on; the window goes over to it.
    """
    return replace(
        conversation,
        version=conversation.version + 1,
        updated_at_ms=now_ms,
        resolved_at_ms=now_ms,
        merged_into=survivor.id,
        merged_from=conversation.merged_from or survivor.merged_from,
        window_expires_second=None,
        snoozed_until_ms=None,
        woken_at_ms=None,
        unread=0,
        unanswered=0,
        carried=0,
        waiting_since_ms=None,
    )


def with_counts_of(survivor: Conversation, closing: Conversation, now_ms: int) -> Conversation:
    """The survivor with what nobody read in the episode that closes into it, and its labels."""
    return replace(
        survivor,
        version=survivor.version + 1,
        updated_at_ms=now_ms,
        unread=survivor.unread + closing.unread,
        carried=survivor.carried + closing.unread,
        unanswered=survivor.unanswered + closing.unanswered,
        waiting_since_ms=survivor.waiting_since_ms or closing.waiting_since_ms,
        window_expires_second=_later(survivor.window_expires_second, closing.window_expires_second),
        phone=survivor.phone or closing.phone,
        user_id=survivor.user_id or closing.user_id,
        contact_name=survivor.contact_name or closing.contact_name,
        username=survivor.username or closing.username,
        merged_from=closing.id,
        labels=(*survivor.labels, *labels_handed_on(survivor, closing)),
    )


def labels_handed_on(survivor: Conversation, closing: Conversation) -> tuple[str, ...]:
    """Labels of an episode that the one it closes into has not, as many as it has room for.

    All of them stay on the one that closes, where the thread shows them.
    """
    from chalicelib.domains.labels.models import LABELS_AT_ONCE  # noqa: PLC0415 - merges are rare

    lacking = [one for one in closing.labels if one not in survivor.labels]
    return tuple(lacking[: max(0, LABELS_AT_ONCE - len(survivor.labels))])


def shut(missing: ConversationId, contact_id: ContactId, survivor: Conversation) -> Conversation:
    """An episode that was opened and never begun, closed into the survivor before it is made.

    Whoever opened it finds it closed and goes on in the survivor.
    """
    return replace(
        merged(survivor, survivor, survivor.updated_at_ms),
        id=missing,
        contact_id=contact_id,
        opened_at_ms=survivor.updated_at_ms,
        version=1,
        assignee_id=None,
        last=None,
        merged_from=None,
        read_up_to=None,
        labels=(),
        applied=(),
        sent=(),
        unsent=frozenset(),
    )


def was_over_by(other: Conversation, through: Conversation) -> bool:
    """Whether an episode had ended when another one did; none comes after an open one."""
    if through.resolved_at_ms is None:
        return True
    return other.resolved_at_ms is not None and other.resolved_at_ms <= through.resolved_at_ms


def survivor_of(one: Conversation, other: Conversation) -> Conversation:
    """Of two open episodes of one person: the assigned one, else the older."""
    return min(one, other, key=lambda c: (c.assignee_id is None, c.opened_at_ms, c.id))


def window_is_open(conversation: Conversation, now_ms: int) -> bool:
    expires = conversation.window_expires_second
    return expires is not None and now_ms < expires * 1000


def status_of(message: Message) -> MessageStatus | None:
    """The shown status, from stamps that are set once: same under any order and repetition."""
    if message.direction == "in":
        return None
    ladder: tuple[tuple[int | None, MessageStatus], ...] = (
        (message.played_at_ms, "played"),
        (message.read_at_ms, "read"),
        (message.delivered_at_ms, "delivered"),
        (message.failed_at_ms, "failed"),
        (message.sent_at_ms, "sent"),
        (message.unconfirmed_at_ms, "unconfirmed"),
        (message.cancelled_at_ms, "cancelled"),
    )
    ahead: MessageStatus = "scheduled" if message.is_scheduled else "queued"
    return next((status for stamp, status in ladder if stamp is not None), ahead)


def is_reported_by(message: Message, connection_id: ConnectionId) -> bool:
    """Whether a connection's statuses may be about a message: one of ours, sent through it."""
    return message.direction == "out" and message.connection_id == connection_id


def shows_error(message: Message) -> bool:
    """An error is shown until something better is known."""
    return message.error is not None and status_of(message) in ("queued", "failed")


def occurred_at_ms(message_id: MessageId, direction: Direction, *, is_echo: bool = False) -> int:
    """The provider's time for what the provider tells, our acceptance for our own."""
    if direction == "in" or is_echo:
        return message_second(message_id) * 1000
    return message_arrival_ms(message_id)


def has_outcome(message: Message) -> bool:
    """Whether nothing remains for the lane to do but to take it off its list."""
    return status_of(message) not in ("queued", "scheduled")


def may_be_resent(message: Message, now_ms: int, *, confirmed: bool) -> bool:
    """Failed ones, and unconfirmed ones after ten minutes by the agent's own word."""
    if message.is_echo:
        return False
    status = status_of(message)
    if status == "unconfirmed" and message.unconfirmed_at_ms is not None:
        aged = now_ms - message.unconfirmed_at_ms >= RESEND_UNCONFIRMED_AFTER_MS
        return confirmed and aged
    return status == "failed"


def change_order(changed: MessageChanged) -> str:
    """Sorts changes of one message: provider second, then arrival."""
    return (
        base32(changed.second, 7)
        + base32(changed.arrival.intake_ms, 9)
        + base32(min(changed.arrival.place, 1023), 2)
    )


def is_changed_by(message: Message, changed: MessageChanged) -> bool:
    """Whether a message is of the side that changes it: to react, it need not be."""
    author: Direction = "out" if changed.sender is None else "in"
    return changed.what == "reaction" or message.direction == author


def with_change(message: Message, changed: MessageChanged) -> Message:
    """The message after a reaction, an edit or a revocation; itself where that is stale."""
    order, at_ms = change_order(changed), changed.second * 1000
    if changed.what == "reaction":
        actor = BUSINESS if changed.sender is None else changed.actor
        return with_reaction(message, Reaction(actor, changed.emoji or "", order))
    if changed.what == "revocation":
        return replace(message, revoked_at_ms=at_ms) if _is_first(message, at_ms) else message
    if message.edit_order is not None and message.edit_order >= order:
        return message
    original = message.text if message.edited_at_ms is None else message.original_text
    return replace(
        message,
        text=changed.text,
        edited_at_ms=at_ms,
        edit_order=order,
        original_text=original,
    )


def _is_first(message: Message, revoked_at_ms: int) -> bool:
    return message.revoked_at_ms is None or revoked_at_ms < message.revoked_at_ms


def is_emoji(text: str) -> bool:
    """Whether a text is a pictogram and nothing that could be read as a word."""
    kinds = {unicodedata.category(letter) for letter in text}
    return bool(kinds & {"So", "Me"}) and kinds <= _IN_EMOJI


_IN_EMOJI = frozenset({"So", "Sk", "Sm", "Me", "Mn", "Cf", "Nd", "Po"})
"""Pictograms with their modifiers, joiners, and the digits that stand in a keycap."""


def reaction_order(now_ms: int) -> str:
    """The order of a reaction of ours among those that the provider tells."""
    return base32(now_ms // 1000, 7) + base32(now_ms, 9) + base32(0, 2)


def reaction_of_ours(message: Message) -> Reaction | None:
    """What the business put on a message last, here or in the provider's own app."""
    return next((one for one in message.reactions if one.actor == BUSINESS), None)


def with_reaction(message: Message, new: Reaction, *, concluding: bool = False) -> Message:
    """The message with a reaction in its actor's place; itself where a later one stands there.

    `concluding`: it is the one that stands there, and what became of it.
    """
    earlier = next((one for one in message.reactions if one.actor == new.actor), None)
    if earlier is not None and not concluding and earlier.order >= new.order:
        return message
    others = tuple(one for one in message.reactions if one.actor != new.actor)
    return replace(message, reactions=tuple(sorted((*others, new), key=_placed)))


def _placed(reaction: Reaction) -> tuple[str, str]:
    return reaction.order, reaction.actor
