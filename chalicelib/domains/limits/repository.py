"""Counts in `live`: `count#<kind>#<id>`/`<minute>`, for an hour."""

from __future__ import annotations

from datetime import timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.clock import from_ms, to_ms
from chalicelib.core.dynamo import Dynamo, RowKey
from chalicelib.core.tables import LIVE
from chalicelib.domains.limits.models import Subject

KEPT = timedelta(hours=1)


class CountRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    tally = NumberAttribute(attr_name="nr")
    expires_at = NumberAttribute()


class DynamoCountStore:
    """CountStore on the `live` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def add(self, subject: Subject, minute: int, many: int, change: Change) -> int:
        expires_at = to_ms(from_ms(change.at_ms) + KEPT) // 1000
        actions = [CountRow.tally.add(many), CountRow.expires_at.set(expires_at)]
        row = self._dynamo.update_and_get(CountRow, _key(subject, minute), actions, change=change)
        return int(row.tally)


def _key(subject: Subject, minute: int) -> RowKey:
    return f"count#{subject.kind}#{subject.id}", str(minute)
