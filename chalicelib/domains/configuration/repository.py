"""Configured things in `directory`: `<kind>`/<id>, and `name`/<kind>#<name as it is compared>,
which makes a name unique within its kind. A kind is a row and the way to it and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.directory import DirectoryTable
from chalicelib.core.dynamo import Edit, Put, RawItem, TransactionRefusedError, TransactionWrite
from chalicelib.core.errors import BusyError, VersionConflictError
from chalicelib.core.tables import DIRECTORY
from chalicelib.domains.configuration.errors import NameTakenError
from chalicelib.domains.configuration.models import Configured
from chalicelib.domains.configuration.rules import name_key

T = TypeVar("T", bound=Configured)
R = TypeVar("R", bound="ConfiguredRow")


class ConfiguredRow(Model):
    """Base of the rows of every kind."""

    class Meta:
        table_name = DIRECTORY.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    name = UnicodeAttribute(attr_name="nm")
    version = NumberAttribute(attr_name="vs")
    is_retired = BooleanAttribute(attr_name="rt", default=False)
    changed_by = UnicodeAttribute(attr_name="cb", null=True)
    changed_at_ms = NumberAttribute(attr_name="ca", null=True)


class NameRow(Model):
    """Says whose a name is; nobody's where its owner took another one."""

    class Meta:
        table_name = DIRECTORY.name

    pk = UnicodeAttribute(hash_key=True, default="name")
    sk = UnicodeAttribute(range_key=True)
    owner = UnicodeAttribute(attr_name="of", null=True)


@dataclass(frozen=True, slots=True)
class Kind(Generic[T, R]):
    """How one kind is stored: `pack` and `read` know what it has besides `Configured`.

    `pack` gives the arguments of its row, `read` the thing, both without what all kinds have.
    """

    name: str
    row: type[R]
    model: type[T]
    pack: Callable[[T], dict[str, Any]]
    read: Callable[[R], dict[str, Any]]

    def to_row(self, one: T) -> R:
        return self.row(
            self.name,
            one.id,
            name=one.name,
            version=one.version,
            is_retired=one.is_retired,
            changed_by=one.changed_by,
            changed_at_ms=one.changed_at_ms,
            **self.pack(one),
        )

    def of_image(self, image: RawItem) -> T:
        """What an item would be, or is, as the table has it."""
        return self.of_row(self.row.from_raw_data(image))

    def of_row(self, row: R) -> T:
        changed_at_ms = row.changed_at_ms
        return self.model(
            id=row.sk,
            name=row.name,
            version=int(row.version),
            is_retired=row.is_retired,
            changed_by=row.changed_by,
            changed_at_ms=None if changed_at_ms is None else int(changed_at_ms),
            **self.read(row),
        )


class DynamoCatalogueStore(Generic[T, R]):
    """CatalogueStore on the `directory` table."""

    def __init__(self, table: DirectoryTable, kind: Kind[T, R]) -> None:
        self._table = table
        self._kind = kind

    def stamp(self) -> str:
        return self._table.stamp()

    def load(self) -> dict[str, T]:
        row = self._kind.row
        rows = self._table.dynamo.query_all(row, row.pk == self._kind.name, consistent=True)
        return {one.sk: self._kind.of_row(one) for one in rows}

    def get(self, identifier: str) -> T | None:
        key = (self._kind.name, identifier)
        row = self._table.dynamo.get(self._kind.row, key, consistent=True)
        return self._kind.of_row(row) if row else None

    def add(self, new: T, change: Change) -> None:
        is_new = self._kind.row.pk.does_not_exist()
        try:
            self._table.write(
                Put(self._kind.to_row(new), change, is_new),
                self._taking(new, change),
                change=change,
            )
        except TransactionRefusedError as exc:
            raise (BusyError if exc.reasons[0].refused else NameTakenError) from exc

    def replace(self, new: T, old: T, change: Change) -> None:
        stands = self._kind.row.version == old.version
        key = (self._kind.name, old.id)
        writes: list[TransactionWrite] = [
            Edit(self._kind.row, key, assignments(self._kind.to_row(new)), change, stands)
        ]
        if name_key(new.name) != name_key(old.name):
            writes += [self._taking(new, change), self._leaving(old, change)]
        try:
            self._table.write(*writes, change=change)
        except TransactionRefusedError as exc:
            is_stale = exc.reasons[0].refused
            raise (VersionConflictError if is_stale else NameTakenError) from exc

    def _taking(self, one: T, change: Change) -> Put:
        """Its name becomes its own, unless another one has it."""
        is_free = NameRow.owner.does_not_exist() | (NameRow.owner == one.id)
        return Put(NameRow(sk=self._place(one), owner=one.id), change, is_free)

    def _leaving(self, one: T, change: Change) -> Edit:
        """Nothing of configuration is ever deleted, so the name stands there as nobody's."""
        return Edit(NameRow, ("name", self._place(one)), [NameRow.owner.remove()], change)

    def _place(self, one: T) -> str:
        return f"{self._kind.name}#{name_key(one.name)}"


def assignments(row: Model) -> list[Action]:
    """What makes a stored item like a row, but for attributes the row does not know."""
    values = row.serialize()
    actions: list[Action] = []
    for attribute in type(row).get_attributes().values():
        name = attribute.attr_name
        if attribute.is_hash_key or attribute.is_range_key:
            continue
        actions.append(Path(name).set(values[name]) if name in values else Path(name).remove())
    return actions
