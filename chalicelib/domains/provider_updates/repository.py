"""Updates that are no message of a customer (account, history, echoes), kept raw for the app.

`K#<app>`/`<arrival><digest>`; the same update again is the same item.
"""

from __future__ import annotations

import json
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo
from chalicelib.core.ids import AppId, ConnectionId, base32, digest
from chalicelib.core.pagination import Page
from chalicelib.core.tables import RECORDS
from chalicelib.domains.conversations.events import UpdateKept
from chalicelib.domains.provider_updates.models import Notice


class KeptRow(Model):
    class Meta:
        table_name = RECORDS.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    field = UnicodeAttribute(attr_name="fi")
    connection_id = UnicodeAttribute(attr_name="cn", null=True)
    at_ms = NumberAttribute(attr_name="at")
    raw = JSONAttribute(attr_name="rw")


class DynamoKeptUpdates:
    """KeptUpdates and NoticeStore on the `records` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def keep(self, app_id: str, update: UpdateKept, intake_ms: int, change: Change) -> None:
        text = json.dumps(update.raw, sort_keys=True, separators=(",", ":"))
        place = base32(intake_ms, 9) + digest(update.field + text, 10)
        row = KeptRow(
            f"K#{app_id}",
            place,
            field=update.field,
            connection_id=update.connection_id,
            at_ms=change.at_ms,
            raw=update.raw,
        )
        try:
            self._dynamo.put(row, change=change, condition=KeptRow.pk.does_not_exist())
        except ConditionRefusedError:
            return  # kept already

    def page(self, app_id: AppId, before: str | None, limit: int) -> Page[Notice]:
        key = KeptRow.pk == f"K#{app_id}"
        if before is not None:
            key &= KeptRow.sk < before
        rows = self._dynamo.query(KeptRow, key, forward=False, limit=limit)
        notices = [_notice(app_id, row) for row in rows.items]
        more = rows.last_key is not None and bool(notices)
        return Page(notices, [notices[-1].id] if more else None)

    def rewrite(self, notice: Notice, raw: dict[str, Any], change: Change) -> None:
        """Another content in the place of its own."""
        key = (f"K#{notice.app_id}", notice.id)
        self._dynamo.update(KeptRow, key, [KeptRow.raw.set(raw)], change=change)


def _notice(app_id: AppId, row: KeptRow) -> Notice:
    return Notice(
        id=row.sk,
        at_ms=int(row.at_ms),
        app_id=app_id,
        connection_id=ConnectionId(row.connection_id) if row.connection_id else None,
        field=row.field,
        raw=row.raw,
    )
