"""SQS as it may behave, behind the product's own adapter: refused entries, doubles, disorder.

A FIFO queue keeps the order of a group and drops repeats; a standard queue promises
neither. What is received, and when, is the platform's (`platform.py`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from botocore.exceptions import ReadTimeoutError

from chalicelib.adapters.queues import SqsQueues
from chalicelib.core.queues import HISTORY, INBOUND, MEDIA, OUTBOUND, STATUS, QueueMessage
from infra.local.queues import LocalQueues
from tests.faults.dynamo import client_error
from tests.faults.faults import Faults

Entry = dict[str, Any]
NAMES = (INBOUND, STATUS, HISTORY, MEDIA, OUTBOUND)
_LATE_SECONDS = 40


class FaultySqs:
    """The client that the adapter calls; addresses are the logical names."""

    def __init__(self, queues: LocalQueues, faults: Faults) -> None:
        self._queues, self._faults = queues, faults

    def send_message_batch(self, *, QueueUrl: str, Entries: list[Entry]) -> Entry:  # noqa: N803
        return self._faults.around(lambda: self._send(QueueUrl, Entries))

    def change_message_visibility(
        self,
        *,
        QueueUrl: str,  # noqa: N803
        ReceiptHandle: str,  # noqa: N803
        VisibilityTimeout: int,  # noqa: N803
    ) -> None:
        def change() -> None:
            self._fail_before()
            self._queues.postpone(QueueUrl, ReceiptHandle, VisibilityTimeout)

        self._faults.around(change)

    def _send(self, queue: str, entries: list[Entry]) -> Entry:
        self._fail_before()
        refused = [one for one in entries if self._faults.strikes("queue entry refused")]
        for one in entries:
            if one not in refused:
                self._take(queue, one)
        if self._faults.strikes("queue answer lost"):
            raise ReadTimeoutError(endpoint_url=queue)
        fault = {"Code": "InternalError", "SenderFault": False}
        return {"Failed": [{"Id": one["Id"], **fault} for one in refused]}

    def _take(self, queue: str, entry: Entry) -> None:
        message = QueueMessage(
            entry["MessageBody"],
            entry.get("MessageGroupId"),
            entry.get("MessageDeduplicationId"),
            entry.get("DelaySeconds", 0),
        )
        self._queues.send(queue, [message if message.group_id else self._perhaps_late(message)])
        if message.group_id is None and self._faults.strikes("queue message doubled"):
            self._queues.send(queue, [self._perhaps_late(message)])

    def _perhaps_late(self, message: QueueMessage) -> QueueMessage:
        if not self._faults.strikes("queue message late"):
            return message
        late = message.delay_seconds + round(self._faults.between(1, _LATE_SECONDS))
        return QueueMessage(message.body, delay_seconds=late)

    def _fail_before(self) -> None:
        if self._faults.strikes("queue throttled"):
            raise client_error("RequestThrottled", "SendMessageBatch")


class ShuffledQueues:
    """The product's adapter; doorbells of different lanes are sent in no order of their own.

    Groups promise none. They come from an index sharded by random ids: brought into one
    order and then shuffled by the seed, they come alike in every run.
    """

    def __init__(self, sqs: FaultySqs, faults: Faults, sleep: Callable[[float], None]) -> None:
        client: Any = sqs
        self._queues = SqsQueues(lambda: client, {name: name for name in NAMES}, sleep)
        self._faults = faults

    def send(self, queue: str, messages: Sequence[QueueMessage]) -> None:
        wanted = list(messages)
        if queue == OUTBOUND:
            wanted.sort(key=lambda one: str(json.loads(one.body)["message_id"]))
            self._faults.shuffle(wanted)
        self._queues.send(queue, wanted)

    def postpone(self, queue: str, receipt_handle: str, seconds: int) -> None:
        self._queues.postpone(queue, receipt_handle, seconds)
