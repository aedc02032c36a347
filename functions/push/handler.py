"""Show people what changed, as soon as the stream tells."""

from __future__ import annotations

from typing import Any

from chalicelib import bootstrap
from chalicelib.domains.notifications.services.push import StreamChange


def handler(event: dict[str, Any], _context: object) -> None:
    """A batch of stream records of `conversations`; a failure repeats and bisects it."""
    changes = [
        StreamChange(record["dynamodb"].get("OldImage"), record["dynamodb"].get("NewImage"))
        for record in event["Records"]
    ]
    bootstrap.container().push.handle(changes)
