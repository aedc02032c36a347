"""Mentions of a person: where they were named, and which of that they have read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.pagination import Page
from chalicelib.domains.access.models import Principal
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.notes.models import Mention, Note, NoteId
from chalicelib.domains.notes.ports import Heads, MentionStore, NoteStore, Sight


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A mention with the note that makes it and the conversation that it is about."""

    mention: Mention
    note: Note
    conversation: Conversation


class Mentions:
    """Use cases of the person who is mentioned."""

    def __init__(
        self, store: MentionStore, notes: NoteStore, heads: Heads, sight: Sight, clock: Clock
    ) -> None:
        self._store = store
        self._notes = notes
        self._heads = heads
        self._sight = sight
        self._clock = clock

    def page(
        self, principal: Principal, before: NoteId | None, limit: int, *, only_unread: bool = False
    ) -> Page[Mentioned]:
        """Newest first; a page may be short while there are more.

        Left out is what the person may not see now, and where a note names them no more.
        """
        page = self._store.page(principal.user_id, before, limit)
        wanted = [one for one in page.items if not (only_unread and one.read_at_ms is not None)]
        notes = self._notes.named([(one.conversation_id, one.note_id) for one in wanted])
        naming = [one for one in wanted if _names(notes.get(one.note_id), principal)]
        seen = self._in_sight(principal, naming)
        items = [
            Mentioned(one, notes[one.note_id], seen[one.conversation_id])
            for one in naming
            if one.conversation_id in seen
        ]
        return Page(items, page.next_position)

    def mark_read(self, principal: Principal, note_ids: Sequence[NoteId], change: Change) -> None:
        """Ids that name no mention of this person are passed over."""
        read = replace(change, event="mention.read")
        now_ms = to_ms(self._clock.now())
        for note_id in dict.fromkeys(note_ids):
            self._store.mark_read(principal.user_id, note_id, now_ms, read)

    def _in_sight(
        self, principal: Principal, mentions: Sequence[Mention]
    ) -> dict[str, Conversation]:
        ids = list(dict.fromkeys(one.conversation_id for one in mentions))
        heads = self._heads.heads(ids) if ids else []
        return {one.id: one for one in heads if self._sight.sight_of(one)(principal)}


def _names(note: Note | None, principal: Principal) -> bool:
    return note is not None and principal.user_id in note.mentions
