"""One way to drive our own queues and real SQS, so that one suite runs on both."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from chalicelib.adapters.queues import SqsQueues
from chalicelib.core.queues import QueueMessage
from infra.local.engines.elasticmq import ElasticMQ, create_queues
from infra.local.queues import LocalQueues, QueueDefinition, ReceivedMessage
from tests.fakes.clock import FakeClock

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

VISIBILITY_SECONDS = 2
FIFO, FIFO_DEAD = "orders.fifo", "orders-dead.fifo"
STANDARD, STANDARD_DEAD = "tasks", "tasks-dead"
DEFINITIONS = (
    QueueDefinition(FIFO, VISIBILITY_SECONDS, max_receive_count=3, dead_letter=FIFO_DEAD),
    QueueDefinition(FIFO_DEAD, VISIBILITY_SECONDS),
    QueueDefinition(STANDARD, VISIBILITY_SECONDS, max_receive_count=3, dead_letter=STANDARD_DEAD),
    QueueDefinition(STANDARD_DEAD, VISIBILITY_SECONDS),
)


class QueueHarness(Protocol):
    """What the suite does to queues, whoever keeps them."""

    def send(self, queue: str, messages: Sequence[QueueMessage]) -> None: ...

    def receive(self, queue: str, max_messages: int) -> list[ReceivedMessage]: ...

    def delete(self, queue: str, receipt_handle: str) -> None: ...

    def change_visibility(self, queue: str, receipt_handle: str, seconds: int) -> None: ...

    def pass_time(self, seconds: float) -> None: ...


class LocalHarness:
    """Our own queues, on a clock that is moved by hand."""

    def __init__(self) -> None:
        self._clock = FakeClock()
        self._queues = LocalQueues(DEFINITIONS, self._clock)

    def send(self, queue: str, messages: Sequence[QueueMessage]) -> None:
        self._queues.send(queue, messages)

    def receive(self, queue: str, max_messages: int) -> list[ReceivedMessage]:
        return self._queues.receive(queue, max_messages)

    def delete(self, queue: str, receipt_handle: str) -> None:
        self._queues.delete(queue, receipt_handle)

    def change_visibility(self, queue: str, receipt_handle: str, seconds: int) -> None:
        self._queues.change_visibility(queue, receipt_handle, seconds)

    def pass_time(self, seconds: float) -> None:
        self._clock.advance(seconds)


class SqsHarness:
    """The SQS protocol through boto3; the product's own adapter sends. Time is real."""

    def __init__(self, engine: ElasticMQ) -> None:
        self._client: SQSClient = engine.client()
        prefix = f"test-{uuid.uuid4().hex[:8]}-"
        self._urls = create_queues(self._client, prefix, DEFINITIONS)
        self._sender = SqsQueues(engine.client, self._urls)

    def send(self, queue: str, messages: Sequence[QueueMessage]) -> None:
        self._sender.send(queue, messages)

    def receive(self, queue: str, max_messages: int) -> list[ReceivedMessage]:
        answer = self._client.receive_message(
            QueueUrl=self._urls[queue],
            MaxNumberOfMessages=max_messages,
            MessageSystemAttributeNames=["All"],
        )
        return [
            ReceivedMessage(
                message_id=message["MessageId"],
                receipt_handle=message["ReceiptHandle"],
                body=message["Body"],
                receive_count=int(message["Attributes"]["ApproximateReceiveCount"]),
                group_id=message["Attributes"].get("MessageGroupId"),
                attributes={str(name): value for name, value in message["Attributes"].items()},
            )
            for message in answer.get("Messages", [])
        ]

    def delete(self, queue: str, receipt_handle: str) -> None:
        self._client.delete_message(QueueUrl=self._urls[queue], ReceiptHandle=receipt_handle)

    def change_visibility(self, queue: str, receipt_handle: str, seconds: int) -> None:
        self._client.change_message_visibility(
            QueueUrl=self._urls[queue], ReceiptHandle=receipt_handle, VisibilityTimeout=seconds
        )

    def pass_time(self, seconds: float) -> None:
        time.sleep(seconds)
