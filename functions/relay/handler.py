"""Ring the lane for new messages of ours; order files of new messages of customers."""

from __future__ import annotations

from typing import Any

from chalicelib import bootstrap
from chalicelib.domains.notifications.services.push import StreamChange
from chalicelib.domains.notifications.services.relay import Event


def handler(event: dict[str, Any], _context: object) -> None:
    """A batch of stream records of `conversations`; a failure repeats and bisects it."""
    events = [
        Event(
            record["eventID"],
            StreamChange(record["dynamodb"].get("OldImage"), record["dynamodb"].get("NewImage")),
        )
        for record in event["Records"]
    ]
    bootstrap.container().relay.handle(events)
