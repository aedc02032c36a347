"""What people are doing, since when, and from where; and the breaks they may take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NewType

from chalicelib.core.ids import UserId
from chalicelib.domains.configuration.models import Configured

BreakTypeId = NewType("BreakTypeId", str)

State = Literal["available", "busy", "break", "training", "offline", "out_of_service"]

Cause = Literal["chosen", "signed_in", "signed_out", "session_expired"]
"""Why a state began; `chosen` by the person or by a supervisor."""

MarkKind = Literal["session_began", "session_ended", "connection_lost", "connection_back"]

NOBODY = "hilo"
"""The actor of what nobody did: a session that ran out."""


@dataclass(frozen=True, slots=True)
class Activity:
    """A state; of a break also which one."""

    state: State
    break_type_id: BreakTypeId | None = None

    @property
    def needs_session(self) -> bool:
        """Whether only somebody signed in can be in it."""
        return self.state not in ("offline", "out_of_service")


OFFLINE, AVAILABLE = Activity("offline"), Activity("available")


@dataclass(frozen=True, slots=True)
class Step:
    """One change of state: a fact, never changed. `number` counts a person's facts."""

    number: int
    at_ms: int
    before: Activity
    after: Activity
    actor: str
    cause: Cause
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Something else that happened to a person's presence: a fact, never changed."""

    number: int
    at_ms: int
    kind: MarkKind
    session_id: str | None = None


Fact = Step | Mark


@dataclass(frozen=True, slots=True)
class Span:
    """A session or a socket that is open, until it is over by itself."""

    id: str
    until_ms: int


@dataclass(frozen=True, slots=True)
class WorkSession:
    """A session at work: when it began, and when it is over by itself."""

    span: Span
    began_ms: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with a person; `step` is what put them into their present state.

    `left_ms`: since when no socket of theirs is open; None while one is, and before the first.
    `unfiled`: facts of the last change, which are filed before the next one. `facts` counts all
    there ever were.
    """

    user_id: UserId
    step: Step | None = None
    sessions: tuple[Span, ...] = ()
    sockets: tuple[Span, ...] = ()
    left_ms: int | None = None
    unfiled: tuple[Fact, ...] = ()
    facts: int = 0
    version: int = 0

    @property
    def activity(self) -> Activity:
        return self.step.after if self.step else OFFLINE


@dataclass(frozen=True, slots=True)
class BreakType(Configured):
    """A kind of break: how long it may last in a day, all its pauses together, and for whom.

    `user_ids` None: for everybody. A retired one is taken no more, and keeps its name in history.
    """

    id: BreakTypeId
    minutes: int = 15
    user_ids: frozenset[UserId] | None = None

    def is_for(self, user_id: UserId) -> bool:
        """Whether somebody may take it now."""
        return not self.is_retired and (self.user_ids is None or user_id in self.user_ids)


class BreakTypes:
    """A snapshot of all types of break; never changed, replaced as a whole."""

    def __init__(self, types: Iterable[BreakType]) -> None:
        self.by_id = {one.id: one for one in types}

    def all(self) -> list[BreakType]:
        """By name."""
        return sorted(self.by_id.values(), key=lambda one: (one.name.casefold(), one.id))

    def of(self, user_id: UserId) -> list[BreakType]:
        """Those somebody may take, by name."""
        return [one for one in self.all() if one.is_for(user_id)]


@dataclass(frozen=True, slots=True)
class PresencePolicy:
    """`time_zone` is the organisation's: its days are those that breaks are counted by."""

    presence_grace_seconds: int = 60
    time_zone: str = "America/Guayaquil"

    @property
    def grace_ms(self) -> int:
        return self.presence_grace_seconds * 1000
