"""What was noted of the tables: items as they stood when their stream had been read so far,
and the changes that nobody has taken from the stream yet, in order.

A change of a table with a stream comes in one record with the number that the stream then
ended with; `read` tells how far its readers have come. So a stream goes on after a restart
where its readers had stopped, with old and new images, though no image is kept twice.
"""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from infra.local.keeping.records import Change, Record

TABLES = "tables"
_STREAM, _READ = "stream:", "read:"
_ITEMS_PER_RECORD = 50


class Unread(NamedTuple):
    """A change that stands on the stream under this number."""

    number: int
    key: str
    text: str | None


def stream_end(table: str, number: int) -> Change:
    """The number of the newest change of a table, in the record of that change."""
    return f"{_STREAM}{table}", str(number)


def read_up_to(table: str, number: int) -> Change:
    """The number of the newest change that all readers of the stream have taken."""
    return f"{_READ}{table}", str(number)


class KeptTables:
    """The tables, followed record by record."""

    def __init__(self) -> None:
        self.items: dict[str, str] = {}
        self.ends: dict[str, int] = {}
        self.read: dict[str, int] = {}
        self.unread: defaultdict[str, deque[Unread]] = defaultdict(deque)

    def apply(self, record: Record) -> None:
        if record.cleared:
            self._forget()
        written: defaultdict[str, list[Change]] = defaultdict(list)
        ends: dict[str, int] = {}
        for key, text in record.changes:
            if key.startswith(_STREAM):
                ends[key.removeprefix(_STREAM)] = int(text or 0)
            elif key.startswith(_READ):
                self.read[key.removeprefix(_READ)] = int(text or 0)
            else:
                written[table_of(key)].append((key, text))
        for table, changes in written.items():
            self._write(table, changes, ends.get(table))
        self.ends |= ends
        self._settle_read()

    def history(self) -> Iterator[tuple[Change, ...]]:
        items = list(self.items.items())
        for first in range(0, len(items), _ITEMS_PER_RECORD):
            yield tuple(items[first : first + _ITEMS_PER_RECORD])
        for table in self.ends:
            yield (stream_end(table, self.settled_end(table)),)
        for table, number in self.read.items():
            yield (read_up_to(table, number),)
            for change in self.unread[table]:
                yield (change.key, change.text), stream_end(table, change.number)

    def settled_end(self, table: str) -> int:
        """The number of the newest change that `items` show."""
        waiting = self.unread[table]
        return waiting[0].number - 1 if waiting else self.ends[table]

    def _write(self, table: str, changes: Sequence[Change], end: int | None) -> None:
        if end is None or table not in self.read:
            self._set(changes)
            return
        first = end - len(changes) + 1
        self.unread[table].extend(
            Unread(number, *change) for number, change in enumerate(changes, first)
        )

    def _settle_read(self) -> None:
        for table, number in self.read.items():
            waiting = self.unread[table]
            while waiting and waiting[0].number <= number:
                taken = waiting.popleft()
                self._set([(taken.key, taken.text)])

    def _set(self, changes: Sequence[Change]) -> None:
        for key, text in changes:
            if text is None:
                self.items.pop(key, None)
            else:
                self.items[key] = text

    def _forget(self) -> None:
        for kept in (self.items, self.ends, self.read, self.unread):
            kept.clear()


def table_of(key: str) -> str:
    """The table of an item's key, which is a list that begins with it."""
    return str(json.loads(key)[0])
