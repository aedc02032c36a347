"""Alerts in the `live` table, rules in `directory`.

`AL#<user>`/<id> an alert · `AL#<user>`/`~` up to which all are read ·
`AT`/`T` the troubles last seen. `alert_rule`/<role> in `directory`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo, RowKey
from chalicelib.core.ids import ConversationId, UserId
from chalicelib.core.pagination import Page
from chalicelib.core.tables import DIRECTORY, LIVE
from chalicelib.domains.alerts.models import (
    KEPT_SECONDS,
    Alert,
    AlertId,
    AlertRule,
    EventRule,
)
from chalicelib.domains.configuration.repository import ConfiguredRow, Kind

_MARK = "~"  # behind every alert
_LAST_ALERT = "}"  # behind every alert and before the mark
_TROUBLE_SECONDS = 24 * 3600
_TROUBLES: RowKey = ("AT", "T")


class AlertRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    event = UnicodeAttribute(attr_name="ev")
    conversation_id = UnicodeAttribute(attr_name="cv", null=True)
    about = UnicodeAttribute(attr_name="ab", null=True)
    by = UnicodeAttribute(attr_name="by", null=True)
    detail = UnicodeAttribute(attr_name="de", null=True)
    read = NumberAttribute(attr_name="rd", null=True)
    expires_at = NumberAttribute()


class MarkRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default=_MARK)
    up_to = UnicodeAttribute(attr_name="up")
    expires_at = NumberAttribute()


class TroublesRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    seen_at_ms = JSONAttribute(attr_name="at")
    expires_at = NumberAttribute()


class DynamoAlertStore:
    """AlertStore on the `live` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def add(self, alert: Alert, change: Change) -> bool:
        row = AlertRow(
            _partition(alert.user_id),
            alert.id,
            event=alert.event,
            conversation_id=alert.conversation_id,
            about=alert.about,
            by=alert.by,
            detail=alert.detail,
            expires_at=alert.expires_at,
        )
        try:
            self._dynamo.put(row, change=change, condition=AlertRow.pk.does_not_exist())
        except ConditionRefusedError:
            return False
        return True

    def page(self, user_id: UserId, before: AlertId | None, limit: int, now_ms: int) -> Page[Alert]:
        mark = self._mark(user_id)
        key = (AlertRow.pk == _partition(user_id)) & (AlertRow.sk < (before or _LAST_ALERT))
        rows = self._dynamo.query(AlertRow, key, forward=False, limit=limit)
        items = [_alert(row, mark) for row in rows.items if _stands(row, now_ms)]
        more = rows.last_key is not None and bool(items)
        return Page(items, [rows.items[-1].sk] if more else None)

    def unread(self, user_id: UserId, limit: int, now_ms: int) -> list[Alert]:
        mark = self._mark(user_id)
        fresh = AlertRow.sk.between(f"{mark}!", _LAST_ALERT)  # "!" is before every letter
        key = (AlertRow.pk == _partition(user_id)) & fresh
        rows = self._dynamo.query_all(AlertRow, key)  # of thirty days: read ones lie between
        unread = [one for one in rows if not one.read and _stands(one, now_ms)]
        return [_alert(one, mark) for one in reversed(unread[-limit:])]

    def mark_read(self, user_id: UserId, alert_id: AlertId, change: Change) -> None:
        key = (_partition(user_id), alert_id)
        actions = [AlertRow.read.set(1)]
        try:
            self._dynamo.update(
                AlertRow, key, actions, change=change, condition=AlertRow.event.exists()
            )
        except ConditionRefusedError:
            return

    def mark_all_read(self, user_id: UserId, up_to: AlertId, change: Change) -> None:
        row = MarkRow(
            _partition(user_id), up_to=up_to, expires_at=change.at_ms // 1000 + KEPT_SECONDS
        )
        is_further = MarkRow.pk.does_not_exist() | (MarkRow.up_to < up_to)
        try:
            self._dynamo.put(row, change=change, condition=is_further)
        except ConditionRefusedError:
            return

    def troubles(self) -> dict[str, int]:
        row = self._dynamo.get(TroublesRow, _TROUBLES, consistent=True)
        return dict(row.seen_at_ms) if row else {}

    def note_troubles(self, seen_at_ms: Mapping[str, int], change: Change) -> None:
        expires_at = change.at_ms // 1000 + _TROUBLE_SECONDS
        row = TroublesRow(*_TROUBLES, seen_at_ms=dict(seen_at_ms), expires_at=expires_at)
        self._dynamo.put(row, change=change)

    def _mark(self, user_id: UserId) -> str:
        row = self._dynamo.get(MarkRow, (_partition(user_id), _MARK))
        return row.up_to if row else ""


def _partition(user_id: UserId) -> str:
    return f"AL#{user_id}"


def _stands(row: AlertRow, now_ms: int) -> bool:
    """The engine takes its time to remove what is over."""
    return int(row.expires_at) * 1000 > now_ms


def _alert(row: AlertRow, mark: str) -> Alert:
    event: Any = row.event
    return Alert(
        id=AlertId(row.sk),
        user_id=UserId(row.pk.removeprefix("AL#")),
        event=event,
        conversation_id=ConversationId(row.conversation_id) if row.conversation_id else None,
        about=row.about,
        by=UserId(row.by) if row.by else None,
        detail=row.detail,
        is_read=bool(row.read) or row.sk <= mark,
    )


class AlertRuleRow(ConfiguredRow):
    """`events` maps each event to its ways and whether it is open."""

    class Meta:
        table_name = DIRECTORY.name

    events = JSONAttribute(attr_name="ev")


def _pack(rule: AlertRule) -> dict[str, Any]:
    events = {name: [sorted(one.ways), one.is_open] for name, one in rule.events.items()}
    return {"events": events}


def _read(row: AlertRuleRow) -> dict[str, Any]:
    events = {name: EventRule(frozenset(one[0]), one[1]) for name, one in row.events.items()}
    return {"events": events}


ALERT_RULE = Kind("alert_rule", AlertRuleRow, AlertRule, _pack, _read)
