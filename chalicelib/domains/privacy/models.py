"""What is asked for a person's privacy: holds, consents, exports, erasures, and rules for all.

Instants are milliseconds since 1970. Whatever stays once somebody was erased has no word of
them: ids, counts, who did it and when.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NewType, get_args

from chalicelib.core.ids import ContactId
from chalicelib.domains.configuration.models import Configured
from chalicelib.domains.contacts.models import Identity

HoldId = NewType("HoldId", str)
ConsentId = NewType("ConsentId", str)
ExportId = NewType("ExportId", str)
ErasureId = NewType("ErasureId", str)

ConsentState = Literal["granted", "refused", "withdrawn"]
ConsentSource = Literal["conversation", "form", "call", "paper", "other"]
ExportState = Literal["open", "ready", "gone"]
ErasureState = Literal["open", "done"]
Waiting = Literal["underway", "undelivered"]
"""For what is on its way to us, or for somebody to empty a queue of what nobody could process."""

Step = Literal[
    "identity",
    "conversations",
    "drafts",
    "records",
    "letters",
    "notices",
    "bodies",
    "exports",
    "underway",
    "undelivered",
    "audit",
]
STEPS: tuple[Step, ...] = get_args(Step)
Place = tuple[Any, ...]
"""How far a step has come: JSON values."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold: nothing of a person is erased before it is over. None: until released."""

    id: HoldId
    contact_id: ContactId
    reason: str
    until_ms: int | None
    placed_by: str
    placed_at_ms: int
    released_by: str | None = None
    released_at_ms: int | None = None

    def is_on(self, now_ms: int) -> bool:
        return self.released_at_ms is None and (self.until_ms is None or now_ms < self.until_ms)


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person said about one purpose, how it is known, and who wrote it down. Never
    changed: whoever says something else has said it later.
    """

    id: ConsentId
    contact_id: ContactId
    purpose: str
    state: ConsentState
    source: ConsentSource
    evidence: str
    at_ms: int
    recorded_by: str
    recorded_at_ms: int


@dataclass(frozen=True, slots=True)
class Export:
    """Everything of a person, in archives that are there until `expires_at_ms`.

    `parts`: how many archives; `place`: how many files of conversations are in them already.
    """

    id: ExportId
    contact_id: ContactId
    includes_notes: bool
    asked_by: str
    asked_at_ms: int
    state: ExportState = "open"
    parts: int = 0
    place: int = 0
    files: int = 0
    left_out: int = 0
    finished_at_ms: int | None = None
    expires_at_ms: int | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Erasure:
    """One person being erased: how far it has come, and what was found.

    `identities` are known until the end, for what comes in late. `is_last_round`: what was on its
    way when it began has arrived, and everything is looked through once more.
    """

    id: ErasureId
    contact_id: ContactId
    family: tuple[ContactId, ...]
    identities: tuple[Identity, ...]
    asked_by: str
    role: str | None
    asked_at_ms: int
    state: ErasureState = "open"
    step: Step = STEPS[0]
    place: Place = ()
    is_last_round: bool = False
    waits_for: Waiting | None = None
    counts: Mapping[str, int] = field(default_factory=dict, hash=False)
    finished_at_ms: int | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Holding:
    """How much there is of a person; `is_partial` where it was not counted to the end."""

    conversations: int
    messages: int
    files: int
    is_partial: bool


RetentionKind = Literal["messages", "media", "exports", "audit"]
RETENTION_KINDS: tuple[RetentionKind, ...] = get_args(RetentionKind)


@dataclass(frozen=True, slots=True)
class RetentionRule(Configured):
    """For how many days something is kept; its id is the kind. What is off keeps for ever."""

    days: int = 0
    is_on: bool = False


@dataclass(frozen=True, slots=True)
class Sweeping:
    """How far a rule has come: `done_month` is finished, `place` is within the one behind it.

    `day`: the day since 1970 on which everything that was due was done.
    """

    kind: RetentionKind
    done_month: int = 0
    place: Place = ()
    day: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a rule would take away: how many, and since when the oldest lies there."""

    kind: RetentionKind
    before_ms: int
    many: int
    is_partial: bool
    oldest_ms: int | None


@dataclass(frozen=True, slots=True)
class Activity(Configured):
    """One entry of the register of processing: what is done with data of people, and why."""

    purpose: str = ""
    legal_basis: str = ""
    people: str = ""
    data: str = ""
    recipients: str = ""
    retention: str = ""
    measures: str = ""
