"""What the records of a journal come to, part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from infra.local.keeping.records import Change, Record
from infra.local.keeping.tables import TABLES, KeptTables

_TEXTS_PER_RECORD = 50


class KeptPart(Protocol):
    """One part, followed record by record."""

    def apply(self, record: Record) -> None:
        """Follow one record."""

    def history(self) -> Iterator[tuple[Change, ...]]:
        """What one would have to note, record by record, to come to the same from nothing."""


class LastTexts:
    """Keys and their last texts, in the order in which the keys came."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def apply(self, record: Record) -> None:
        if record.cleared:
            self.texts.clear()
        for key, text in record.changes:
            if text is None:
                self.texts.pop(key, None)
            else:
                self.texts[key] = text

    def history(self) -> Iterator[tuple[Change, ...]]:
        all_texts = list(self.texts.items())
        for first in range(0, len(all_texts), _TEXTS_PER_RECORD):
            yield tuple(all_texts[first : first + _TEXTS_PER_RECORD])


class State:
    """All parts; the tables follow rules of their own."""

    def __init__(self) -> None:
        self.tables = KeptTables()
        self._others: dict[str, LastTexts] = {}

    def apply(self, record: Record) -> None:
        self._part(record.part).apply(record)

    def texts(self, part: str) -> Mapping[str, str]:
        """The texts of a part by key."""
        found = self._others.get(part)
        return found.texts if found else {}

    def records(self) -> Iterator[Record]:
        """Records that come to the same, from nothing."""
        parts: dict[str, KeptPart] = {TABLES: self.tables, **self._others}
        for name, part in parts.items():
            for changes in part.history():
                yield Record(name, changes)

    def _part(self, name: str) -> KeptPart:
        if name == TABLES:
            return self.tables
        return self._others.setdefault(name, LastTexts())
