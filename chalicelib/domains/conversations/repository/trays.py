"""Lists of conversations: keys of several partitions of an index merged by their order."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from pynamodb.expressions.condition import Condition
from pynamodb.models import Model

from chalicelib.core.dynamo import Dynamo, RawItem, Rows
from chalicelib.core.ids import ContactId, ConversationId, QueueId
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.repository.rows import ContactIndexRow, QueueRow, TrayRow

_AT_ONCE = 8
_WAITING_AT_ONCE = 25

Entry = tuple[str, ConversationId]
Opened = tuple[int, ConversationId]
E = TypeVar("E", Entry, Opened)
P = TypeVar("P", bound=str)


class DynamoTrayStore:
    """TrayStore on the `tray`, `queue` and `contact` indexes."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="trays")

    def newest(self, places: Sequence[str], before: Entry | None, limit: int) -> list[Entry]:
        def of_place(place: str) -> list[Entry]:
            key = TrayRow.place == place
            if before is not None:
                key &= TrayRow.active_at <= before[0]
            pages = self._pages(TrayRow, key, "tray", limit, forward=False)
            entries = ((row.active_at, ConversationId(row.pk[2:])) for row in pages)
            return _cut(entries, before, limit, forward=False)

        return self._merged(of_place, places, limit, forward=False)

    def opened(
        self,
        contact_ids: Sequence[ContactId],
        beyond: Opened | None,
        limit: int,
        *,
        forward: bool = False,
    ) -> list[Opened]:
        def of_contact(contact_id: ContactId) -> list[Opened]:
            key = ContactIndexRow.contact_id == contact_id
            if beyond is not None:
                opened = ContactIndexRow.opened_at_ms
                key &= opened >= beyond[0] if forward else opened <= beyond[0]
            pages = self._pages(ContactIndexRow, key, "contact", limit, forward=forward)
            entries = ((int(row.opened_at_ms), ConversationId(row.pk[2:])) for row in pages)
            return _cut(entries, beyond, limit, forward=forward)

        return self._merged(of_contact, contact_ids, limit, forward=forward)

    def last_opened(
        self, shelves: Sequence[str], before: Opened | None, limit: int
    ) -> list[Opened]:
        def of_shelf(shelf: str) -> list[Opened]:
            key = QueueRow.queue_place == shelf
            if before is not None:
                key &= QueueRow.opened_at_ms <= before[0]
            pages = self._pages(QueueRow, key, "queue", limit, forward=False)
            entries = ((int(row.opened_at_ms), ConversationId(row.pk[2:])) for row in pages)
            return _cut(entries, before, limit, forward=False)

        return self._merged(of_shelf, shelves, limit, forward=False)

    def count(self, place: str, limit: int) -> int:
        return self._dynamo.count(TrayRow, TrayRow.place == place, index="tray", limit=limit)

    def counts(self, places: Sequence[str], limit: int) -> list[int]:
        return list(self._pool.map(lambda place: self.count(place, limit), places))

    def count_shelf(self, shelf: str, limit: int) -> int:
        key = QueueRow.queue_place == shelf
        return self._dynamo.count(QueueRow, key, index="queue", limit=limit)

    def waiting(self, queue_id: QueueId) -> Iterator[tuple[int, ConversationId]]:
        key = QueueRow.queue_place == rules.waiting_shelf(queue_id)
        for row in self._pages(QueueRow, key, "queue", _WAITING_AT_ONCE - 1, forward=True):
            yield int(row.opened_at_ms), ConversationId(row.pk[2:])

    def _merged(
        self, of_one: Callable[[P], list[E]], partitions: Sequence[P], limit: int, *, forward: bool
    ) -> list[E]:
        if len(partitions) == 1:
            return of_one(partitions[0])
        lists = list(self._pool.map(of_one, partitions))
        return list(heapq.merge(*lists, reverse=not forward))[:limit]

    def _pages(
        self, model: type[Model], key: Condition, index: str, limit: int, *, forward: bool
    ) -> Iterator[Any]:
        """The rows under a key, read as far as they are taken."""
        start: RawItem | None = None
        while True:
            rows: Rows[Any] = self._dynamo.query(
                model, key, index=index, forward=forward, limit=limit + 1, start=start
            )
            yield from rows.items
            start = rows.last_key
            if start is None:
                return

    def held(self, queue_id: QueueId, limit: int) -> list[ConversationId]:
        key = QueueRow.queue_place == rules.held_shelf(queue_id)
        rows = self._dynamo.query(QueueRow, key, index="queue", limit=limit)
        return [ConversationId(row.pk[2:]) for row in rows.items]


def _cut(entries: Iterator[E], beyond: E | None, limit: int, *, forward: bool) -> list[E]:
    """The first entries beyond a position. Those of one instant come in no order of their own,
    so ties are read to their end before the list is cut."""
    found: list[E] = []
    for entry in entries:
        if len(found) >= limit and entry[0] != found[-1][0]:
            break
        if beyond is None or (entry > beyond if forward else entry < beyond):
            found.append(entry)
    return sorted(found, reverse=not forward)[:limit]
