"""Sends to SQS: full batches, refused entries again, order within a group kept.

Owns batching and repeats. A batch carries one message per group at most: SQS may refuse an
entry and take a later one of the same batch, which would overtake it.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.core.queues import QueueMessage, QueueUnavailableError

if TYPE_CHECKING:
    import boto3
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.literals import QueueAttributeNameType
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef

_LOG = logging.getLogger(__name__)
_MOST_ENTRIES = 10
_MOST_BYTES = 1024 * 1024
_PAUSES_SECONDS = (0.05, 0.2, 0.8)
CONNECT_SECONDS, ANSWER_SECONDS = 1.0, 2.0
PATIENCE_SECONDS = 2.0
"""After so long without a batch that was taken, or one that took long, no attempt begins."""
QUICK_SECONDS = 0.5
LONGEST_SECONDS = 7.0
"""Nor after so long in all: the webhook has ten."""
_SENDER_FAULTS = frozenset(
    {
        "AWS.SimpleQueueService.BatchRequestTooLong",
        "AWS.SimpleQueueService.UnsupportedOperation",
        "BatchRequestTooLong",
        "InvalidAttributeValue",
        "InvalidMessageContents",
        "InvalidParameterValue",
        "InvalidParameterValueException",
        "MissingParameter",
        "MissingRequiredParameterException",
    }
)


def connect_sqs(session: boto3.Session) -> SQSClient:
    """A client that gives up within seconds and repeats nothing: `SqsQueues` does."""
    from botocore.config import Config  # noqa: PLC0415 - not paid by who opens no client

    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=ANSWER_SECONDS,
        retries={"mode": "standard", "total_max_attempts": 1},
    )
    return session.client("sqs", config=config)


class MessageRefusedError(QueueUnavailableError):
    """A message that the queue will never take as it is: a fault of the sender."""


class SqsQueues:
    """Implements chalicelib.core.queues.Queues; `urls` maps logical names to addresses."""

    def __init__(
        self,
        client: Callable[[], SQSClient],
        urls: Mapping[str, str],
        sleep: Callable[[float], None] = time.sleep,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._make_client = client
        self._client: SQSClient | None = None
        self._urls = urls
        self._sleep = sleep
        self._seconds = seconds

    def send(self, queue: str, messages: Sequence[QueueMessage]) -> None:
        """Send all messages, those of one group in order.

        Raises QueueUnavailableError where some are not on the queue after all repeats; what
        follows a lost message in its group is not sent either, so that the caller may send
        everything again without disorder; nor is anything once the queue was too slow.
        MessageRefusedError: repeating is useless.
        """
        lost: list[str] = []
        closed_groups: set[str] = set()
        began = self._seconds()
        patient_until = began + PATIENCE_SECONDS
        for batch in _batches(messages):
            open_batch = [each for each in batch if each.group_id not in closed_groups]
            before = self._seconds()
            failed = self._send_batch(queue, open_batch, patient_until)
            now = self._seconds()
            if not failed and now - before < QUICK_SECONDS:
                patient_until = min(now + PATIENCE_SECONDS, began + LONGEST_SECONDS)
            closed_groups.update(each.group_id for each, _ in failed if each.group_id)
            lost.extend(reason for _, reason in failed)
        if lost:
            raise QueueUnavailableError(f"{queue}: {len(lost)} not sent ({lost[0]})")

    def postpone(self, queue: str, receipt_handle: str, seconds: int) -> None:
        """Hide a received message for so long; then it comes again, its group behind it.

        Raises QueueUnavailableError.
        """
        try:
            self._sqs().change_message_visibility(
                QueueUrl=self._urls[queue], ReceiptHandle=receipt_handle, VisibilityTimeout=seconds
            )
        except (BotoCoreError, ClientError) as exc:
            raise QueueUnavailableError(f"{queue}: not postponed ({exc})") from exc

    def waiting(self, queue: str) -> int:
        """Raises QueueUnavailableError."""
        name: QueueAttributeNameType = "ApproximateNumberOfMessages"
        try:
            answer = self._sqs().get_queue_attributes(
                QueueUrl=self._urls[queue], AttributeNames=[name]
            )
        except (BotoCoreError, ClientError) as exc:
            raise QueueUnavailableError(f"{queue}: not measured ({exc})") from exc
        return int(answer["Attributes"][name])

    def _send_batch(
        self, queue: str, batch: list[QueueMessage], patient_until: float
    ) -> list[tuple[QueueMessage, str]]:
        """What is still not on the queue after all repeats, with the reason."""
        if self._seconds() > patient_until:
            return [(message, "the queue is too slow") for message in batch]
        failed = self._attempt(queue, batch)
        for pause in _PAUSES_SECONDS:
            if not failed or self._seconds() + pause > patient_until:
                break
            _LOG.info("sending again", extra={"queue": queue, "entries": len(failed)})
            self._sleep(pause)
            failed = self._attempt(queue, [message for message, _ in failed])
        return failed

    def _attempt(self, queue: str, batch: list[QueueMessage]) -> list[tuple[QueueMessage, str]]:
        if not batch:
            return []
        try:
            answer = self._sqs().send_message_batch(
                QueueUrl=self._urls[queue],
                Entries=[_entry(number, message) for number, message in enumerate(batch)],
            )
        except ClientError as exc:
            if exc.response["Error"]["Code"] in _SENDER_FAULTS:
                raise MessageRefusedError(f"{queue}: {exc}") from exc
            return [(message, str(exc)) for message in batch]
        except BotoCoreError as exc:
            return [(message, str(exc)) for message in batch]
        failed = answer.get("Failed", [])
        for entry in failed:
            if entry["SenderFault"]:
                raise MessageRefusedError(f"{queue}: {entry['Code']} {entry.get('Message', '')}")
        return [(batch[int(entry["Id"])], entry["Code"]) for entry in failed]

    def _sqs(self) -> SQSClient:
        if self._client is None:
            self._client = self._make_client()
        return self._client


def _entry(number: int, message: QueueMessage) -> SendMessageBatchRequestEntryTypeDef:
    entry: dict[str, Any] = {"Id": str(number), "MessageBody": message.body}
    if message.group_id is not None:
        entry["MessageGroupId"] = message.group_id
    if message.deduplication_id is not None:
        entry["MessageDeduplicationId"] = message.deduplication_id
    if message.delay_seconds:
        entry["DelaySeconds"] = message.delay_seconds
    return entry  # type: ignore[return-value]


def _batches(messages: Sequence[QueueMessage]) -> Iterator[list[QueueMessage]]:
    """At most 10 entries and 1 MiB each, one message of a group per batch, groups in order."""
    waiting = deque(messages)
    while waiting:
        batch: list[QueueMessage] = []
        kept: deque[QueueMessage] = deque()
        groups: set[str] = set()
        size = 0
        while waiting and len(batch) < _MOST_ENTRIES:
            message = waiting.popleft()
            message_bytes = len(message.body.encode())
            full = bool(batch) and size + message_bytes > _MOST_BYTES
            if full or message.group_id in groups:
                kept.append(message)
            else:
                batch.append(message)
                size += message_bytes
            if message.group_id is not None:
                groups.add(message.group_id)
        waiting.extendleft(reversed(kept))
        yield batch
