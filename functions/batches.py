"""Batches of queues as Lambda hands them over: what failed comes again, alone and soon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.core.observability import logger
from chalicelib.core.queues import Queues, QueueUnavailableError

Record = dict[str, Any]
Failures = dict[str, list[dict[str, str]]]

LONGEST_PAUSE_SECONDS = 30


class ComeAgain(Exception):  # noqa: N818 - no error: its time has not come
    """A record that is to be delivered again in so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Source:
    """The queue that a batch is from, and the port to postpone its messages."""

    queues: Queues
    queue: str


def queue_of(event: dict[str, Any], known: Sequence[str]) -> str:
    """Which of the queues that feed a function a batch is from.

    The name in its records has a deployment's prefix; where two names fit, the longer one is
    the whole.
    """
    name: str = event["Records"][0]["eventSourceARN"].rpartition(":")[2]
    return max((one for one in known if name.endswith(one)), key=len)


def received_times(record: Record) -> int:
    """How often a record has been delivered, this time included."""
    return int(record["attributes"]["ApproximateReceiveCount"])


def pause_seconds(received: int) -> int:
    """1, 2, 4 ... seconds before the next delivery."""
    return min(1 << min(received - 1, 10), LONGEST_PAUSE_SECONDS)


def each_of_queue(
    event: dict[str, Any], source: Source, process: Callable[[Record], None]
) -> Failures:
    """Process SQS records one by one; answers those to be delivered again.

    What failed comes after a growing pause, not after the queue's visibility timeout. After
    a failure the rest of its FIFO group is not touched and comes again with it.
    """
    failed: list[str] = []
    pauses: dict[str, int] = {}
    for record in event["Records"]:
        group = record["attributes"].get("MessageGroupId") or record["messageId"]
        if group not in pauses:
            pause = _pause_after(record, process)
            if pause is None:
                continue
            pauses[group] = pause
        _postpone(source, record, pauses[group])
        failed.append(record["messageId"])
    return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}


def _pause_after(record: Record, process: Callable[[Record], None]) -> int | None:
    """How long a record has to wait for its next delivery; None where it is done."""
    try:
        process(record)
    except ComeAgain as later:
        return later.seconds
    except Exception:  # noqa: BLE001 - the entry point: the record comes again
        logger.exception("record failed", extra={"message_id": record["messageId"]})
        return pause_seconds(received_times(record))
    return None


def _postpone(source: Source, record: Record, seconds: int) -> None:
    """Where the queue does not take it, its own visibility timeout brings the record back."""
    try:
        source.queues.postpone(source.queue, record["receiptHandle"], seconds)
    except QueueUnavailableError:
        logger.warning("not postponed", extra={"message_id": record["messageId"]})
