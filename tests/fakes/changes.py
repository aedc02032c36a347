"""Changes that wait, in memory, and the items of configuration that they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NoReturn

from chalicelib.core.change import Change
from chalicelib.core.errors import BusyError, VersionConflictError
from chalicelib.domains.changes import rules
from chalicelib.domains.changes.models import ChangeId, ChangeRequest, Swap
from chalicelib.domains.changes.ports import Image, ItemKey, SwapsRefusedError


class MemoryChanges:
    """ChangeStore; `items` are as the table has them."""

    def __init__(self) -> None:
        self.rows: dict[ChangeId, ChangeRequest] = {}
        self.items: dict[ItemKey, Image] = {}
        self._swaps: dict[ChangeId, list[Swap]] = {}
        self._writes = 0

    def swaps_of(self, writes: Sequence[Any]) -> NoReturn:
        raise TypeError("what is configured in memory is no transaction and passes no gate")

    def add(self, new: ChangeRequest, swaps: Sequence[Swap], change: Change) -> None:
        self.rows[new.id], self._swaps[new.id] = new, list(swaps)
        self._writes += 1

    def get(self, change_id: ChangeId) -> ChangeRequest | None:
        return self.rows.get(change_id)

    def swaps(self, change_id: ChangeId) -> list[Swap]:
        return list(self._swaps.get(change_id, ()))

    def open(self) -> list[ChangeRequest]:
        return sorted((one for one in self.rows.values() if one.is_open), key=lambda one: one.id)

    def page(self, before: ChangeId | None, limit: int) -> list[ChangeRequest]:
        found = (one for one in self.rows.values() if before is None or one.id < before)
        return sorted(found, key=lambda one: one.id, reverse=True)[:limit]

    def replace(self, new: ChangeRequest, old: ChangeRequest, change: Change) -> None:
        self._require_standing(old)
        self.rows[new.id] = new
        self._writes += 1

    def carry_out(
        self,
        new: ChangeRequest,
        old: ChangeRequest,
        swaps: Sequence[Swap],
        *,
        change: Change,
        told: Change,
        since: str,
    ) -> None:
        self._require_standing(old)
        undone = self.rows[new.undoes] if new.undoes is not None else None
        if undone is not None and undone.undone_by is not None:
            raise VersionConflictError
        if not all(rules.is_as_asked(one, self.items.get((one.kind, one.id))) for one in swaps):
            raise SwapsRefusedError
        if since != self.stamp():
            raise BusyError
        for one in swaps:
            self.items[one.kind, one.id] = rules.overlaid(one, self.items.get((one.kind, one.id)))
        if undone is not None:
            self.rows[undone.id] = replace(undone, undone_by=new.id)
        self.rows[new.id] = new
        self._writes += 1

    def stamp(self) -> str:
        return str(self._writes) if self._writes else ""

    def images(self, swaps: Sequence[Swap]) -> Mapping[ItemKey, Image | None]:
        return {(one.kind, one.id): self.items.get((one.kind, one.id)) for one in swaps}

    def _require_standing(self, old: ChangeRequest) -> None:
        if self.rows[old.id].version != old.version:
            raise VersionConflictError
