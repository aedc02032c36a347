"""What the house says among itself about a conversation. Nothing of it is a message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NewType

from chalicelib.core.change import Change
from chalicelib.core.ids import ConversationId, UserId, from_base32
from chalicelib.domains.access.models import Principal

NoteId = NewType("NoteId", str)
WhisperId = NewType("WhisperId", str)


def written_at_ms(identifier: NoteId | WhisperId) -> int:
    """The millisecond that an id carries: when it was first asked to be kept."""
    return from_base32(identifier[:9])


@dataclass(frozen=True, slots=True)
class Note:
    """A private note. One that was removed has no text: its trace stays."""

    id: NoteId
    conversation_id: ConversationId
    author_id: UserId
    text: str
    mentions: tuple[UserId, ...] = ()
    version: int = 1
    edited_at_ms: int | None = None
    removed_at_ms: int | None = None

    @property
    def written_at_ms(self) -> int:
        return written_at_ms(self.id)


@dataclass(frozen=True, slots=True)
class Revision:
    """What a note said up to a later change."""

    version: int
    text: str
    mentions: tuple[UserId, ...]
    until_ms: int


@dataclass(frozen=True, slots=True)
class Whisper:
    """One line between a conversation's holder (`agent_id`) and supervisors; never changed."""

    id: WhisperId
    conversation_id: ConversationId
    agent_id: UserId
    author_id: UserId
    text: str

    @property
    def written_at_ms(self) -> int:
        return written_at_ms(self.id)


@dataclass(frozen=True, slots=True)
class Mention:
    """That a note names somebody, and whether they have read it."""

    user_id: UserId
    conversation_id: ConversationId
    note_id: NoteId
    read_at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Writing:
    """Who writes, and the change every write of theirs carries (its event is set here).

    `new_id` fixes the id of what is written; `earlier_id` is what an earlier request with the
    same key fixed, None where there was none.
    """

    principal: Principal
    change: Change
    new_id: Callable[[], str]
    earlier_id: Callable[[], str | None]


@dataclass(frozen=True, slots=True)
class NotePolicy:
    """How long a note may be, and for how long its author may change it."""

    note_limit: int = 2_000
    note_edit_seconds: int = 15 * 60
