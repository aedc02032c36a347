"""Notes in the `health` table, all under `health`; and the pulse, `pulse`/`P` of `conversations`.

`minute`, `consumer#<name>`, `table#<name>`, `app#<id>`.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import AppId
from chalicelib.core.tables import CONVERSATIONS, HEALTH
from chalicelib.domains.health.models import (
    PULSE_SORT_KEY,
    Backlog,
    Facts,
    Minute,
    RefusedSignatures,
    TableRefusal,
)

_PARTITION = "health"
_MINUTE, _CONSUMER, _TABLE, _APP = "minute", "consumer#", "table#", "app#"
PULSE_KEY = ("pulse", PULSE_SORT_KEY)


class NoteRow(Model):
    """One note; which attributes it has tells its sort key."""

    class Meta:
        table_name = HEALTH.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    minute = UnicodeAttribute(attr_name="mi", null=True)  # JSON of a Minute
    pulse_ms = NumberAttribute(attr_name="pu", null=True)
    at_ms = NumberAttribute(attr_name="at", null=True)
    since_ms = NumberAttribute(attr_name="si", null=True)  # None: its signatures fit
    operation = UnicodeAttribute(attr_name="op", null=True)
    error = UnicodeAttribute(attr_name="er", null=True)


class PulseRow(Model):
    """Changed once a minute, so that the stream has something to show."""

    class Meta:
        table_name = CONVERSATIONS.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


class DynamoNotebook:
    """Notebook on the `health` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def note_pulse(self, consumer: str, pulse_ms: int, change: Change) -> None:
        self._note(_CONSUMER + consumer, [NoteRow.pulse_ms.set(pulse_ms)], change)

    def note_table(self, table: str, refusal: TableRefusal, change: Change) -> None:
        actions: list[Action] = [
            NoteRow.at_ms.set(refusal.at_ms),
            NoteRow.operation.set(refusal.operation),
            NoteRow.error.set(refusal.error),
        ]
        self._note(_TABLE + table, actions, change)

    def note_refused_signature(self, app_id: AppId, change: Change) -> None:
        actions: list[Action] = [
            NoteRow.at_ms.set(change.at_ms),
            NoteRow.since_ms.set(NoteRow.since_ms | change.at_ms),
        ]
        self._note(_APP + app_id, actions, change)

    def note_good_signature(self, app_id: AppId, change: Change) -> None:
        self._note(_APP + app_id, [NoteRow.since_ms.remove()], change)

    def note_minute(self, minute: Minute, change: Change) -> None:
        row = NoteRow(_PARTITION, _MINUTE, minute=json.dumps(asdict(minute)))
        self._dynamo.attempt(lambda: self._dynamo.put(row, change=change))

    def send_pulse(self, change: Change) -> bool:
        pulse = PulseRow(*PULSE_KEY)
        return self._dynamo.attempt(lambda: self._dynamo.put(pulse, change=change))

    def facts(self) -> Facts:
        rows = list(self._dynamo.query_all(NoteRow, NoteRow.pk == _PARTITION, consistent=True))
        kept = {row.sk: row for row in rows}
        minute = kept.get(_MINUTE)
        return Facts(
            minute=_minute(json.loads(minute.minute)) if minute and minute.minute else None,
            pulses={name: int(row.pulse_ms) for name, row in _of(kept, _CONSUMER).items()},
            tables={
                name: TableRefusal(int(row.at_ms), row.operation, row.error)
                for name, row in _of(kept, _TABLE).items()
            },
            signatures={
                name: RefusedSignatures(int(row.since_ms), int(row.at_ms))
                for name, row in _of(kept, _APP).items()
                if row.since_ms is not None
            },
        )

    def _note(self, sort_key: str, actions: list[Action], change: Change) -> None:
        key = (_PARTITION, sort_key)
        self._dynamo.attempt(lambda: self._dynamo.update(NoteRow, key, actions, change=change))


def _of(rows: dict[str, NoteRow], prefix: str) -> dict[str, NoteRow]:
    return {key.removeprefix(prefix): row for key, row in rows.items() if key.startswith(prefix)}


def _minute(kept: dict[str, Any]) -> Minute:
    backlogs = {name: Backlog(**one) for name, one in kept.pop("backlogs").items()}
    return Minute(**kept, backlogs=backlogs)
