"""Batches of queues as Lambda hands them over: what failed comes again, alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.core.observability import logger

Record = dict[str, Any]
Failures = dict[str, list[dict[str, str]]]


class ComeAgain(Exception):  # noqa: N818 - no error: its time has not come
    """A record that is to be delivered again; its visibility tells when."""


def each_of_queue(event: dict[str, Any], process: Callable[[Record], None]) -> Failures:
    """Process SQS records one by one; answers those to be delivered again.

    After a failure the rest of its FIFO group is not touched and comes again behind it.
    """
    failed: list[str] = []
    stopped_groups: set[str] = set()
    for record in event["Records"]:
        group = record["attributes"].get("MessageGroupId")
        if group is not None and group in stopped_groups:
            failed.append(record["messageId"])
            continue
        try:
            process(record)
        except ComeAgain:
            failed.append(record["messageId"])
            stopped_groups.add(group or "")
        except Exception:  # noqa: BLE001 - the entry point: the record comes again
            logger.exception("record failed", extra={"message_id": record["messageId"]})
            failed.append(record["messageId"])
            if group is not None:
                stopped_groups.add(group)
    return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}
