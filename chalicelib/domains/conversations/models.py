"""Conversations and messages as facts; what is shown of them is derived in `rules`.

Instants are integers: `_ms` milliseconds, `_second` whole seconds since 1970. A message's
place in the thread is its id (see `core.ids`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from chalicelib.core.ids import (
    ConnectionId,
    ContactId,
    ConversationId,
    MessageId,
    QueueId,
    UserId,
    is_history_id,
    message_arrival_ms,
    message_second,
)
from chalicelib.domains.conversations.contents import Content, Referral
from chalicelib.domains.conversations.events import DeliveryError, MessageKind

Direction = Literal["in", "out"]
AuthorKind = Literal["customer", "agent", "bot", "system"]
MediaState = Literal["fetching", "ready", "failed"]
MediaFailure = Literal["gone", "too_large", "corrupt", "program", "unavailable", "erased"]
Hold = Literal["quality_assessment", "paused"]
"""Why a provider keeps a template back that it has accepted."""
ConversationState = Literal["in_bot", "new", "pending", "in_progress", "resolved"]
ReactionState = Literal["waiting", "failed"] | None
MessageStatus = Literal[
    "scheduled",
    "cancelled",
    "queued",
    "sent",
    "delivered",
    "read",
    "played",
    "failed",
    "unconfirmed",
]
Tray = Literal[ConversationState, "snoozed"]
AskedTray = Literal[Tray, "open"]


@dataclass(frozen=True, slots=True)
class LastMessage:
    """The newest message of a conversation, as its list row shows it."""

    id: MessageId
    kind: MessageKind
    direction: Direction
    preview: str
    is_echo: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    """An episode: HEAD of its thread. `applied` and `sent` are rings of message marks.

    `unsent` holds the ids of our messages whose outcome is not settled yet (the lane's list).
    """

    id: ConversationId
    connection_id: ConnectionId
    contact_id: ContactId
    queue_id: QueueId
    opened_at_ms: int
    updated_at_ms: int
    version: int
    active_at_ms: int  # when its newest message reached us: the order of lists
    assignee_id: UserId | None = None
    contact_name: str | None = None
    phone: str | None = None
    user_id: str | None = None  # the provider's; LONG_USER_ID where HEAD has no room for it
    username: str | None = None
    unread: int = 0
    unanswered: int = 0
    carried: int = 0  # of the unread ones, those that came from an episode merged into this one
    waiting_since_ms: int | None = None
    last: LastMessage | None = None
    window_expires_second: int | None = None
    read_up_to: MessageId | None = None
    labels: tuple[str, ...] = ()
    resolved_at_ms: int | None = None
    snoozed_until_ms: int | None = None
    woken_at_ms: int | None = None  # came back from being snoozed, and nobody has looked since
    merged_into: ConversationId | None = None
    merged_from: ConversationId | None = None  # the newest that closed into it; it names the next
    applied: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()
    unsent: frozenset[MessageId] = frozenset()

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at_ms is not None

    @property
    def is_history(self) -> bool:
        """Said before the number was connected to us: closed from its beginning."""
        return is_history_id(self.id)

    @property
    def is_waiting(self) -> bool:
        """Nobody holds it and it is not closed."""
        return self.assignee_id is None and not self.is_resolved


LONG_USER_ID = "~"


@dataclass(frozen=True, slots=True)
class Pointer:
    """Names the open episode of (connection, contact), or another contact to ask instead.

    `generation` grows with each move; a mover states the generation it read.
    """

    contact_id: ContactId
    connection_id: ConnectionId
    conversation_id: ConversationId | None
    forward_to: ContactId | None
    generation: int


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """Pins, for ever, where the provider's message went: conversation and message id."""

    connection_id: ConnectionId
    provider_id: str
    conversation_id: ConversationId
    message_id: MessageId


@dataclass(frozen=True, slots=True)
class Media:
    """A file of a message; `key` is where we keep it, once fetched.

    `sha256` is the provider's word until the file is ready, then that of what we keep.
    """

    state: MediaState
    content_type: str
    provider_media_id: str | None = None
    filename: str | None = None
    bytes: int | None = None
    sha256: str | None = None
    key: str | None = None
    failure: MediaFailure | None = None  # why it failed, where it did


@dataclass(frozen=True, slots=True)
class Quote:
    """The message that another one answers."""

    id: MessageId
    preview: str
    provider_id: str | None = None


@dataclass(frozen=True, slots=True)
class Reaction:
    """What somebody put on a message; an empty emoji is one taken back.

    `order` decides between two of the same actor: the greater one is later. `state` is of ours
    alone, until the provider has taken it.
    """

    actor: str
    emoji: str
    order: str
    state: ReactionState = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message with its stamps; `status` is derived from them."""

    id: MessageId
    conversation_id: ConversationId
    connection_id: ConnectionId
    direction: Direction
    author_kind: AuthorKind
    kind: MessageKind
    version: int = 1
    author_id: str | None = None
    author_name: str | None = None
    text: str | None = None
    media: Media | None = None
    content: Content | None = None
    referral: Referral | None = None
    quote: Quote | None = None
    quoted_provider_id: str | None = None  # what it answers, if that was not known when it came
    reactions: tuple[Reaction, ...] = ()
    raw_type: str | None = None
    raw: dict[str, Any] | None = field(default=None, hash=False)
    provider_id: str | None = None
    group_id: str | None = None
    resend_of: MessageId | None = None
    resent_as: MessageId | None = None
    labels: tuple[str, ...] = ()
    # what became of one of ours
    send_at_ms: int | None = None  # when its author wanted it to be sent, if not at once
    is_scheduled: bool = False  # nobody has taken it to the lane yet, and it can be cancelled
    cancelled_at_ms: int | None = None
    due_at_ms: int | None = None
    attempts: int = 0
    attempted_at_ms: int | None = None  # an attempt whose outcome is not known (yet)
    sent_at_ms: int | None = None
    delivered_at_ms: int | None = None
    read_at_ms: int | None = None
    played_at_ms: int | None = None
    failed_at_ms: int | None = None
    unconfirmed_at_ms: int | None = None
    hold: Hold | None = None  # it was accepted and kept back
    error: DeliveryError | None = None
    # what the author did to it later
    edited_at_ms: int | None = None
    edit_order: str | None = None  # place of the newest edit: an older one changes nothing
    original_text: str | None = None
    revoked_at_ms: int | None = None
    erased_at_ms: int | None = None  # what it said was taken away for good

    @property
    def second(self) -> int:
        return message_second(self.id)

    @property
    def is_echo(self) -> bool:
        """Written by the business in the provider's own app, not here."""
        return self.direction == "out" and self.author_kind == "system"

    @property
    def arrived_at_ms(self) -> int:
        return message_arrival_ms(self.id)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to, all at once; "open" is neither resolved nor snoozed.

    What is snoozed is in no other state's list.
    """

    state: AskedTray | None = None
    assignee: UserId | Literal["none"] | None = None
    queue: QueueId | None = None
    connection: ConnectionId | None = None
    channel: str | None = None
    label: str | None = None
    unread: bool = False

    @property
    def asks_heads(self) -> bool:
        """Whether HEADs decide, as no index tells what is asked."""
        return bool(self.connection or self.channel or self.label or self.unread)

    def has(self, tray: Tray) -> bool:
        """Whether what is in that tray is asked for."""
        if self.state == "open":
            return tray not in ("resolved", "snoozed")
        return self.state in (None, tray)
