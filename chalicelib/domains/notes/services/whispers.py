"""The side line of a conversation, between its holder and supervisors.

Each line belongs to who held the conversation when it was written. Whoever holds it later
has a line of their own and reads no other; supervisors read all of them.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.core.errors import ForbiddenError
from chalicelib.core.ids import UserId
from chalicelib.core.pagination import Page
from chalicelib.domains.access.models import Principal
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.notes import rules
from chalicelib.domains.notes.errors import (
    HolderChangedError,
    NobodyHoldsError,
    NoteTooLongError,
)
from chalicelib.domains.notes.models import NotePolicy, Whisper, WhisperId, Writing
from chalicelib.domains.notes.ports import People, WhisperStore


class Whispers:
    """Use cases on the side line of a conversation that the caller sees."""

    def __init__(self, store: WhisperStore, people: People, policy: NotePolicy) -> None:
        self._store = store
        self._people = people
        self._policy = policy

    def page(
        self,
        conversation: Conversation,
        principal: Principal,
        before: WhisperId | None,
        limit: int,
    ) -> Page[Whisper]:
        """What this person may read, newest first; a page may be short while there are more."""
        agent_id = None if rules.supervises(principal) else principal.user_id
        return self._store.page(conversation.id, agent_id, before, limit)

    def write(
        self, conversation: Conversation, agent_id: UserId, text: str, writing: Writing
    ) -> Whisper:
        """Say something to the holder, or as the holder to supervisors.

        `agent_id` is the holder whom the writer means: what was meant for one must not reach
        the next. What an earlier request with the same key said is answered again.
        """
        earlier = writing.earlier_id()
        if earlier and (stored := self._store.whisper(conversation.id, WhisperId(earlier))):
            return stored
        self._require_holder(conversation, agent_id)
        me = writing.principal
        if me.user_id != agent_id and not rules.supervises(me):
            raise ForbiddenError
        if len(text) > self._policy.note_limit:
            raise NoteTooLongError(limit=self._policy.note_limit, length=len(text))
        identifier = WhisperId(writing.new_id())
        whisper = Whisper(identifier, conversation.id, agent_id, me.user_id, text)
        return self._store.put(whisper, replace(writing.change, event="whisper.added")) or whisper

    def _require_holder(self, conversation: Conversation, agent_id: UserId) -> None:
        holder = conversation.assignee_id
        if holder is None:
            raise NobodyHoldsError
        if holder != agent_id:
            raise HolderChangedError(holder={"id": holder, "name": self._people.name_of(holder)})
