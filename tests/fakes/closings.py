"""What conversations were closed with, in memory."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.core.change import Change
from chalicelib.core.ids import ConversationId
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.conversations.ports import HeadRefused
from chalicelib.domains.typifications.models import Typified
from tests.fakes.threads import MemoryThreads


class MemoryClosings:
    """ClosingStore beside the HEADs of a fake; oldest first."""

    def __init__(self, threads: MemoryThreads) -> None:
        self._threads = threads
        self.rows: dict[ConversationId, list[Typified]] = {}

    def typified(self, conversation_id: ConversationId) -> Typified | None:
        rows = self.rows.get(conversation_id, [])
        return rows[-1] if rows else None

    def typified_of(self, conversation_ids: Sequence[ConversationId]) -> list[Typified]:
        found = (self.typified(one) for one in conversation_ids)
        return [one for one in found if one]

    def past(self, conversation_id: ConversationId) -> list[Typified]:
        return self.rows.get(conversation_id, [])[-2::-1]

    def save(
        self,
        heads: tuple[Conversation, Conversation],
        typified: Typified,
        replaced: Typified | None,
        change: Change,
    ) -> HeadRefused | None:
        refused = self._threads.save_head(*heads, change)
        if refused is None:
            assert replaced == self.typified(typified.conversation_id)
            self.rows.setdefault(typified.conversation_id, []).append(typified)
        return refused
