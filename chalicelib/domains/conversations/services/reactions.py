"""Puts the business's reaction on a message, and tells what became of it.

The provider keeps one of ours on a message and takes the newest: to send it again changes
nothing, so what failed or whose outcome is unknown is simply tried again, for a minute. The
message says whether its reaction waits or failed; only what the provider took is shown as
there. Orders travel in the lane of the conversation; an order that something later replaced
does nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, from_seconds, rfc3339, to_ms
from chalicelib.core.errors import BusyError, NotFoundError
from chalicelib.core.ids import ConversationId, MessageId
from chalicelib.core.queues import OUTBOUND, QueueMessage, Queues, QueueUnavailableError
from chalicelib.domains.contacts.service import Contacts
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.errors import (
    ConversationResolvedError,
    NotHolderError,
    ServiceWindowClosedError,
    UnknownReferenceError,
)
from chalicelib.domains.conversations.models import (
    Conversation,
    Message,
    Reaction,
    ReactionState,
)
from chalicelib.domains.conversations.ports import (
    Accepted,
    ChannelSender,
    MessageStore,
    ReactionToSend,
    Refused,
    SendingConnections,
    SendOutcome,
    ThreadStore,
)
from chalicelib.domains.conversations.services.desk import Acting
from chalicelib.domains.conversations.services.recipients import recipient_of

LIVES_MS = 60_000  # after that it is told as failed, and a person may try again
AGAIN_SECONDS = 5
_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class ReactionOrder:
    """One reaction to tell the provider; `order` is that of the reaction it is about."""

    conversation_id: ConversationId
    message_id: MessageId
    order: str
    at_ms: int

    def to_body(self) -> str:
        """As it travels on the queue."""
        return json.dumps(
            {
                "reaction": self.order,
                "conversation_id": self.conversation_id,
                "message_id": self.message_id,
                "at_ms": self.at_ms,
            }
        )


def read_reaction_order(body: str) -> ReactionOrder | None:
    """What `to_body` wrote; None for any other body of the queue."""
    fields = json.loads(body)
    if "reaction" not in fields:
        return None
    return ReactionOrder(
        ConversationId(fields["conversation_id"]),
        MessageId(fields["message_id"]),
        fields["reaction"],
        fields["at_ms"],
    )


class Reactions:
    """Use cases of the business's reactions."""

    def __init__(
        self,
        threads: ThreadStore,
        messages: MessageStore,
        contacts: Contacts,
        connections: SendingConnections,
        sender: ChannelSender,
        queues: Queues,
        clock: Clock,
    ) -> None:
        self._threads = threads
        self._messages = messages
        self._contacts = contacts
        self._connections = connections
        self._sender = sender
        self._queues = queues
        self._clock = clock

    def react(
        self, head: Conversation, message: Message, emoji: str | None, acting: Acting
    ) -> Message:
        """Set the reaction, or take it back where there is no emoji; once more tries again.

        Raises NotHolderError, ConversationResolvedError, ServiceWindowClosedError,
        UnknownReferenceError for what the provider does not know.
        """
        self._require_allowed(head, message, acting)
        now_ms = self._now()
        standing = rules.reaction_of_ours(message)
        if standing is not None and standing.state is None and standing.emoji == (emoji or ""):
            return message
        wanted = Reaction(
            rules.BUSINESS, emoji or "", rules.reaction_order(now_ms), state="waiting"
        )
        if standing is not None and standing.order >= wanted.order:
            raise BusyError("This message was reacted to in the same instant; try again.")
        change = replace(acting.change, event="message.changed")
        placed = self._place(message, wanted, change)
        order = ReactionOrder(head.id, message.id, wanted.order, now_ms)
        queued = QueueMessage(order.to_body(), head.id, f"reaction-{message.id}-{wanted.order}")
        try:
            self._queues.send(OUTBOUND, [queued])
        except QueueUnavailableError:
            return self._conclude(placed, wanted, "failed")
        return placed

    def deliver(self, order: ReactionOrder) -> float | None:
        """Tell the provider; seconds to come back after, None when there is nothing left."""
        message = self._messages.message(order.conversation_id, order.message_id)
        wanted = message and rules.reaction_of_ours(message)
        if not message or not wanted or (wanted.order, wanted.state) != (order.order, "waiting"):
            return None
        outcome = self._send(message, wanted)
        if isinstance(outcome, Accepted):
            self._conclude(message, wanted, None)
            return None
        is_final = isinstance(outcome, Refused) and not outcome.error.retryable
        if is_final or outcome is None or self._now() - order.at_ms > LIVES_MS:
            self._conclude(message, wanted, "failed")
            return None
        return AGAIN_SECONDS

    def _send(self, message: Message, wanted: Reaction) -> SendOutcome | None:
        """None where nothing can be sent now."""
        head = self._threads.head(message.conversation_id, consistent=False)
        connection = self._connections.by_id(message.connection_id)
        if head is None or connection is None or not connection.enabled:
            return None
        if self._connections.hold_of(connection.id, self._now()):
            return None
        return self._sender.send_reaction(
            ReactionToSend(
                connection_id=connection.id,
                recipient=recipient_of(head, self._contacts),
                provider_id=message.provider_id or "",
                emoji=wanted.emoji,
            )
        )

    def _require_allowed(self, head: Conversation, message: Message, acting: Acting) -> None:
        if head.is_resolved:
            raise ConversationResolvedError
        if head.assignee_id != acting.principal.user_id:
            raise NotHolderError
        if not rules.window_is_open(head, self._now()):
            expired = head.window_expires_second
            at = rfc3339(from_seconds(expired)) if expired is not None else None
            raise ServiceWindowClosedError(expired_at=at)
        if message.provider_id is None or message.revoked_at_ms or message.kind == "system":
            raise UnknownReferenceError(
                "Only a message that the provider knows can be reacted to.", field="message_id"
            )

    def _place(self, message: Message, wanted: Reaction, change: Change) -> Message:
        """The message with a reaction of ours, unless a later one stands there."""
        for _ in range(_ROUNDS):
            new = rules.with_reaction(message, wanted)
            if new is message:
                return message
            refused = self._messages.save(message, new, change)
            if refused is None:
                return replace(new, version=message.version + 1)
            if refused.message is None:
                raise NotFoundError
            message = refused.message
        raise BusyError

    def _conclude(self, message: Message, wanted: Reaction, state: ReactionState) -> Message:
        """Tell what became of a reaction, unless it was replaced meanwhile."""
        change = Change(event="message.changed", actor="outbound", at_ms=self._now())
        for _ in range(_ROUNDS):
            standing = rules.reaction_of_ours(message)
            if standing != wanted:
                return message
            new = rules.with_reaction(message, replace(wanted, state=state), concluding=True)
            refused = self._messages.save(message, new, change)
            if refused is None:
                return replace(new, version=message.version + 1)
            if refused.message is None:
                return message
            message = refused.message
        raise BusyError

    def _now(self) -> int:
        return to_ms(self._clock.now())
