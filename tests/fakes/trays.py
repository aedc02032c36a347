"""Lists of conversations, read off the HEADs of the fake threads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.core.ids import ContactId, ConversationId, QueueId, base32
from chalicelib.domains.conversations import rules
from tests.fakes.threads import MemoryThreads

Entry = tuple[str, ConversationId]
Opened = tuple[int, ConversationId]


class MemoryTrays:
    """TrayStore; `asked` counts the keys it gave out.

    `stale` are entries that an index which lags behind shows yet, in every place.
    """

    def __init__(self, threads: MemoryThreads) -> None:
        self._threads = threads
        self.asked = 0
        self.stale: list[Entry] = []

    def newest(self, places: Sequence[str], before: Entry | None, limit: int) -> list[Entry]:
        entries = [
            (base32(head.active_at_ms, 9), head.id)
            for head in self._threads.rows.values()
            if rules.place_of(head) in places
        ]
        entries += self.stale
        wanted = [entry for entry in entries if before is None or entry < before]
        found = sorted(wanted, reverse=True)[:limit]
        self.asked += len(found)
        return found

    def opened(
        self,
        contact_ids: Sequence[ContactId],
        beyond: Opened | None,
        limit: int,
        *,
        forward: bool = False,
    ) -> list[Opened]:
        entries = [
            (head.opened_at_ms, head.id)
            for head in self._threads.rows.values()
            if head.contact_id in contact_ids
        ]
        wanted = [
            one for one in entries if beyond is None or (one > beyond if forward else one < beyond)
        ]
        found = sorted(wanted, reverse=not forward)[:limit]
        self.asked += len(found)
        return found

    def count(self, place: str, limit: int) -> int:
        heads = self._threads.rows.values()
        return min(limit, sum(rules.place_of(head) == place for head in heads))

    def counts(self, places: Sequence[str], limit: int) -> list[int]:
        return [self.count(place, limit) for place in places]

    def last_opened(
        self, shelves: Sequence[str], before: tuple[int, ConversationId] | None, limit: int
    ) -> list[tuple[int, ConversationId]]:
        entries = [
            (head.opened_at_ms, head.id)
            for head in self._threads.rows.values()
            if rules.queue_place_of(head) in shelves
        ]
        wanted = [entry for entry in entries if before is None or entry < before]
        found = sorted(wanted, reverse=True)[:limit]
        self.asked += len(found)
        return found

    def count_shelf(self, shelf: str, limit: int) -> int:
        heads = self._threads.rows.values()
        return min(limit, sum(rules.queue_place_of(head) == shelf for head in heads))

    def waiting(self, queue_id: QueueId) -> Iterator[tuple[int, ConversationId]]:
        waiting = [
            (head.opened_at_ms, head.id)
            for head in self._threads.rows.values()
            if head.is_waiting and head.queue_id == queue_id
        ]
        return iter(sorted(waiting))

    def held(self, queue_id: QueueId, limit: int) -> list[ConversationId]:
        held = [
            (head.opened_at_ms, head.id)
            for head in self._threads.rows.values()
            if head.queue_id == queue_id and head.assignee_id and not head.is_resolved
        ]
        return [conversation_id for _, conversation_id in sorted(held)][:limit]
