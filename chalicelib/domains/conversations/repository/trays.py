"""Lists of conversations: keys of several partitions of an index merged, newest first."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from chalicelib.core.dynamo import Dynamo, RawItem
from chalicelib.core.ids import ConversationId, QueueId
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.repository.rows import QueueRow, TrayRow

_AT_ONCE = 8
_WAITING_AT_ONCE = 25

K = TypeVar("K", str, int)
Entry = tuple[str, ConversationId]
OpenedEntry = tuple[int, ConversationId]


class DynamoTrayStore:
    """TrayStore on the `tray` and `queue` indexes."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="trays")

    def newest(self, places: Sequence[str], before: Entry | None, limit: int) -> list[Entry]:
        def read(place: str, start: RawItem | None) -> tuple[list[Entry], RawItem | None]:
            key = TrayRow.place == place
            if before is not None:
                key &= TrayRow.active_at <= before[0]
            rows = self._dynamo.query(
                TrayRow, key, index="tray", forward=False, limit=limit + 1, start=start
            )
            return [(row.active_at, _id(row)) for row in rows.items], rows.last_key

        return self._merged(lambda place: _newest_of(place, read, before, limit), places, limit)

    def last_opened(
        self, shelves: Sequence[str], before: OpenedEntry | None, limit: int
    ) -> list[OpenedEntry]:
        def read(shelf: str, start: RawItem | None) -> tuple[list[OpenedEntry], RawItem | None]:
            key = QueueRow.queue_place == shelf
            if before is not None:
                key &= QueueRow.opened_at_ms <= before[0]
            rows = self._dynamo.query(
                QueueRow, key, index="queue", forward=False, limit=limit + 1, start=start
            )
            return [(int(row.opened_at_ms), _id(row)) for row in rows.items], rows.last_key

        return self._merged(lambda shelf: _newest_of(shelf, read, before, limit), shelves, limit)

    def _merged(
        self,
        of_place: Callable[[str], list[tuple[K, ConversationId]]],
        places: Sequence[str],
        limit: int,
    ) -> list[tuple[K, ConversationId]]:
        if len(places) == 1:
            return of_place(places[0])
        lists = list(self._pool.map(of_place, places))
        return list(heapq.merge(*lists, reverse=True))[:limit]

    def count(self, place: str, limit: int) -> int:
        return self._dynamo.count(TrayRow, TrayRow.place == place, index="tray", limit=limit)

    def count_shelf(self, shelf: str, limit: int) -> int:
        key = QueueRow.queue_place == shelf
        return self._dynamo.count(QueueRow, key, index="queue", limit=limit)

    def waiting(self, queue_id: QueueId) -> Iterator[OpenedEntry]:
        key = QueueRow.queue_place == rules.waiting_shelf(queue_id)
        start = None
        while True:
            rows = self._dynamo.query(
                QueueRow, key, index="queue", limit=_WAITING_AT_ONCE, start=start
            )
            for row in rows.items:
                yield int(row.opened_at_ms), _id(row)
            start = rows.last_key
            if start is None:
                return


def _newest_of(
    place: str,
    read: Callable[[str, RawItem | None], tuple[list[tuple[K, ConversationId]], RawItem | None]],
    before: tuple[K, ConversationId] | None,
    limit: int,
) -> list[tuple[K, ConversationId]]:
    """The newest of one place. Entries of one key come in no order of their own, so ties are
    read to their end before the page is cut."""
    found: list[tuple[K, ConversationId]] = []
    start: RawItem | None = None
    while True:
        entries, start = read(place, start)
        found += [entry for entry in entries if before is None or entry < before]
        if start is None or _is_complete(found, limit):
            break
    return sorted(found, reverse=True)[:limit]


def _is_complete(found: list[tuple[K, ConversationId]], limit: int) -> bool:
    """Whether an entry of a lower key was seen behind the last one of the page."""
    return len(found) > limit and found[-1][0] != found[limit - 1][0]


def _id(row: TrayRow | QueueRow) -> ConversationId:
    return ConversationId(row.pk[2:])
