"""Show people what changed, as soon as the stream tells."""

from __future__ import annotations

from typing import Any

from chalicelib import bootstrap
from chalicelib.domains.notifications.services.push import StreamChange
from functions.pulses import newest_pulse_ms
from functions.push.function import NOTES


def handler(event: dict[str, Any], _context: object) -> None:
    """A batch of stream records of `conversations`; a failure repeats and bisects it."""
    changes = [
        StreamChange(record["dynamodb"].get("OldImage"), record["dynamodb"].get("NewImage"))
        for record in event["Records"]
    ]
    container = bootstrap.container()
    container.push.handle(changes)
    if notes := [one for one in changes if one.new and one.new["sk"]["S"].startswith(NOTES)]:
        container.note_push.handle(notes)
    container.health_notes.pulse_reached("push", newest_pulse_ms(event["Records"]))
