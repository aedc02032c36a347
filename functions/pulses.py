"""The pulse of `clock` in a batch of the stream: that it came shows that its reader works."""

from __future__ import annotations

from typing import Any

from chalicelib.domains.health.models import PULSE_SORT_KEY

PULSE = PULSE_SORT_KEY


def newest_pulse_ms(records: list[dict[str, Any]]) -> int | None:
    """When the newest pulse among the records was sent; None if there is none."""
    sent = [
        int(record["dynamodb"]["NewImage"]["cg"]["M"]["t"]["N"])
        for record in records
        if record["dynamodb"]["Keys"]["sk"]["S"] == PULSE
    ]
    return max(sent, default=None)
