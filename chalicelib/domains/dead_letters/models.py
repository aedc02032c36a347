"""An update that could not be processed, kept whole until somebody decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NewType, get_args

from chalicelib.core.ids import ConnectionId, base32, digest, from_base32

DeadLetterId = NewType("DeadLetterId", str)
DeadLetterState = Literal["open", "replayed", "discarded"]
STATES: tuple[DeadLetterState, ...] = get_args(DeadLetterState)
Reason = Literal[
    "unknown_number",
    "connection_disabled",
    "unparsable",
    "too_large",
    "too_many_messages",
    "failed_repeatedly",
]


def letter_id_of(intake_ms: int, body: str) -> DeadLetterId:
    """The same body that came in at the same time is the same letter; ids sort by that time."""
    return DeadLetterId(base32(intake_ms, 9) + digest(body, 10))


def intake_ms_of(identifier: DeadLetterId) -> int:
    """When the update of a letter came in."""
    return from_base32(identifier[:9])


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """`body` is the queue message as it was (JSON), which `queue` gets again on a replay;
    that of a large one refers to the body store.

    `detail` says what is wrong without showing content; `attempts` counts failed runs.
    """

    id: DeadLetterId
    at_ms: int
    source: str
    queue: str
    connection_id: ConnectionId | None
    reason: Reason
    detail: str
    body: str
    attempts: int = 1
    state: DeadLetterState = "open"
    comment: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class OpenLetters:
    """How many wait for somebody's decision, counted up to a limit, and since when."""

    many: int
    oldest_ms: int | None


@dataclass(frozen=True, slots=True)
class OpenedLetter:
    """A letter with its whole body (JSON); None where that cannot be read."""

    letter: DeadLetter
    content: str | None
