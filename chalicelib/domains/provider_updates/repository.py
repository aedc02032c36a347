"""Updates that are no message of a customer (account, history, echoes), kept raw for the app.

`K#<app>`/`<arrival><digest>`; the same update again is the same item.
"""

from __future__ import annotations

import json

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo
from chalicelib.core.ids import base32, digest
from chalicelib.core.tables import RECORDS
from chalicelib.domains.conversations.events import UpdateKept


class KeptRow(Model):
    class Meta:
        table_name = RECORDS.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    listing = UnicodeAttribute(attr_name="lp")
    listed_at = UnicodeAttribute(attr_name="ls")
    field = UnicodeAttribute(attr_name="fi")
    connection_id = UnicodeAttribute(attr_name="cn", null=True)
    at_ms = NumberAttribute(attr_name="at")
    raw = JSONAttribute(attr_name="rw")


class DynamoKeptUpdates:
    """KeptUpdates on the `records` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def keep(self, app_id: str, update: UpdateKept, intake_ms: int, change: Change) -> None:
        text = json.dumps(update.raw, sort_keys=True, separators=(",", ":"))
        place = base32(intake_ms, 9) + digest(update.field + text, 10)
        row = KeptRow(
            f"K#{app_id}",
            place,
            listing=f"kept#{app_id}",
            listed_at=place,
            field=update.field,
            connection_id=update.connection_id,
            at_ms=change.at_ms,
            raw=update.raw,
        )
        try:
            self._dynamo.put(row, change=change, condition=KeptRow.pk.does_not_exist())
        except ConditionRefusedError:
            return  # kept already
