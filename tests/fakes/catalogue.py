"""Configured things of one kind in memory."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, Generic, TypeVar

from chalicelib.core.change import Change
from chalicelib.core.errors import BusyError, VersionConflictError
from chalicelib.domains.configuration.errors import NameTakenError
from chalicelib.domains.configuration.models import Configured
from chalicelib.domains.configuration.rules import name_key

T = TypeVar("T", bound=Configured)


class MemoryCatalogue(Generic[T]):
    """CatalogueStore; `changes` are those of its writes. `rows` may be another fake's."""

    def __init__(self, rows: MutableMapping[Any, T] | None = None) -> None:
        self.rows: MutableMapping[Any, T] = {} if rows is None else rows
        self.changes: list[Change] = []

    def stamp(self) -> str:
        return str(len(self.changes)) if self.changes else ""

    def load(self) -> dict[str, T]:
        return dict(self.rows)

    def get(self, identifier: str) -> T | None:
        return self.rows.get(identifier)

    def add(self, new: T, change: Change) -> None:
        if new.id in self.rows:
            raise BusyError
        self._keep(new, change)

    def replace(self, new: T, old: T, change: Change) -> None:
        stored = self.rows.get(old.id)
        if stored is None or stored.version != old.version:
            raise VersionConflictError
        self._keep(new, change)

    def _keep(self, new: T, change: Change) -> None:
        for one in self.rows.values():
            if one.id != new.id and name_key(one.name) == name_key(new.name):
                raise NameTakenError
        self.rows[new.id] = new
        self.changes.append(change)
