"""What SQS refuses at the door, refused here in the same cases."""

from __future__ import annotations

import re

from chalicelib.adapters.queues import MessageRefusedError
from chalicelib.core.queues import QueueMessage
from infra.queue_definition import QueueDefinition

MOST_BODY_BYTES = 1024 * 1024
MOST_DELAY_SECONDS = 900
_ID = re.compile(r"[A-Za-z0-9!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~]{1,128}")
_ILLEGAL_CHARACTER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def check_message(queue: QueueDefinition, message: QueueMessage) -> None:
    """Raise MessageRefusedError where SQS would refuse the message."""
    _check_body(queue, message.body)
    if queue.fifo:
        _check_id(queue, "MessageGroupId", message.group_id)
        _check_id(queue, "MessageDeduplicationId", message.deduplication_id)
        if message.delay_seconds:
            raise _refused(queue, "DelaySeconds: a FIFO queue takes no delay per message")
        return
    if message.group_id is not None:
        _check_id(queue, "MessageGroupId", message.group_id)
    if message.deduplication_id is not None:
        raise _refused(queue, "MessageDeduplicationId: only FIFO queues take one")
    if not 0 <= message.delay_seconds <= MOST_DELAY_SECONDS:
        raise _refused(queue, f"DelaySeconds must be 0 to {MOST_DELAY_SECONDS}")


def _check_body(queue: QueueDefinition, body: str) -> None:
    if not body:
        raise _refused(queue, "the body is empty")
    if _ILLEGAL_CHARACTER.search(body):
        raise _refused(queue, "the body has a character that XML 1.0 does not allow")
    if len(body.encode()) > MOST_BODY_BYTES:
        raise _refused(queue, f"the body is over {MOST_BODY_BYTES} bytes")


def _check_id(queue: QueueDefinition, name: str, value: str | None) -> None:
    if value is None:
        raise _refused(queue, f"{name} is missing")
    if _ID.fullmatch(value) is None:
        raise _refused(queue, f"{name} must be 1 to 128 letters, digits or punctuation")


def _refused(queue: QueueDefinition, reason: str) -> MessageRefusedError:
    return MessageRefusedError(f"{queue.name}: {reason}")
