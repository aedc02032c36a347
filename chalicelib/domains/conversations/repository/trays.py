"""Lists of conversations: keys of several places merged by activity, newest first."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import ConversationId
from chalicelib.domains.conversations.repository.rows import QueueRow, TrayRow

_AT_ONCE = 8
_WAITING_AT_ONCE = 25

Entry = tuple[str, ConversationId]


class DynamoTrayStore:
    """TrayStore on the `tray` and `queue` indexes."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="trays")

    def newest(self, places: Sequence[str], before: Entry | None, limit: int) -> list[Entry]:
        def of_place(place: str) -> list[Entry]:
            return self._newest_of(place, before, limit)

        if len(places) == 1:
            return of_place(places[0])
        lists = list(self._pool.map(of_place, places))
        return list(heapq.merge(*lists, reverse=True))[:limit]

    def _newest_of(self, place: str, before: Entry | None, limit: int) -> list[Entry]:
        """The newest of one place. Entries of one activity come in no order of their own, so
        ties are read to their end before the page is cut."""
        key = TrayRow.place == place
        if before is not None:
            key &= TrayRow.active_at <= before[0]
        found: list[Entry] = []
        start = None
        while True:
            rows = self._dynamo.query(
                TrayRow, key, index="tray", forward=False, limit=limit + 1, start=start
            )
            entries = [(row.active_at, ConversationId(row.pk[2:])) for row in rows.items]
            found += [entry for entry in entries if before is None or entry < before]
            start = rows.last_key
            if start is None or _is_complete(found, limit):
                break
        return sorted(found, reverse=True)[:limit]

    def count(self, place: str, limit: int) -> int:
        return self._dynamo.count(TrayRow, TrayRow.place == place, index="tray", limit=limit)

    def waiting(self, queue_id: str) -> Iterator[tuple[int, ConversationId]]:
        key = QueueRow.queue_place == f"{queue_id}#waiting"
        start = None
        while True:
            rows = self._dynamo.query(
                QueueRow, key, index="queue", limit=_WAITING_AT_ONCE, start=start
            )
            for row in rows.items:
                yield int(row.opened_at_ms), ConversationId(row.pk[2:])
            start = rows.last_key
            if start is None:
                return

    def held(self, queue_id: str, limit: int) -> list[ConversationId]:
        key = QueueRow.queue_place == f"{queue_id}#open"
        rows = self._dynamo.query(QueueRow, key, index="queue", limit=limit)
        return [ConversationId(row.pk[2:]) for row in rows.items]


def _is_complete(found: list[Entry], limit: int) -> bool:
    """Whether an entry of lower activity was seen behind the last one of the page."""
    return len(found) > limit and found[-1][0] != found[limit - 1][0]
