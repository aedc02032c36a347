"""The queue port: what business code may ask of SQS, and nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

INBOUND = "inbound.fifo"
STATUS = "status"
HISTORY = "history"
MEDIA = "media"
HISTORY_MEDIA = "history-media"
"""Files of what a number brings along: thousands at once, for which no file of today waits."""
OUTBOUND = "outbound.fifo"
AUDIT = "audit.fifo"
"""What was done, on its way to the audit's chain."""
NETS = {
    name: f"dead-{name}"
    for name in (INBOUND, STATUS, HISTORY, MEDIA, HISTORY_MEDIA, OUTBOUND, AUDIT)
}
"""Behind each queue one for what nobody could process; it should stay empty."""


@dataclass(frozen=True, slots=True)
class QueueMessage:
    """One message to send.

    FIFO queues need `group_id` and `deduplication_id` (at most 128 characters each) and
    take no delay; standard queues take a delay of at most 900 seconds.
    """

    body: str
    group_id: str | None = None
    deduplication_id: str | None = None
    delay_seconds: int = 0


class QueueUnavailableError(Exception):
    """Some messages are on no queue after all retries; the caller must not acknowledge."""


class Queues(Protocol):
    """Sends to queues by their logical names (INBOUND, STATUS, ...)."""

    def send(self, queue: str, messages: Sequence[QueueMessage]) -> None:
        """Put every message on the queue, in order; sends refused entries again.

        Raises QueueUnavailableError where some could not be sent; others may have been.
        """

    def postpone(self, queue: str, receipt_handle: str, seconds: int) -> None:
        """Hide a received message for so long (at most 43,200 s); then it comes again.

        Its FIFO group waits with it, so order holds. Raises QueueUnavailableError.
        """

    def waiting(self, queue: str) -> int:
        """About how many messages wait to be received. Raises QueueUnavailableError."""
