"""How far rules of retention have come, in `records`: `PR`/<kind>."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.tables import RECORDS
from chalicelib.domains.privacy.models import RetentionKind, Sweeping

_PARTITION = "PR"


class SweepingRow(Model):
    class Meta:
        table_name = RECORDS.name

    pk = UnicodeAttribute(hash_key=True, default=_PARTITION)
    sk = UnicodeAttribute(range_key=True)
    done_month = NumberAttribute(attr_name="mo")
    place = JSONAttribute(attr_name="pl")
    day = NumberAttribute(attr_name="da")
    removed = NumberAttribute(attr_name="re")


class DynamoSweepings:
    """Sweepings on the `records` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def all(self) -> dict[RetentionKind, Sweeping]:
        rows = self._dynamo.query_all(SweepingRow, SweepingRow.pk == _PARTITION)
        found = [_sweeping(row) for row in rows]
        return {one.kind: one for one in found}

    def keep(self, sweeping: Sweeping, change: Change) -> None:
        row = SweepingRow(
            sk=sweeping.kind,
            done_month=sweeping.done_month,
            place=list(sweeping.place),
            day=sweeping.day,
            removed=sweeping.removed,
        )
        self._dynamo.put(row, change=change)


def _sweeping(row: SweepingRow) -> Sweeping:
    kind: Any = row.sk
    return Sweeping(
        kind=kind,
        done_month=int(row.done_month),
        place=tuple(row.place),
        day=int(row.day),
        removed=int(row.removed),
    )
