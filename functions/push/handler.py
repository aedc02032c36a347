"""Show people what changed, as soon as the stream tells."""

from __future__ import annotations

from typing import Any

from chalicelib import bootstrap
from chalicelib.domains.notifications.services.push import StreamChange
from functions.pulses import newest_pulse_ms
from functions.push.function import NOTES, STANDING


def handler(event: dict[str, Any], _context: object) -> None:
    """A batch of stream records of one table; a failure repeats and bisects it."""
    container = bootstrap.container()
    records = event["Records"]
    if standings := [_change(record) for record in records if _is_standing(record)]:
        container.presence_push.handle(standings)
        container.alert_feed.handle_standings(standings)
        return
    changes = [_change(record) for record in records]
    container.push.handle(changes)
    if notes := [one for one in changes if one.new and one.new["sk"]["S"].startswith(NOTES)]:
        container.note_push.handle(notes)
    container.alert_feed.handle(changes)
    container.health_notes.pulse_reached("push", newest_pulse_ms(records))


def _change(record: dict[str, Any]) -> StreamChange:
    return StreamChange(record["dynamodb"].get("OldImage"), record["dynamodb"].get("NewImage"))


def _is_standing(record: dict[str, Any]) -> bool:
    """Whether it is of `presence`: no key of `conversations` is just that."""
    return bool(record["dynamodb"]["Keys"]["sk"]["S"] == STANDING)
