"""By which ways somebody is told of what. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from chalicelib.core.ids import UserId, base32, digest
from chalicelib.domains.alerts.models import (
    EVENTS,
    AlertEvent,
    AlertId,
    AlertRule,
    AlertWay,
    EventRule,
)

TroubleEvent = Literal["connection", "system"]

_ALL = frozenset[AlertWay]({"screen", "sound", "browser", "centre"})
_NEVER_CHOSEN = 0

_BY_DEFAULT: Mapping[AlertEvent, EventRule] = {
    "waiting": EventRule(frozenset({"sound", "browser"})),
    "assigned": EventRule(_ALL),
    "taken": EventRule(frozenset({"screen", "centre"})),
    "message": EventRule(frozenset({"sound", "browser", "centre"})),
    "open_message": EventRule(),
    "mention": EventRule(_ALL),
    "whisper": EventRule(_ALL),
    "failed": EventRule(_ALL),
    "window_closing": EventRule(frozenset({"screen", "sound"})),
    "break_over": EventRule(frozenset({"screen", "sound"})),
    "presence_changed": EventRule(frozenset({"screen", "sound", "centre"})),
    "connection": EventRule(_ALL, is_open=False),
    "system": EventRule(_ALL, is_open=False),
    "change": EventRule(frozenset({"screen", "centre"})),
}
_WHO_LOOKS_ON: Mapping[AlertEvent, EventRule] = {"waiting": EventRule()}
"""Whoever oversees every queue would hear each customer who comes."""


def rule_of(role: str, rules: Mapping[str, AlertRule]) -> AlertRule:
    """What stands for a role: what was chosen over what the product says; version 0 before."""
    chosen = rules.get(role)
    if chosen is None:
        return AlertRule(role, role, _NEVER_CHOSEN, events=_by_default(role))
    events = {**_by_default(role), **chosen.events}
    return AlertRule(
        role,
        role,
        chosen.version,
        changed_by=chosen.changed_by,
        changed_at_ms=chosen.changed_at_ms,
        events=events,
    )


def ways_for(
    rule: AlertRule, event: AlertEvent, choices: Mapping[str, Collection[str]]
) -> frozenset[str]:
    """By which ways a person is told: their own choice where the house leaves it to them."""
    by_rule = rule.events[event]
    own = choices.get(event)
    return by_rule.ways if own is None or not by_rule.is_open else frozenset(own)


def is_kept(event: AlertEvent, ways: Collection[str]) -> bool:
    """Whether an event goes to the centre. Nothing else tells of how the product is, so that
    one is kept by whichever way it is told."""
    return "centre" in ways or (event in ("connection", "system") and bool(ways))


def alert_id(at_ms: int, event: str, user_id: UserId, *cause: str) -> AlertId:
    """The same for the same cause, however often it is told; sorts by its time."""
    return AlertId(base32(at_ms, 9) + digest("#".join((event, user_id, *cause)), 10))


def _by_default(role: str) -> dict[AlertEvent, EventRule]:
    looks_on = role in ("supervisor", "administrator")
    return {**{one: _BY_DEFAULT[one] for one in EVENTS}, **(_WHO_LOOKS_ON if looks_on else {})}
