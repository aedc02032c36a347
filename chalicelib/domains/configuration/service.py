"""Creates, edits, retires and restores things of one kind: the same way for every kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Generic, TypeVar

from chalicelib.core.change import Change
from chalicelib.core.errors import NotFoundError, VersionConflictError
from chalicelib.domains.configuration.errors import NameTakenError
from chalicelib.domains.configuration.models import Configured
from chalicelib.domains.configuration.ports import CatalogueStore
from chalicelib.domains.configuration.rules import clean_name, name_key

T = TypeVar("T", bound=Configured)


class Catalogue(Generic[T]):
    """Things of one kind. `read` gives the snapshot everything else reads, `forget` renews it.

    Names are unique within the kind, retired ones included: whoever restores one finds its
    name free.
    """

    def __init__(
        self,
        kind: str,
        store: CatalogueStore[T],
        read: Callable[[], Mapping[Any, T]],
        forget: Callable[[], None],
    ) -> None:
        self._kind = kind
        self._store = store
        self._read = read
        self._forget = forget

    def all(self) -> list[T]:
        """Every one, by name, a few seconds old at most."""
        return sorted(self._read().values(), key=lambda one: (name_key(one.name), one.id))

    def by_id(self, identifier: str) -> T | None:
        """One as it was a few seconds ago at most."""
        return self._read().get(identifier)

    def create(self, new: T, change: Change) -> T:
        """Raises NameTakenError."""
        made = _recorded(replace(new, name=clean_name(new.name)), change)
        self._require_free(made)
        self._store.add(made, replace(change, event=f"{self._kind}.created"))
        self._forget()
        return made

    def current(self, identifier: str, expected_version: int) -> T:
        """The one that an edit was made from. Raises NotFoundError, VersionConflictError."""
        stored = self._store.get(identifier)
        if stored is None:
            raise NotFoundError
        if stored.version != expected_version:
            raise VersionConflictError
        return stored

    def edit(
        self,
        identifier: str,
        fields: Mapping[str, Any],
        *,
        expected_version: int,
        change: Change,
        what_happened: str | None = None,
    ) -> T:
        """Change what `fields` name; `is_retired` takes it out of use or back into it.

        `what_happened` is the past verb of the event, where there is a better one. An edit
        that changes nothing writes nothing. Raises NotFoundError,
        VersionConflictError, NameTakenError.
        """
        old = self.current(identifier, expected_version)
        edited = replace(old, **fields)
        edited = replace(edited, name=clean_name(edited.name))
        if edited == old:
            return old
        new = _recorded(replace(edited, version=old.version + 1), change)
        if name_key(new.name) != name_key(old.name):
            self._require_free(new)
        event = f"{self._kind}.{what_happened or _what_happened(old, new)}"
        self._store.replace(new, old, replace(change, event=event))
        self._forget()
        return new

    def _require_free(self, wanted: T) -> None:
        """Storage guards against races; this one says who has the name."""
        for one in self._store.load().values():
            if one.id != wanted.id and name_key(one.name) == name_key(wanted.name):
                holder = {"id": one.id, "name": one.name, "is_retired": one.is_retired}
                raise NameTakenError(holder)


def _recorded(one: T, change: Change) -> T:
    return replace(one, changed_by=change.actor, changed_at_ms=change.at_ms)


def _what_happened(old: Configured, new: Configured) -> str:
    if old.is_retired == new.is_retired:
        return "changed"
    return "retired" if new.is_retired else "restored"
