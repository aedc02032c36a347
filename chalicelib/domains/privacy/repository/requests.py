"""Exports and erasures in `records`: `PX#<contact>`/<export> and `PE#<contact>`/`E`, listed by
state. No table with a stream tells of an erasure: until its end it has a person's numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo, RowKey
from chalicelib.core.ids import ContactId
from chalicelib.core.pagination import Page
from chalicelib.core.tables import RECORDS
from chalicelib.domains.contacts.models import Identity
from chalicelib.domains.privacy.models import Erasure, ErasureId, Export, ExportId, ExportState

_EXPORTS, _ERASURE, _ERASURE_SORT = "PX#", "PE#", "E"


class ExportRow(Model):
    class Meta:
        table_name = RECORDS.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    listing = UnicodeAttribute(attr_name="lp")
    listed_at = UnicodeAttribute(attr_name="ls")
    includes_notes = BooleanAttribute(attr_name="in")
    asked_by = UnicodeAttribute(attr_name="ab")
    asked_at_ms = NumberAttribute(attr_name="aa")
    state = UnicodeAttribute(attr_name="st")
    parts = NumberAttribute(attr_name="pa")
    place = NumberAttribute(attr_name="pl")
    files = NumberAttribute(attr_name="fi")
    left_out = NumberAttribute(attr_name="lo")
    finished_at_ms = NumberAttribute(attr_name="fa", null=True)
    expires_at_ms = NumberAttribute(attr_name="ea", null=True)
    version = NumberAttribute(attr_name="vs")


class ErasureRow(Model):
    class Meta:
        table_name = RECORDS.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default=_ERASURE_SORT)
    listing = UnicodeAttribute(attr_name="lp")
    listed_at = UnicodeAttribute(attr_name="ls")
    family = JSONAttribute(attr_name="fm")
    identities = JSONAttribute(attr_name="id")
    asked_by = UnicodeAttribute(attr_name="ab")
    role = UnicodeAttribute(attr_name="ro", null=True)
    asked_at_ms = NumberAttribute(attr_name="aa")
    state = UnicodeAttribute(attr_name="st")
    step = UnicodeAttribute(attr_name="sp")
    place = JSONAttribute(attr_name="pl")
    is_last_round = BooleanAttribute(attr_name="lr")
    waits_for = UnicodeAttribute(attr_name="wf", null=True)
    counts = JSONAttribute(attr_name="ct")
    finished_at_ms = NumberAttribute(attr_name="fa", null=True)
    version = NumberAttribute(attr_name="vs")


class RequestKeyRow(Model):
    """What the listing index projects."""

    class Meta:
        table_name = RECORDS.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    listing = UnicodeAttribute(attr_name="lp")
    listed_at = UnicodeAttribute(attr_name="ls")


class DynamoRequests:
    """Requests on the `records` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def add_export(self, export: Export, change: Change) -> None:
        self._dynamo.put(_export_row(export), change=change)

    def export(self, contact_id: ContactId, export_id: str) -> Export | None:
        row = self._dynamo.get(ExportRow, (_EXPORTS + contact_id, export_id), consistent=True)
        return _export(row) if row else None

    def exports_of(self, contact_id: ContactId) -> list[Export]:
        of_contact = ExportRow.pk == _EXPORTS + contact_id
        rows = self._dynamo.query_all(ExportRow, of_contact, consistent=True)
        return [_export(row) for row in rows][::-1]

    def exports(self, state: ExportState, before: str | None, limit: int) -> Page[Export]:
        keys, position = self._listed(f"export#{state}", before, limit)
        found = [_export(row) for row in self._dynamo.batch_get(ExportRow, keys)]
        return Page(sorted(found, key=lambda one: one.id, reverse=True), position)

    def oldest_exports(self, state: ExportState, limit: int) -> list[Export]:
        keys = self._oldest(f"export#{state}", limit)
        found = [_export(row) for row in self._dynamo.batch_get(ExportRow, keys)]
        return sorted(found, key=lambda one: one.id)

    def move_export(self, export: Export, change: Change) -> bool:
        return self._move(_export_row(export), export.version, change)

    def begin_erasure(self, erasure: Erasure, change: Change) -> bool:
        row, is_new = _erasure_row(erasure), ErasureRow.pk.does_not_exist()
        try:
            self._dynamo.put(row, change=change, condition=is_new)
        except ConditionRefusedError as refused:
            standing = refused.old_as(ErasureRow)
            return standing is not None and standing.listed_at == erasure.id  # our own, repeated
        return True

    def erasure(self, contact_id: ContactId) -> Erasure | None:
        key = (_ERASURE + contact_id, _ERASURE_SORT)
        row = self._dynamo.get(ErasureRow, key, consistent=True)
        return _erasure(row) if row else None

    def erasures(self, *, is_open: bool, before: str | None, limit: int) -> Page[Erasure]:
        keys, position = self._listed(_erasures(is_open=is_open), before, limit)
        found = [_erasure(row) for row in self._dynamo.batch_get(ErasureRow, keys)]
        return Page(sorted(found, key=lambda one: one.id, reverse=True), position)

    def oldest_erasures(self, limit: int) -> list[Erasure]:
        keys = self._oldest(_erasures(is_open=True), limit)
        found = [_erasure(row) for row in self._dynamo.batch_get(ErasureRow, keys)]
        return sorted(found, key=lambda one: one.id)

    def move_erasure(self, erasure: Erasure, change: Change) -> bool:
        return self._move(_erasure_row(erasure), erasure.version, change)

    def _move(self, row: ExportRow | ErasureRow, version: int, change: Change) -> bool:
        try:
            self._dynamo.put(row, change=change, condition=type(row).version == version - 1)
        except ConditionRefusedError:
            return False
        return True

    def _listed(
        self, listing: str, before: str | None, limit: int
    ) -> tuple[Sequence[RowKey], list[str] | None]:
        key = RequestKeyRow.listing == listing
        if before is not None:
            key &= RequestKeyRow.listed_at < before
        rows = self._dynamo.query(RequestKeyRow, key, index="listing", forward=False, limit=limit)
        more = rows.last_key is not None and bool(rows.items)
        keys = [(row.pk, row.sk) for row in rows.items]
        return keys, [rows.items[-1].listed_at] if more else None

    def _oldest(self, listing: str, limit: int) -> Sequence[RowKey]:
        key = RequestKeyRow.listing == listing
        rows = self._dynamo.query(RequestKeyRow, key, index="listing", limit=limit)
        return [(row.pk, row.sk) for row in rows.items]


def _erasures(*, is_open: bool) -> str:
    return f"erasure#{'open' if is_open else 'done'}"


def _export_row(export: Export) -> ExportRow:
    return ExportRow(
        _EXPORTS + export.contact_id,
        export.id,
        listing=f"export#{export.state}",
        listed_at=export.id,
        includes_notes=export.includes_notes,
        asked_by=export.asked_by,
        asked_at_ms=export.asked_at_ms,
        state=export.state,
        parts=export.parts,
        place=export.place,
        files=export.files,
        left_out=export.left_out,
        finished_at_ms=export.finished_at_ms,
        expires_at_ms=export.expires_at_ms,
        version=export.version,
    )


def _export(row: ExportRow) -> Export:
    state: Any = row.state
    return Export(
        id=ExportId(row.sk),
        contact_id=ContactId(row.pk.removeprefix(_EXPORTS)),
        includes_notes=row.includes_notes,
        asked_by=row.asked_by,
        asked_at_ms=int(row.asked_at_ms),
        state=state,
        parts=int(row.parts),
        place=int(row.place),
        files=int(row.files),
        left_out=int(row.left_out),
        finished_at_ms=_whole(row.finished_at_ms),
        expires_at_ms=_whole(row.expires_at_ms),
        version=int(row.version),
    )


def _erasure_row(erasure: Erasure) -> ErasureRow:
    return ErasureRow(
        _ERASURE + erasure.contact_id,
        listing=_erasures(is_open=erasure.state == "open"),
        listed_at=erasure.id,
        family=list(erasure.family),
        identities=[[one.kind, one.value] for one in erasure.identities],
        asked_by=erasure.asked_by,
        role=erasure.role,
        asked_at_ms=erasure.asked_at_ms,
        state=erasure.state,
        step=erasure.step,
        place=list(erasure.place),
        is_last_round=erasure.is_last_round,
        waits_for=erasure.waits_for,
        counts=dict(erasure.counts),
        finished_at_ms=erasure.finished_at_ms,
        version=erasure.version,
    )


def _erasure(row: ErasureRow) -> Erasure:
    state: Any = row.state
    step: Any = row.step
    waits_for: Any = row.waits_for
    return Erasure(
        id=ErasureId(row.listed_at),
        contact_id=ContactId(row.pk.removeprefix(_ERASURE)),
        family=tuple(ContactId(one) for one in row.family),
        identities=tuple(Identity(kind, value) for kind, value in row.identities),
        asked_by=row.asked_by,
        role=row.role,
        asked_at_ms=int(row.asked_at_ms),
        state=state,
        step=step,
        place=tuple(row.place),
        is_last_round=row.is_last_round,
        waits_for=waits_for,
        counts=row.counts,
        finished_at_ms=_whole(row.finished_at_ms),
        version=int(row.version),
    )


def _whole(stored: float | None) -> int | None:
    return None if stored is None else int(stored)
