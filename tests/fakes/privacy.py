"""Holds, consents, exports, erasures and their files in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from chalicelib.core.change import Change
from chalicelib.core.ids import ContactId
from chalicelib.core.pagination import Page
from chalicelib.domains.conversations.ports import FileUnavailableError
from chalicelib.domains.privacy.models import (
    Consent,
    ConsentId,
    Erasure,
    Export,
    ExportState,
    Hold,
    HoldId,
    RetentionKind,
    Sweeping,
)
from chalicelib.domains.privacy.ports import StoredFile
from tests.fakes.channel import FakeMediaStore

T = TypeVar("T", Export, Erasure)


class MemoryCases:
    """Cases."""

    def __init__(self) -> None:
        self.held: dict[HoldId, Hold] = {}
        self.said: dict[ConsentId, Consent] = {}

    def holds(self, contact_id: ContactId) -> list[Hold]:
        found = (one for one in self.held.values() if one.contact_id == contact_id)
        return sorted(found, key=lambda one: one.id, reverse=True)

    def place(self, hold: Hold, change: Change) -> None:
        self.held[hold.id] = hold

    def release(self, hold: Hold, change: Change) -> None:
        self.held[hold.id] = replace(
            self.held[hold.id], released_by=change.actor, released_at_ms=change.at_ms
        )

    def consents(self, contact_id: ContactId) -> list[Consent]:
        found = (one for one in self.said.values() if one.contact_id == contact_id)
        return sorted(found, key=lambda one: one.id, reverse=True)

    def record(self, consent: Consent, change: Change) -> None:
        self.said[consent.id] = consent

    def forget(self, contact_id: ContactId, change: Change) -> None:
        for hold in self.holds(contact_id):
            self.held[hold.id] = replace(hold, reason="")
        for consent in self.consents(contact_id):
            self.said[consent.id] = replace(consent, evidence="")


class MemoryRequests:
    """Requests."""

    def __init__(self) -> None:
        self._exports: dict[tuple[ContactId, str], Export] = {}
        self._erasures: dict[ContactId, Erasure] = {}

    def add_export(self, export: Export, change: Change) -> None:
        self._exports[export.contact_id, export.id] = export

    def export(self, contact_id: ContactId, export_id: str) -> Export | None:
        return self._exports.get((contact_id, export_id))

    def exports_of(self, contact_id: ContactId) -> list[Export]:
        return _newest(one for one in self._exports.values() if one.contact_id == contact_id)

    def exports(self, state: ExportState, before: str | None, limit: int) -> Page[Export]:
        found = (one for one in self._exports.values() if one.state == state)
        return _page(found, before, limit)

    def oldest_exports(self, state: ExportState, limit: int) -> list[Export]:
        found = (one for one in self._exports.values() if one.state == state)
        return sorted(found, key=lambda one: one.id)[:limit]

    def move_export(self, export: Export, change: Change) -> bool:
        standing = self._exports.get((export.contact_id, export.id))
        if standing is None or standing.version != export.version - 1:
            return False
        self._exports[export.contact_id, export.id] = export
        return True

    def begin_erasure(self, erasure: Erasure, change: Change) -> bool:
        return self._erasures.setdefault(erasure.contact_id, erasure).id == erasure.id

    def erasure(self, contact_id: ContactId) -> Erasure | None:
        return self._erasures.get(contact_id)

    def erasures(self, *, is_open: bool, before: str | None, limit: int) -> Page[Erasure]:
        found = (one for one in self._erasures.values() if (one.state == "open") == is_open)
        return _page(found, before, limit)

    def oldest_erasures(self, limit: int) -> list[Erasure]:
        found = (one for one in self._erasures.values() if one.state == "open")
        return sorted(found, key=lambda one: one.id)[:limit]

    def move_erasure(self, erasure: Erasure, change: Change) -> bool:
        standing = self._erasures.get(erasure.contact_id)
        if standing is None or standing.version != erasure.version - 1:
            return False
        self._erasures[erasure.contact_id] = erasure
        return True


class MemorySweepings:
    """Sweepings."""

    def __init__(self) -> None:
        self.rows: dict[RetentionKind, Sweeping] = {}

    def all(self) -> dict[RetentionKind, Sweeping]:
        return dict(self.rows)

    def keep(self, sweeping: Sweeping, change: Change) -> None:
        self.rows[sweeping.kind] = sweeping


class ErasableMemory(FakeMediaStore):
    """Files; what was erased is not there."""

    def look(self, key: str) -> StoredFile | None:
        if key not in self.kept:
            return None
        content = self.kept[key][0]
        return StoredFile(hashlib.sha256(content).hexdigest(), len(content))

    def erase(self, key: str) -> None:
        self.kept.pop(key, None)

    def erase_alike(self, prefix: str, file: StoredFile) -> int:
        under = [one for one in self.kept if one.startswith(prefix)]
        alike = [one for one in under if self.look(one) == file]
        for key in alike:
            self.erase(key)
        return len(alike)

    def chunks(self, key: str) -> Iterator[bytes]:
        if key not in self.kept:
            raise FileUnavailableError(key)
        return iter([self.kept[key][0]])


def _newest(found: Iterable[T]) -> list[T]:
    return sorted(found, key=lambda one: one.id, reverse=True)


def _page(found: Iterable[T], before: str | None, limit: int) -> Page[T]:
    rest = _newest(one for one in found if before is None or one.id < before)
    items = rest[:limit]
    return Page(items, [items[-1].id] if len(rest) > limit else None)
