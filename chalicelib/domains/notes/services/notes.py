"""Private notes: written by whoever sees the conversation, changed by their author alone.

A note touches neither HEAD nor any message, so no count, window, order or version of the
conversation knows of it (docs/adr/0029). Mentions are stored before the note that makes
them: the note is the commit mark, and a mention without its note is not shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, rfc3339_ms, to_ms
from chalicelib.core.errors import BusyError, NotFoundError, VersionConflictError
from chalicelib.core.ids import UserId
from chalicelib.core.pagination import Page
from chalicelib.domains.access.models import Principal
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.notes import rules
from chalicelib.domains.notes.errors import (
    NotAuthorError,
    NoteFixedError,
    NoteRemovedError,
    NoteTooLongError,
    UnknownColleagueError,
)
from chalicelib.domains.notes.models import Mention, Note, NoteId, NotePolicy, Revision, Writing
from chalicelib.domains.notes.ports import MentionStore, NoteStore, People, Sight

_ROUNDS = 20


class Notes:
    """Use cases on the notes of a conversation that the caller sees."""

    def __init__(
        self,
        store: NoteStore,
        mentions: MentionStore,
        people: People,
        sight: Sight,
        clock: Clock,
        policy: NotePolicy,
    ) -> None:
        self._store = store
        self._mentions = mentions
        self._people = people
        self._sight = sight
        self._clock = clock
        self._policy = policy

    def page(self, conversation: Conversation, before: NoteId | None, limit: int) -> Page[Note]:
        """Newest first, with the traces of removed ones."""
        return self._store.page(conversation.id, before, limit)

    def revisions(self, conversation: Conversation, note_id: NoteId) -> list[Revision]:
        """What a note said before, oldest first; also of one that was removed."""
        return self._store.revisions(conversation.id, self._note(conversation, note_id).id)

    def mentionable(self, conversation: Conversation, author: Principal) -> list[Principal]:
        """Colleagues who may see the conversation now, by name."""
        sees = self._sight.sight_of(conversation)
        people = self._people.everybody()
        return [one for one in people if one.user_id != author.user_id and sees(one)]

    def write(
        self, conversation: Conversation, text: str, mentions: Sequence[UserId], writing: Writing
    ) -> Note:
        """Keep a note; what an earlier request with the same key kept is answered again."""
        earlier = writing.earlier_id()
        if earlier and (stored := self._store.note(conversation.id, NoteId(earlier))):
            return stored
        self._require_short(text)
        mentioned = self._require_sight(conversation, mentions, writing.principal)
        author_id = writing.principal.user_id
        note = Note(NoteId(writing.new_id()), conversation.id, author_id, text, mentioned)
        self._mention(note, mentioned, writing.change)
        return self._store.put(note, replace(writing.change, event="note.added")) or note

    def edit(
        self,
        conversation: Conversation,
        note_id: NoteId,
        version: int,
        text: str,
        mentions: Sequence[UserId],
        *,
        author: Principal,
        change: Change,
    ) -> Note:
        """Let one's own note say something else. Raises VersionConflictError."""
        note = self._own(conversation, note_id, author)
        if note.version != version:
            raise VersionConflictError
        self._require_short(text)
        fresh = [one for one in mentions if one not in note.mentions]
        self._require_sight(conversation, fresh, author)
        new = rules.edited(note, text, tuple(dict.fromkeys(mentions)), self._now())
        if new is note:
            return note
        self._mention(new, fresh, change)
        if not self._store.save(note, new, replace(change, event="note.changed")):
            raise VersionConflictError
        return new

    def remove(
        self, conversation: Conversation, note_id: NoteId, *, author: Principal, change: Change
    ) -> Note:
        """Take one's own note away; a trace of it stays. One that is gone stays as it is."""
        for _ in range(_ROUNDS):
            note = self._note(conversation, note_id)
            if note.removed_at_ms is not None and note.author_id == author.user_id:
                return note
            self._require_changeable(note, author)
            new = rules.removed(note, self._now())
            if self._store.save(note, new, replace(change, event="note.changed")):
                return new
        raise BusyError

    def _own(self, conversation: Conversation, note_id: NoteId, author: Principal) -> Note:
        note = self._note(conversation, note_id)
        self._require_changeable(note, author)
        return note

    def _note(self, conversation: Conversation, note_id: NoteId) -> Note:
        note = self._store.note(conversation.id, note_id)
        if note is None:
            raise NotFoundError
        return note

    def _require_changeable(self, note: Note, author: Principal) -> None:
        if note.author_id != author.user_id:
            raise NotAuthorError
        if note.removed_at_ms is not None:
            raise NoteRemovedError
        until_ms = rules.editable_until_ms(note, self._policy)
        if self._now() > until_ms:
            raise NoteFixedError(editable_until=rfc3339_ms(until_ms))

    def _require_short(self, text: str) -> None:
        if len(text) > self._policy.note_limit:
            raise NoteTooLongError(limit=self._policy.note_limit, length=len(text))

    def _require_sight(
        self, conversation: Conversation, mentions: Sequence[UserId], author: Principal
    ) -> tuple[UserId, ...]:
        """Those mentioned, each once."""
        if not mentions:
            return ()
        allowed = {one.user_id for one in self.mentionable(conversation, author)}
        if unknown := [one for one in mentions if one not in allowed]:
            raise UnknownColleagueError(unknown=unknown)
        return tuple(dict.fromkeys(mentions))

    def _mention(self, note: Note, mentioned: Sequence[UserId], change: Change) -> None:
        named = replace(change, event="mention.added")
        for user_id in mentioned:
            self._mentions.add(Mention(user_id, note.conversation_id, note.id), named)

    def _now(self) -> int:
        return to_ms(self._clock.now())
