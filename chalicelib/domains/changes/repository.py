"""Changes that wait, or waited, in `directory`: `change`/<id> is what people are told of one,
`swaps`/<id> what it would write, `open_changes`/- the ids of those that wait. `four_eyes`/house
is the setting.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path, Value
from pynamodb.expressions.update import Action, AddAction, RemoveAction, SetAction
from pynamodb.models import Model

from chalicelib.core.change import CHANGE_ATTRIBUTE, Change
from chalicelib.core.directory import DirectoryTable
from chalicelib.core.dynamo import (
    Check,
    Delete,
    Edit,
    Put,
    RawItem,
    TransactionRefusedError,
    TransactionWrite,
)
from chalicelib.core.errors import BusyError, VersionConflictError
from chalicelib.core.tables import DIRECTORY
from chalicelib.domains.changes.models import (
    Asking,
    ChangeId,
    ChangeRequest,
    Difference,
    FieldSwap,
    FourEyes,
    Swap,
)
from chalicelib.domains.changes.ports import ItemKey, SwapsRefusedError
from chalicelib.domains.changes.rules import VERSION
from chalicelib.domains.configuration.repository import ConfiguredRow, Kind, assignments

_KEYS = ("pk", "sk", CHANGE_ATTRIBUTE)
_OPEN = ("open_changes", "-")


class FourEyesRow(ConfiguredRow):
    class Meta:
        table_name = DIRECTORY.name

    areas = UnicodeSetAttribute(attr_name="ar", null=True)
    expires_days = NumberAttribute(attr_name="ed")
    undo_hours = NumberAttribute(attr_name="uh")
    override_reason = UnicodeAttribute(attr_name="or", null=True)


class ChangeRow(Model):
    class Meta:
        table_name = DIRECTORY.name

    pk = UnicodeAttribute(hash_key=True, default="change")
    sk = UnicodeAttribute(range_key=True)
    area = UnicodeAttribute(attr_name="ar")
    event = UnicodeAttribute(attr_name="ev")
    kind = UnicodeAttribute(attr_name="ki")
    subject_id = UnicodeAttribute(attr_name="si")
    subject = UnicodeAttribute(attr_name="su", null=True)
    differences = JSONAttribute(attr_name="df")
    signature = UnicodeAttribute(attr_name="sg")
    asking = JSONAttribute(attr_name="as")
    state = UnicodeAttribute(attr_name="st")
    is_guarded = BooleanAttribute(attr_name="gu")
    expires_at_ms = NumberAttribute(attr_name="ex")
    due_at_ms = NumberAttribute(attr_name="du", null=True)
    decided_by = UnicodeAttribute(attr_name="db", null=True)
    decided_at_ms = NumberAttribute(attr_name="da", null=True)
    reason = UnicodeAttribute(attr_name="re", null=True)
    closed_at_ms = NumberAttribute(attr_name="cl", null=True)
    failure = UnicodeAttribute(attr_name="fa", null=True)
    undoes = UnicodeAttribute(attr_name="un", null=True)
    undone_by = UnicodeAttribute(attr_name="ub", null=True)
    version = NumberAttribute(attr_name="vs")


class SwapsRow(Model):
    """Values are as the table has them, secrets among them, so nothing tells of this item."""

    class Meta:
        table_name = DIRECTORY.name

    pk = UnicodeAttribute(hash_key=True, default="swaps")
    sk = UnicodeAttribute(range_key=True)
    swaps = JSONAttribute(attr_name="sw")


class OpenRow(Model):
    class Meta:
        table_name = DIRECTORY.name

    pk = UnicodeAttribute(hash_key=True, default=_OPEN[0])
    sk = UnicodeAttribute(range_key=True, default=_OPEN[1])
    ids = UnicodeSetAttribute(attr_name="id", null=True)


class ItemRow(Model):
    """Any item of configuration."""

    class Meta:
        table_name = DIRECTORY.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


class DynamoChangeStore:
    """ChangeStore on the `directory` table."""

    def __init__(self, table: DirectoryTable) -> None:
        self._table = table

    def stamp(self) -> str:
        return self._table.stamp()

    def swaps_of(self, writes: Sequence[TransactionWrite]) -> list[Swap]:
        self._table.dynamo.transact(*(_checked(one) for one in writes))
        swaps = (self._swap_of(one) for one in writes if not isinstance(one, Check))
        return [one for one in swaps if one.fields]

    def add(self, new: ChangeRequest, swaps: Sequence[Swap], change: Change) -> None:
        row = SwapsRow(sk=new.id, swaps=[asdict(one) for one in swaps])
        self._table.write_decided(
            Put(_row(new), change, ChangeRow.pk.does_not_exist()),
            Put(row, change),
            _standing_open(new, change),
            change=change,
        )

    def get(self, change_id: ChangeId) -> ChangeRequest | None:
        row = self._table.dynamo.get(ChangeRow, ("change", change_id), consistent=True)
        return _request(row) if row else None

    def swaps(self, change_id: ChangeId) -> list[Swap]:
        row = self._table.dynamo.get(SwapsRow, ("swaps", change_id), consistent=True)
        return [_swap(one) for one in row.swaps] if row else []

    def open(self) -> list[ChangeRequest]:
        row = self._table.dynamo.get(OpenRow, _OPEN)
        keys = [("change", one) for one in sorted(row.ids or ())] if row else []
        rows = self._table.dynamo.batch_get(ChangeRow, keys, consistent=True) if keys else []
        return sorted(map(_request, rows), key=lambda one: one.id)

    def page(self, before: ChangeId | None, limit: int) -> list[ChangeRequest]:
        key = ChangeRow.pk == "change"
        if before is not None:
            key &= ChangeRow.sk < before
        rows = self._table.dynamo.query(ChangeRow, key, forward=False, limit=limit)
        return [_request(one) for one in rows.items]

    def replace(self, new: ChangeRequest, old: ChangeRequest, change: Change) -> None:
        try:
            self._table.write_decided(*_becoming(new, old, change), change=change)
        except TransactionRefusedError as exc:
            raise VersionConflictError from exc

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
        decided = _becoming(new, old, told)
        if new.undoes is not None:
            undone = [ChangeRow.undone_by.set(new.id)]
            is_not = ChangeRow.undone_by.does_not_exist()
            decided.append(Edit(ChangeRow, ("change", new.undoes), undone, told, is_not))
        writes = [*decided, *(_written(one, change) for one in swaps)]
        try:
            self._table.write_decided(*writes, change=told, since=since)
        except TransactionRefusedError as exc:
            refused = [reason.refused for reason in exc.reasons]
            if any(refused[: len(decided)]):
                raise VersionConflictError from exc
            raise (SwapsRefusedError if any(refused[: len(writes)]) else BusyError) from exc

    def images(self, swaps: Sequence[Swap]) -> Mapping[ItemKey, RawItem | None]:
        keys = [(one.kind, one.id) for one in swaps]
        return {key: self._table.dynamo.raw(ItemRow, key) for key in keys}

    def _swap_of(self, write: Put | Edit | Delete) -> Swap:
        model, (kind, identifier) = _place(write)
        image = self._table.dynamo.raw(model, (kind, identifier))
        names = {one.attr_name: (name, one) for name, one in model.get_attributes().items()}
        stands = image or {}
        fields = tuple(
            FieldSwap(
                attribute=key,
                name=names[key][0],
                before=stands.get(key),
                after=after,
                is_json=isinstance(names[key][1], JSONAttribute),
            )
            for key, after in _wanted(write, stands).items()
            if not _is_same(stands.get(key), after)
        )
        version = stands.get(VERSION)
        return Swap(kind, identifier, fields, image is None, int(version["N"]) if version else None)


def _checked(write: TransactionWrite) -> Check:
    """Whether it could be written now, without writing it."""
    anyway = ItemRow.pk.exists() | ItemRow.pk.does_not_exist()
    return Check(*_place(write), write.condition if write.condition is not None else anyway)


def _place(write: TransactionWrite) -> tuple[Any, ItemKey]:
    """Of which model, and where."""
    if not isinstance(write, Put):
        return write.model, write.key
    item = write.instance.serialize()
    return type(write.instance), (item["pk"]["S"], item["sk"]["S"])


def _wanted(write: Put | Edit | Delete, stands: RawItem) -> dict[str, Any]:
    """What each attribute is to be; None: absent."""
    if isinstance(write, Put):
        item, known = write.instance.serialize(), write.instance.get_attributes().values()
        names = [one.attr_name for one in known if one.attr_name not in _KEYS]
        return {name: item.get(name) for name in names}
    if isinstance(write, Edit):
        return dict(_told(one, stands) for one in write.actions)
    raise TypeError(f"nothing of {write.model.Meta.table_name} is removed")


def _told(action: Action, stands: RawItem) -> tuple[str, Any]:
    path, value = action.values[0], action.values[-1]
    if isinstance(path, Path):
        name = path.path[0]
        if isinstance(action, RemoveAction):
            return name, None
        if isinstance(action, SetAction) and isinstance(value, Value):
            return name, value.value
        if isinstance(action, AddAction) and isinstance(value, Value):
            ((kind, added),) = value.value.items()
            return name, {kind: sorted({*stands.get(name, {}).get(kind, ()), *added})}
    raise TypeError(f"what is configured is set, added to a set or removed, not {action!r}")


def _is_same(one: Any, other: Any) -> bool:
    """Sets have no order."""
    if one and other and one.keys() == other.keys() <= {"SS", "NS"}:
        ((kind, values),) = one.items()
        return set(values) == set(other[kind])
    return bool(one == other)


def _written(swap: Swap, change: Change) -> Edit:
    actions: list[Action] = [
        Path(one.attribute).remove() if one.after is None else Path(one.attribute).set(one.after)
        for one in swap.fields
    ]
    return Edit(ItemRow, (swap.kind, swap.id), actions, change, _as_asked(swap))


def _as_asked(swap: Swap) -> Condition:
    """Whether the item stands yet as it was when somebody asked."""
    if swap.is_new:
        return ItemRow.pk.does_not_exist()
    if swap.version is not None:
        stands: Condition = Path(VERSION) == swap.version
        return stands
    each = (_is_before(one) for one in swap.fields)
    return functools.reduce(operator.and_, each, ItemRow.pk.exists())


def _is_before(one: FieldSwap) -> Condition:
    path = Path(one.attribute)
    stands: Condition = path.does_not_exist() if one.before is None else path == one.before
    return stands


def _becoming(new: ChangeRequest, old: ChangeRequest, change: Change) -> list[TransactionWrite]:
    stands = ChangeRow.version == old.version
    edit = Edit(ChangeRow, ("change", new.id), assignments(_row(new)), change, stands)
    return [edit] if new.is_open else [edit, _standing_open(new, change)]


def _standing_open(request: ChangeRequest, change: Change) -> Edit:
    ids = OpenRow.ids
    action = ids.add({request.id}) if request.is_open else ids.delete({request.id})
    return Edit(OpenRow, _OPEN, [action], change)


def _row(request: ChangeRequest) -> ChangeRow:
    asking = asdict(request.asking) | {"responsible": sorted(request.asking.responsible)}
    told = {name: getattr(request, name) for name in _SAME}
    return ChangeRow(
        sk=request.id,
        differences=[asdict(one) for one in request.differences],
        asking=asking,
        **told,
    )


def _request(row: ChangeRow) -> ChangeRequest:
    told = {name: _whole(getattr(row, name)) for name in _SAME}
    asking = row.asking | {"responsible": frozenset(row.asking["responsible"])}
    return ChangeRequest(
        id=ChangeId(row.sk),
        differences=tuple(Difference(**one) for one in row.differences),
        asking=Asking(**asking),
        **told,
    )


_SAME = tuple(
    name for name in ChangeRow.get_attributes() if name not in ("pk", "sk", "differences", "asking")
)


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float | int) and not isinstance(value, bool) else value


def _swap(stored: Mapping[str, Any]) -> Swap:
    fields = tuple(FieldSwap(**one) for one in stored["fields"])
    return Swap(**{**stored, "fields": fields})


def _pack(setting: FourEyes) -> dict[str, Any]:
    return {
        "areas": set(setting.areas) or None,
        "expires_days": setting.expires_days,
        "undo_hours": setting.undo_hours,
        "override_reason": setting.override_reason,
    }


def _read(row: FourEyesRow) -> dict[str, Any]:
    areas: Iterable[Any] = row.areas or ()
    return {
        "areas": frozenset(areas),
        "expires_days": int(row.expires_days),
        "undo_hours": int(row.undo_hours),
        "override_reason": row.override_reason,
    }


FOUR_EYES = Kind("four_eyes", FourEyesRow, FourEyes, _pack, _read)
