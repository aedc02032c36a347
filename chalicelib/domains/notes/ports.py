"""Where notes, whispers and mentions are kept, and who may see what they are about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import ConversationId, UserId
from chalicelib.core.pagination import Page
from chalicelib.domains.access.models import Principal
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.notes.models import Mention, Note, NoteId, Revision, Whisper, WhisperId


class NoteStore(Protocol):
    """Notes of a conversation with their revisions. Nothing is ever deleted."""

    def put(self, note: Note, change: Change) -> Note | None:
        """Store a new note; answers the one that stands there already."""

    def note(self, conversation_id: ConversationId, note_id: NoteId) -> Note | None:
        """Read strongly."""

    def named(self, keys: Sequence[tuple[ConversationId, NoteId]]) -> dict[NoteId, Note]:
        """Eventually consistent; absent ones are left out."""

    def page(
        self, conversation_id: ConversationId, before: NoteId | None, limit: int
    ) -> Page[Note]:
        """Newest first, older than `before`."""

    def save(self, old: Note, new: Note, change: Change) -> bool:
        """Keep what the old one said as a revision, then write the new one if the note still
        has the old version; False where it has not. `new` has the next version.
        """

    def revisions(self, conversation_id: ConversationId, note_id: NoteId) -> list[Revision]:
        """What it said before, oldest first."""


class WhisperStore(Protocol):
    """The side line of a conversation."""

    def put(self, whisper: Whisper, change: Change) -> Whisper | None:
        """Store a new one; answers the one that stands there already."""

    def whisper(self, conversation_id: ConversationId, whisper_id: WhisperId) -> Whisper | None:
        """Read strongly."""

    def page(
        self,
        conversation_id: ConversationId,
        agent_id: UserId | None,
        before: WhisperId | None,
        limit: int,
    ) -> Page[Whisper]:
        """Newest first, older than `before`; only those with one agent where one is named.

        A page may be short while there are more.
        """


class MentionStore(Protocol):
    """Who was mentioned where."""

    def add(self, mention: Mention, change: Change) -> None:
        """Store it unless it is there."""

    def page(self, user_id: UserId, before: NoteId | None, limit: int) -> Page[Mention]:
        """Newest first, older than `before`."""

    def mark_read(self, user_id: UserId, note_id: NoteId, at_ms: int, change: Change) -> None:
        """Set once; nothing where there is no such mention."""


class NoteImages(Protocol):
    """Reads notes and whispers from the images of the stream."""

    def note(self, image: dict[str, Any]) -> Note | None:
        """A note; None for any other item."""

    def whisper(self, image: dict[str, Any]) -> Whisper | None:
        """A whisper; None for any other item."""


class Heads(Protocol):
    """Looks conversations up."""

    def heads(self, conversation_ids: Sequence[ConversationId]) -> list[Conversation]:
        """Absent ones are left out."""


class Sight(Protocol):
    """Who may see a conversation as it is now."""

    def sight_of(self, conversation: Conversation) -> Callable[[Principal], bool]:
        """Tells of anybody whether they do."""


class People(Protocol):
    """The people who work here, as configured now."""

    def name_of(self, user_id: str) -> str | None: ...

    def everybody(self) -> list[Principal]:
        """All who are active, by name."""
