"""Notes, whispers and mentions in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from chalicelib.core.change import Change
from chalicelib.core.ids import ConversationId, UserId
from chalicelib.core.pagination import Page
from chalicelib.domains.notes.models import Mention, Note, NoteId, Revision, Whisper, WhisperId

K = TypeVar("K", bound=str)
T = TypeVar("T")


class MemoryNotes:
    """NoteStore; `changes` lists the writes that were taken.

    The notes of `interruptions` are stored one by one, each just before the next save:
    somebody else was quicker.
    """

    def __init__(self) -> None:
        self.rows: dict[tuple[ConversationId, NoteId], Note] = {}
        self.kept: dict[tuple[ConversationId, NoteId], list[Revision]] = {}
        self.changes: list[Change] = []
        self.interruptions: list[Note] = []

    def put(self, note: Note, change: Change) -> Note | None:
        key = note.conversation_id, note.id
        if key in self.rows:
            return self.rows[key]
        self.rows[key] = note
        self.changes.append(change)
        return None

    def note(self, conversation_id: ConversationId, note_id: NoteId) -> Note | None:
        return self.rows.get((conversation_id, note_id))

    def named(self, keys: Sequence[tuple[ConversationId, NoteId]]) -> dict[NoteId, Note]:
        return {key[1]: self.rows[key] for key in keys if key in self.rows}

    def page(
        self, conversation_id: ConversationId, before: NoteId | None, limit: int
    ) -> Page[Note]:
        found = [one for one in self.rows.values() if one.conversation_id == conversation_id]
        return _page({one.id: one for one in found}, before, limit)

    def save(self, old: Note, new: Note, change: Change) -> bool:
        if self.interruptions:
            quicker = self.interruptions.pop(0)
            self.rows[quicker.conversation_id, quicker.id] = quicker
        key = old.conversation_id, old.id
        kept = self.kept.setdefault(key, [])
        if all(one.version != old.version for one in kept):
            kept.append(Revision(old.version, old.text, old.mentions, change.at_ms))
        if self.rows[key].version != old.version:
            return False
        self.rows[key] = new
        self.changes.append(change)
        return True

    def revisions(self, conversation_id: ConversationId, note_id: NoteId) -> list[Revision]:
        return list(self.kept.get((conversation_id, note_id), []))


class MemoryWhispers:
    """WhisperStore."""

    def __init__(self) -> None:
        self.rows: dict[tuple[ConversationId, WhisperId], Whisper] = {}

    def put(self, whisper: Whisper, change: Change) -> Whisper | None:
        key = whisper.conversation_id, whisper.id
        if key in self.rows:
            return self.rows[key]
        self.rows[key] = whisper
        return None

    def whisper(self, conversation_id: ConversationId, whisper_id: WhisperId) -> Whisper | None:
        return self.rows.get((conversation_id, whisper_id))

    def page(
        self,
        conversation_id: ConversationId,
        agent_id: UserId | None,
        before: WhisperId | None,
        limit: int,
    ) -> Page[Whisper]:
        found = [one for one in self.rows.values() if one.conversation_id == conversation_id]
        page = _page({one.id: one for one in found}, before, limit)
        items = [one for one in page.items if agent_id in (None, one.agent_id)]
        return Page(items, page.next_position)


class MemoryMentions:
    """MentionStore."""

    def __init__(self) -> None:
        self.rows: dict[tuple[UserId, NoteId], Mention] = {}

    def add(self, mention: Mention, change: Change) -> None:
        self.rows.setdefault((mention.user_id, mention.note_id), mention)

    def page(self, user_id: UserId, before: NoteId | None, limit: int) -> Page[Mention]:
        found = [one for one in self.rows.values() if one.user_id == user_id]
        return _page({one.note_id: one for one in found}, before, limit)

    def mark_read(self, user_id: UserId, note_id: NoteId, at_ms: int, change: Change) -> None:
        standing = self.rows.get((user_id, note_id))
        if standing is not None and standing.read_at_ms is None:
            self.rows[user_id, note_id] = replace(standing, read_at_ms=at_ms)


def _page(found: dict[K, T], before: K | None, limit: int) -> Page[T]:
    ids = sorted((one for one in found if before is None or one < before), reverse=True)
    shown = ids[:limit]
    more = len(ids) > limit
    return Page([found[one] for one in shown], [shown[-1]] if more and shown else None)
