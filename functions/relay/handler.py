"""Ring the lane for new messages of ours, order files of customers, put on record what was done."""

from __future__ import annotations

from typing import Any

from chalicelib import bootstrap
from chalicelib.domains.audit.services.recording import StreamRecord
from chalicelib.domains.notifications.services.push import StreamChange
from chalicelib.domains.notifications.services.relay import Event
from functions.pulses import newest_pulse_ms
from functions.relay.function import RECORDED, RINGS

Record = dict[str, Any]


def handler(event: dict[str, Any], _context: object) -> None:
    """A batch of stream records of one table; a failure repeats and bisects it."""
    records = event["Records"]
    events = [
        Event(
            record["eventID"],
            StreamChange(record["dynamodb"].get("OldImage"), record["dynamodb"].get("NewImage")),
        )
        for record in records
        if "NewImage" in record["dynamodb"]
    ]
    container = bootstrap.container()
    container.relay.handle(events)
    if audited := [_audited(record) for record in records if _is_audited(record)]:
        container.recording.handle(audited)
    container.health_notes.pulse_reached("relay", newest_pulse_ms(records))


def _is_audited(record: Record) -> bool:
    """Most of what rings is of no interest to the audit, which is not even loaded then."""
    sort_key: str = record["dynamodb"]["Keys"]["sk"]["S"]
    return not sort_key.startswith(RINGS) or RECORDED.lets_through(record)


def _audited(record: Record) -> StreamRecord:
    change = record["dynamodb"]
    at_ms = int(change.get("ApproximateCreationDateTime", 0)) * 1000
    return StreamRecord(record["eventID"], at_ms, change.get("OldImage"), change.get("NewImage"))
