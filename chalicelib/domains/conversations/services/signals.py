"""Tells the customer's phone what happens at the desk: that it was read, that somebody types.

Hints: each is tried once, and one that is late is dropped. They travel in the lane of their
conversation, so that none overtakes an answer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.ids import ConversationId, MessageId
from chalicelib.core.observability import logger
from chalicelib.core.queues import OUTBOUND, QueueMessage, Queues, QueueUnavailableError
from chalicelib.domains.access.models import Principal
from chalicelib.domains.conversations.errors import NotHolderError
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.conversations.ports import ChannelSender, Connections, MessageStore

TYPING_LIVES_MS = 20_000  # the provider shows it for 25 s at most
_TYPING_EVERY_MS = 5_000

Kind = Literal["read", "typing"]


@dataclass(frozen=True, slots=True)
class Signal:
    """`message_id`: up to where it was read, or what is being answered."""

    kind: Kind
    conversation_id: ConversationId
    message_id: MessageId
    at_ms: int

    def to_body(self) -> str:
        """As it travels on the queue."""
        return json.dumps(
            {
                "signal": self.kind,
                "conversation_id": self.conversation_id,
                "message_id": self.message_id,
                "at_ms": self.at_ms,
            }
        )


def read_signal(body: str) -> Signal | None:
    """What `to_body` wrote; None for any other body of the queue."""
    fields = json.loads(body)
    if "signal" not in fields:
        return None
    return Signal(
        fields["signal"],
        ConversationId(fields["conversation_id"]),
        MessageId(fields["message_id"]),
        fields["at_ms"],
    )


class Signals:
    """Use cases of the holder's presence."""

    def __init__(
        self,
        messages: MessageStore,
        connections: Connections,
        sender: ChannelSender,
        queues: Queues,
        clock: Clock,
    ) -> None:
        self._messages = messages
        self._connections = connections
        self._sender = sender
        self._queues = queues
        self._clock = clock

    def read(self, conversation: Conversation, up_to: MessageId, principal: Principal) -> None:
        """The holder has read so far; whoever only looks on tells the customer nothing."""
        if conversation.assignee_id == principal.user_id:
            self._order(Signal("read", conversation.id, up_to, self._now()), str(up_to))

    def typing(self, conversation: Conversation, principal: Principal) -> None:
        """The holder types an answer. Raises NotHolderError."""
        if conversation.assignee_id != principal.user_id:
            raise NotHolderError
        last = conversation.last
        if last is not None and last.direction == "in" and not conversation.is_resolved:
            now_ms = self._now()
            signal = Signal("typing", conversation.id, last.id, now_ms)
            self._order(signal, f"{last.id}-{now_ms // _TYPING_EVERY_MS}")

    def deliver(self, signal: Signal) -> None:
        """Tell the provider, if the connection is to and it is not too late."""
        if signal.kind == "typing" and self._now() - signal.at_ms > TYPING_LIVES_MS:
            return
        message = self._messages.message(
            signal.conversation_id, signal.message_id, consistent=False
        )
        if message is None or message.direction != "in" or message.provider_id is None:
            return
        connection = self._connections.by_id(message.connection_id)
        if connection is None or not connection.enabled:
            return
        is_typing = signal.kind == "typing"
        if connection.sends_typing if is_typing else connection.sends_read_receipts:
            self._sender.mark_read(connection.id, message.provider_id, typing=is_typing)

    def _order(self, signal: Signal, unique: str) -> None:
        message = QueueMessage(signal.to_body(), signal.conversation_id, f"{signal.kind}-{unique}")
        try:
            self._queues.send(OUTBOUND, [message])
        except QueueUnavailableError:
            logger.warning("signal lost", extra={"conversation_id": signal.conversation_id})

    def _now(self) -> int:
        return to_ms(self._clock.now())
