"""Calls functions with batches of their queues, as Lambda's event source mappings do.

Picks messages up at once, keeps one message group in one invocation at a time (the queue
sees to that), honours partial batch failures, and lets what failed come back after a
growing pause instead of the visibility timeout, unless the handler set its return itself.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from chalicelib.core.observability import logger
from functions.batches import pause_seconds
from functions.definition import QueueTrigger
from infra.local.lambdas.invocation import Invoke, arn
from infra.local.queues import ReceivedMessage
from infra.local.settings import REGION
from infra.local.stack.activity import Activity
from infra.local.stack.observed_queues import ObservedQueues

_WAIT_SECONDS = 60.0


class QueueConsumer:
    """One queue and the function that it triggers."""

    def __init__(
        self,
        queues: ObservedQueues,
        trigger: QueueTrigger,
        invoke: Invoke,
        activity: Activity,
        concurrency: int,
    ) -> None:
        self._queues, self._trigger, self._invoke = queues, trigger, invoke
        self._activity = activity
        most = min(trigger.maximum_concurrency, concurrency)
        self._free = threading.Semaphore(most)
        self._pool = ThreadPoolExecutor(most, thread_name_prefix=trigger.queue)
        self._stopping = threading.Event()
        self._thread = threading.Thread(
            target=self._dispatch, name=f"{trigger.queue}-dispatcher", daemon=True
        )

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Let what runs come to its end; the queues must be closed first."""
        self._stopping.set()
        self._free.release()
        self._thread.join()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _dispatch(self) -> None:
        queue, size = self._trigger.queue, self._trigger.batch_size
        while not self._stopping.is_set():
            self._free.acquire()
            batch: list[ReceivedMessage] = []
            while not batch and not self._stopping.is_set():
                batch = self._queues.local.receive(queue, size, _WAIT_SECONDS)
            if batch:
                self._pool.submit(self._run, batch)

    def _run(self, batch: list[ReceivedMessage]) -> None:
        try:
            with self._activity.one():
                self._settle(batch, self._failed_ids(batch))
        finally:
            self._free.release()

    def _failed_ids(self, batch: list[ReceivedMessage]) -> set[str]:
        """Ids of the messages to deliver again, as Lambda understands the handler's answer."""
        event = {"Records": [_record(self._trigger.queue, message) for message in batch]}
        everything = {message.message_id for message in batch}
        try:
            answer = self._invoke(event)
        except Exception:  # noqa: BLE001 - whatever a function raises, its batch comes back
            logger.exception("function failed", extra={"queue": self._trigger.queue})
            return everything
        failures = answer.get("batchItemFailures") or [] if isinstance(answer, dict) else []
        failed = {failure.get("itemIdentifier") for failure in failures}
        if not failed <= everything:
            logger.error("function named unknown messages", extra={"queue": self._trigger.queue})
            return everything
        return failed

    def _settle(self, batch: list[ReceivedMessage], failed: set[str]) -> None:
        """Delete what succeeded; of a group, what stands behind a failure comes back with it."""
        pauses: dict[str, int] = {}
        for message in batch:
            group = message.group_id or message.message_id
            if message.message_id in failed and group not in pauses:
                pauses[group] = pause_seconds(message.receive_count)
            if group in pauses:
                self._give_back(message, pauses[group])
            else:
                self._queues.local.delete(self._trigger.queue, message.receipt_handle)

    def _give_back(self, message: ReceivedMessage, seconds: int) -> None:
        queue, receipt = self._trigger.queue, message.receipt_handle
        if not self._queues.take_postponed(receipt):
            self._queues.local.change_visibility(queue, receipt, seconds)


def _record(queue: str, message: ReceivedMessage) -> dict[str, Any]:
    return {
        "messageId": message.message_id,
        "receiptHandle": message.receipt_handle,
        "body": message.body,
        "attributes": message.attributes,
        "messageAttributes": {},
        "md5OfBody": hashlib.md5(message.body.encode(), usedforsecurity=False).hexdigest(),
        "eventSource": "aws:sqs",
        "eventSourceARN": arn("sqs", queue),
        "awsRegion": REGION,
    }


class QueueTriggers:
    """All consumers, started and stopped together."""

    def __init__(self, consumers: Sequence[QueueConsumer]) -> None:
        self._consumers = consumers

    def start(self) -> None:
        for consumer in self._consumers:
            consumer.start()

    def stop(self) -> None:
        for consumer in self._consumers:
            consumer.stop()
