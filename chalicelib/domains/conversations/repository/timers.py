"""Timers in the `live` table.

`M#<minute>`/`<conversation>` a timer · `M`/`swept` the last minute that is done with.
"""

from __future__ import annotations

from contextlib import suppress

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo
from chalicelib.core.ids import ConversationId
from chalicelib.core.tables import LIVE

_KEPT_SECONDS = 30 * 86_400  # behind their minute, should nobody sweep
_SWEPT = ("M", "swept")


class TimerRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    expires_at = NumberAttribute()


class SweptRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    minute = NumberAttribute(attr_name="mn")


class DynamoTimers:
    """Timers on the `live` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo
        self._has_begun = False

    def arm(self, conversation_id: ConversationId, minute: int, change: Change) -> None:
        self._begin(change)
        expires_at = minute * 60 + _KEPT_SECONDS
        row = TimerRow(_bucket(minute), conversation_id, expires_at=expires_at)
        self._dynamo.put(row, change=change)

    def _begin(self, change: Change) -> None:
        """Before the first timer of all, every bucket up to now is done with."""
        if self._has_begun:
            return
        row = SweptRow(*_SWEPT, minute=change.at_ms // 60_000)
        with suppress(ConditionRefusedError):  # somebody began before
            self._dynamo.put(row, change=change, condition=SweptRow.pk.does_not_exist())
        self._has_begun = True

    def due(self, minute: int, limit: int) -> list[ConversationId]:
        key = TimerRow.pk == _bucket(minute)
        rows = self._dynamo.query(TimerRow, key, limit=limit, consistent=True)
        return [ConversationId(row.sk) for row in rows.items]

    def disarm(self, conversation_id: ConversationId, minute: int) -> None:
        self._dynamo.delete(TimerRow, (_bucket(minute), conversation_id))

    def swept_up_to(self) -> int | None:
        row = self._dynamo.get(SweptRow, _SWEPT, consistent=True)
        return int(row.minute) if row else None

    def sweep_up_to(self, minute: int, change: Change) -> None:
        self._dynamo.put(SweptRow(*_SWEPT, minute=minute), change=change)


def _bucket(minute: int) -> str:
    return f"M#{minute}"
