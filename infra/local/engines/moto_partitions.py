"""Items of one table or index by partition and in sort order: a query touches only its page.

Owns where an item stands; what a query returns is still decided by moto.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sortedcontainers import SortedDict  # type: ignore[import-untyped]

Entry = TypeVar("Entry")
SortKey = tuple[Any, ...]
_LAST_CHARACTER = chr(0x10FFFF)


class _Top:
    """Sorts after every value, whatever its type."""

    def __lt__(self, other: object) -> bool:
        return False

    def __gt__(self, other: object) -> bool:
        return other is not self


TOP = _Top()


@dataclass(frozen=True, slots=True)
class Bounds:
    """The stretch of sort keys that a key condition selects, both ends included."""

    lower: SortKey = ()
    upper: SortKey = (TOP,)


_BOUNDS: dict[str, Callable[[list[Any]], Bounds]] = {
    "=": lambda values: Bounds((values[0],), (values[0], TOP)),
    "<": lambda values: Bounds(upper=(values[0],)),
    "<=": lambda values: Bounds(upper=(values[0], TOP)),
    ">": lambda values: Bounds(lower=(values[0], TOP)),
    ">=": lambda values: Bounds(lower=(values[0],)),
    "BETWEEN": lambda values: Bounds((values[0],), (values[1], TOP)),
    "BEGINS_WITH": lambda values: Bounds((values[0],), _after_prefix(values[0])),
}


def bounds_of(comparison: str | None, values: list[Any]) -> Bounds | None:
    """Bounds of a condition on the first sort attribute, exact; None for an unknown one."""
    if comparison is None:
        return Bounds()
    bounds = _BOUNDS.get(comparison.upper())
    return None if bounds is None else bounds(values)


def _after_prefix(prefix: str) -> SortKey:
    stem = prefix.rstrip(_LAST_CHARACTER)
    return (stem[:-1] + chr(ord(stem[-1]) + 1),) if stem else (TOP,)


class PartitionIndex(Generic[Entry]):
    """Entries by partition, each found again by the identity of its item."""

    def __init__(self) -> None:
        self._partitions: dict[Hashable, SortedDict] = {}
        self._places: dict[Hashable, tuple[Hashable, SortKey]] = {}

    def put(self, identity: Hashable, partition: Hashable, sort_key: SortKey, entry: Entry) -> None:
        """Place the entry, wherever the item stood before."""
        if self._places.get(identity) != (partition, sort_key):
            self.remove(identity)
            self._places[identity] = (partition, sort_key)
        self._partitions.setdefault(partition, SortedDict())[sort_key] = entry

    def remove(self, identity: Hashable) -> None:
        """Take the item's entry out; nothing happens where there is none."""
        place = self._places.pop(identity, None)
        if place is None:
            return
        partition, sort_key = place
        entries = self._partitions[partition]
        del entries[sort_key]
        if not entries:
            del self._partitions[partition]

    def window(
        self,
        partition: Hashable,
        bounds: Bounds,
        start: SortKey | None,
        forward: bool,
        limit: int | None,
    ) -> list[Entry]:
        """The entries a page needs, in order: those within bounds from `start` on.

        One entry beyond the page is added where there is one: moto reads from it that the
        partition goes on.
        """
        entries = self._partitions.get(partition)
        if entries is None:
            return []
        first, last = _ends(bounds, start, forward)
        most = None if limit is None else limit + 2  # the start itself, and one beyond
        chosen: list[Entry] = []
        for sort_key in entries.irange(first, last, reverse=not forward):
            chosen.append(entries[sort_key])
            beyond = sort_key > bounds.upper if forward else sort_key < bounds.lower
            if beyond or len(chosen) == most:
                break
        return chosen


def _ends(
    bounds: Bounds, start: SortKey | None, forward: bool
) -> tuple[SortKey | None, SortKey | None]:
    if forward:
        return (bounds.lower if start is None else max(bounds.lower, start)), None
    return None, (bounds.upper if start is None else min(bounds.upper, start))
