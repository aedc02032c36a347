"""Ring the lane for new messages of ours; order files of new messages of customers."""

from __future__ import annotations

from typing import Any

from chalicelib import bootstrap
from chalicelib.domains.notifications.services.push import StreamChange
from chalicelib.domains.notifications.services.relay import Event
from functions.pulses import newest_pulse_ms


def handler(event: dict[str, Any], _context: object) -> None:
    """A batch of stream records of `conversations`; a failure repeats and bisects it."""
    events = [
        Event(
            record["eventID"],
            StreamChange(record["dynamodb"].get("OldImage"), record["dynamodb"].get("NewImage")),
        )
        for record in event["Records"]
    ]
    container = bootstrap.container()
    container.relay.handle(events)
    container.health_notes.pulse_reached("relay", newest_pulse_ms(event["Records"]))
