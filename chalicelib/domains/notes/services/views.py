"""Turns notes and whispers into what is shown of them, for answers and frames alike."""

from __future__ import annotations

from chalicelib.core.clock import rfc3339_ms
from chalicelib.core.ids import UserId
from chalicelib.domains.notes import rules
from chalicelib.domains.notes.models import Note, NotePolicy, Revision, Whisper
from chalicelib.domains.notes.ports import People
from chalicelib.domains.notes.schemas import NoteColleagueView, NoteView, RevisionView, WhisperView


class NoteViews:
    """Names of people are those of now, also of people who left."""

    def __init__(self, people: People, policy: NotePolicy) -> None:
        self._people = people
        self._policy = policy

    def note(self, note: Note) -> NoteView:
        return NoteView(
            id=note.id,
            conversation_id=note.conversation_id,
            author=self._colleague(note.author_id),
            text=None if note.removed_at_ms is not None else note.text,
            mentions=[self._colleague(one) for one in note.mentions],
            created_at=rfc3339_ms(note.written_at_ms) or "",
            edited_at=rfc3339_ms(note.edited_at_ms),
            removed_at=rfc3339_ms(note.removed_at_ms),
            editable_until=rfc3339_ms(rules.editable_until_ms(note, self._policy)) or "",
            version=note.version,
        )

    def revision(self, revision: Revision) -> RevisionView:
        return RevisionView(
            version=revision.version,
            text=revision.text,
            mentions=[self._colleague(one) for one in revision.mentions],
            until=rfc3339_ms(revision.until_ms) or "",
        )

    def whisper(self, whisper: Whisper) -> WhisperView:
        return WhisperView(
            id=whisper.id,
            conversation_id=whisper.conversation_id,
            agent=self._colleague(whisper.agent_id),
            author=self._colleague(whisper.author_id),
            text=whisper.text,
            created_at=rfc3339_ms(whisper.written_at_ms) or "",
        )

    def _colleague(self, user_id: UserId) -> NoteColleagueView:
        return NoteColleagueView(id=user_id, name=self._people.name_of(user_id))
