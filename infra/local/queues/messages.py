"""A message as it is stored, and as a receiver is given it."""

from __future__ import annotations

from dataclasses import dataclass, field

from chalicelib.core.queues import QueueMessage

_SENDER_ID = "local"


@dataclass(frozen=True, slots=True)
class ReceivedMessage:
    """One delivery; `attributes` are those of SQS, all of them strings."""

    message_id: str
    receipt_handle: str
    body: str
    receive_count: int
    group_id: str | None
    attributes: dict[str, str] = field(repr=False)


@dataclass(slots=True, eq=False)
class StoredMessage:
    """A message on its queue; times are seconds since 1970."""

    message_id: str
    sequence: int
    sent: QueueMessage
    sent_at: float
    receive_count: int = 0
    first_received_at: float | None = None
    receipt: str | None = None
    timer: int | None = None
    dead_letter_source: str | None = None

    @property
    def group_id(self) -> str:
        """The group; messages without one have a group nobody else is in."""
        return self.sent.group_id or self.message_id

    def received(self, fifo: bool) -> ReceivedMessage:
        """The delivery that has just begun."""
        return ReceivedMessage(
            message_id=self.message_id,
            receipt_handle=self.receipt or "",
            body=self.sent.body,
            receive_count=self.receive_count,
            group_id=self.sent.group_id,
            attributes=self._attributes(fifo),
        )

    def _attributes(self, fifo: bool) -> dict[str, str]:
        values = {
            "ApproximateReceiveCount": str(self.receive_count),
            "SentTimestamp": _milliseconds(self.sent_at),
            "SenderId": _SENDER_ID,
            "ApproximateFirstReceiveTimestamp": _milliseconds(self.first_received_at),
            "MessageGroupId": self.sent.group_id,
            "MessageDeduplicationId": self.sent.deduplication_id,
            "SequenceNumber": f"{self.sequence:020}" if fifo else None,
            "DeadLetterQueueSourceArn": self.dead_letter_source,
        }
        return {name: value for name, value in values.items() if value is not None}


def _milliseconds(seconds: float | None) -> str:
    return str(round((seconds or 0) * 1000))
