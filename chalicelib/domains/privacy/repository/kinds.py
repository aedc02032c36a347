"""Rules of retention and the register of processing in `directory`."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.core.tables import DIRECTORY
from chalicelib.domains.configuration.repository import ConfiguredRow, Kind
from chalicelib.domains.privacy.models import Activity, RetentionRule

_TEXTS = ("purpose", "legal_basis", "people", "data", "recipients", "retention", "measures")


class RetentionRuleRow(ConfiguredRow):
    class Meta:
        table_name = DIRECTORY.name

    days = NumberAttribute(attr_name="dy")
    is_on = BooleanAttribute(attr_name="on")


class ActivityRow(ConfiguredRow):
    class Meta:
        table_name = DIRECTORY.name

    purpose = UnicodeAttribute(attr_name="pu")
    legal_basis = UnicodeAttribute(attr_name="lb")
    people = UnicodeAttribute(attr_name="pe")
    data = UnicodeAttribute(attr_name="da")
    recipients = UnicodeAttribute(attr_name="rc")
    retention = UnicodeAttribute(attr_name="re")
    measures = UnicodeAttribute(attr_name="ms")


def _pack_rule(rule: RetentionRule) -> dict[str, Any]:
    return {"days": rule.days, "is_on": rule.is_on}


def _read_rule(row: RetentionRuleRow) -> dict[str, Any]:
    return {"days": int(row.days), "is_on": row.is_on}


def _pack_activity(activity: Activity) -> dict[str, Any]:
    return {name: getattr(activity, name) for name in _TEXTS}


def _read_activity(row: ActivityRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _TEXTS}


RETENTION_RULE = Kind("retention_rule", RetentionRuleRow, RetentionRule, _pack_rule, _read_rule)
ACTIVITY = Kind("processing_activity", ActivityRow, Activity, _pack_activity, _read_activity)
