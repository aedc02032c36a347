"""What people are told of, by which ways, and what of it is kept for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NewType, get_args

from chalicelib.core.clock import from_ms
from chalicelib.core.ids import ConversationId, UserId, from_base32
from chalicelib.domains.configuration.models import Configured

AlertId = NewType("AlertId", str)

KeptEvent = Literal[
    "assigned",
    "taken",
    "mention",
    "whisper",
    "failed",
    "presence_changed",
    "connection",
    "system",
    "change",
]
"""Rare enough to be kept for each person; of anything else the client tells by what it sees."""

AlertEvent = Literal[
    KeptEvent, "waiting", "message", "open_message", "window_closing", "break_over"
]
AlertWay = Literal["screen", "sound", "browser", "centre"]

EVENTS: tuple[AlertEvent, ...] = (
    "waiting",
    "assigned",
    "taken",
    "message",
    "open_message",
    "mention",
    "whisper",
    "failed",
    "window_closing",
    "break_over",
    "presence_changed",
    "connection",
    "system",
    "change",
)
WAYS: tuple[AlertWay, ...] = get_args(AlertWay)

KEPT_SECONDS = 30 * 24 * 3600
"""After which an alert goes by itself."""

MOST_UNREAD = 100
"""Up to which unread ones are counted."""


@dataclass(frozen=True, slots=True)
class EventRule:
    """By which ways a role is told of an event, and whether each person may choose others."""

    ways: frozenset[AlertWay] = frozenset()
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class AlertRule(Configured):
    """What the house says for a role, its id and its name; events left out are by default."""

    events: Mapping[AlertEvent, EventRule] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Alert:
    """Something one person was told of. It has no words of anybody: those are looked up, and
    shown to whoever may see them when they read it.

    `about` is the id of the message, note or whisper, or the name of the part of the product;
    `detail` tells which of several things happened. `by` is the person who did it.
    """

    id: AlertId
    user_id: UserId
    event: KeptEvent
    conversation_id: ConversationId | None = None
    about: str | None = None
    by: UserId | None = None
    detail: str | None = None
    is_read: bool = False

    @property
    def at_ms(self) -> int:
        return from_base32(self.id[:9])

    @property
    def expires_at(self) -> int:
        """The second after which it is gone."""
        return int(from_ms(self.at_ms).timestamp()) + KEPT_SECONDS
