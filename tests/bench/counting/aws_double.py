"""Queues and sockets behind a real SDK session: its requests are counted, not sent.

So the SDK's own work is in the measured time, and batches are those of our adapters.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

import boto3

from chalicelib.core.queues import QueueMessage
from infra.local.queues import LocalQueues
from tests.bench.counting.ledger import Ledger

REGION = "us-east-1"
SOCKETS_URL = f"https://sockets.execute-api.{REGION}.amazonaws.com/ws"
_QUEUE_CHUNK_BYTES = 64 * 1024
_FRAME_CHUNK_BYTES = 32 * 1024


class AwsDouble:
    """Answers SQS and the sockets' API of one session."""

    def __init__(self, queues: LocalQueues, ledger: Ledger) -> None:
        self._queues, self._ledger = queues, ledger
        self.session = boto3.Session(
            aws_access_key_id="none",
            aws_secret_access_key="none",
            region_name=REGION,
        )
        self.session.events.register("before-send", self._answer)

    def _answer(self, request: Any, **_: Any) -> Any:
        from botocore.awsrequest import AWSResponse, HTTPHeaders  # noqa: PLC0415 - as it is rare

        target = request.headers.get("X-Amz-Target", b"").decode()
        if not target:
            body = self._post(request.body)
        elif target.endswith(".GetQueueAttributes"):
            body = self._waiting(json.loads(request.body))
        else:
            body = self._send(json.loads(request.body))
        headers = HTTPHeaders.from_dict({"content-type": "application/x-amz-json-1.0"})
        return AWSResponse(request.url, 200, headers, _Raw(json.dumps(body).encode()))

    def _send(self, sent: dict[str, Any]) -> dict[str, Any]:
        """SendMessageBatch, the one thing that is sent to queues where nothing fails."""
        queue, entries = _queue_of(sent), sent["Entries"]
        size = sum(len(one["MessageBody"].encode()) for one in entries)
        self._book(queue, chunks(size, _QUEUE_CHUNK_BYTES))
        self._queues.send(queue, _messages(entries))
        done = [{"Id": one["Id"], "MessageId": "1", "MD5OfMessageBody": ""} for one in entries]
        return {"Successful": done, "Failed": []}

    def _waiting(self, sent: dict[str, Any]) -> dict[str, Any]:
        """GetQueueAttributes, which is priced as what is sent."""
        queue = _queue_of(sent)
        self._book(queue, 1)
        return {
            "Attributes": dict.fromkeys(sent["AttributeNames"], str(self._queues.waiting(queue)))
        }

    def _book(self, queue: str, requests: int) -> None:
        kind = "fifo_sends" if queue.endswith(".fifo") else "standard_sends"
        self._ledger.book(queue_calls=1, **{kind: requests})

    def _post(self, frame: bytes) -> dict[str, Any]:
        billed = chunks(len(frame), _FRAME_CHUNK_BYTES)
        self._ledger.book(frames=billed, frame_bytes=len(frame))
        return {}


def _queue_of(sent: dict[str, Any]) -> str:
    return str(sent["QueueUrl"].rpartition("/")[2])


def chunks(size: int, chunk: int) -> int:
    """How many parts of such a size are billed; an empty one is one."""
    return max(1, -(-size // chunk))


def _messages(entries: Sequence[dict[str, Any]]) -> list[QueueMessage]:
    return [
        QueueMessage(
            body=one["MessageBody"],
            group_id=one.get("MessageGroupId"),
            deduplication_id=one.get("MessageDeduplicationId"),
            delay_seconds=one.get("DelaySeconds", 0),
        )
        for one in entries
    ]


class _Raw(io.BytesIO):
    """What botocore reads an answer's body from."""

    def stream(self, **_: Any) -> Any:
        yield self.read()
