"""Sends what is due of one conversation, oldest first, each message at most once.

The attempt is recorded before the call; whoever finds an attempt without an outcome does
not send. Order of writes for an accepted message: attempt, index, outcome (the commit
mark), lane's list. A lane that must wait says for how long, and its doorbell stays.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.ids import ConversationId, MessageId
from chalicelib.core.observability import logger
from chalicelib.domains.connections.models import Trouble
from chalicelib.domains.connections.standing import Restriction, RestrictionKind
from chalicelib.domains.contacts.service import Contacts
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.events import DeliveryError
from chalicelib.domains.conversations.models import (
    Conversation,
    IndexEntry,
    Media,
    Message,
)
from chalicelib.domains.conversations.ports import (
    UNCONFIRMED_LINE,
    Accepted,
    ChannelSender,
    FileToSend,
    MessageRefused,
    MessageStore,
    OutcomeUnknown,
    Refused,
    SendingConnections,
    SendOutcome,
    TemplateToSend,
    TextToSend,
    ThreadStore,
)
from chalicelib.domains.conversations.services.facts import callback_data
from chalicelib.domains.conversations.services.posting import Posting
from chalicelib.domains.conversations.services.recipients import recipient_of
from chalicelib.domains.templates.models import SentTemplate

BACKOFF_SECONDS = (1, 4, 16, 60, 240)
JITTER = 0.2
_ACTOR = "outbound"
_HELD: Mapping[RestrictionKind, str] = {
    "banned": "The provider has banned the account",
    "ban_scheduled": "The provider is about to ban the account",
    "restricted": "The provider lets the account answer nobody for a while",
    "disconnected": "The number is not connected to this application any more",
}


@dataclass(frozen=True, slots=True)
class LanePolicy:
    """How long an attempt may take at most, and a margin, in milliseconds."""

    attempt_ms: int = 23_000  # connecting, and twice the longest silence of an answer
    file_ms: int = 70_000  # reading a file and handing it over comes before
    margin_ms: int = 5_000
    begin_ms: int = 15_000  # no attempt begins later in a run, so that each can end in it


class Lane:
    """The outgoing lane of conversations."""

    def __init__(  # noqa: PLR0913, PLR0917 - its collaborators, wired once in bootstrap
        self,
        threads: ThreadStore,
        messages: MessageStore,
        contacts: Contacts,
        posting: Posting,
        sender: ChannelSender,
        connections: SendingConnections,
        clock: Clock,
        policy: LanePolicy,
    ) -> None:
        self._threads = threads
        self._messages = messages
        self._contacts = contacts
        self._posting = posting
        self._sender = sender
        self._connections = connections
        self._clock = clock
        self._policy = policy

    def deliver(self, conversation_id: ConversationId, rung_for: MessageId) -> float | None:
        """Send everything due; seconds to come back after, None when nothing is left."""
        head = self._threads.head(conversation_id)
        if head is None:
            return None
        if rung_for not in head.unsent and rules.mark(rung_for) not in head.sent:
            head = self._with_lost_write(head, rung_for)
        connection = self._connections.by_id(head.connection_id)
        if connection is None or not connection.enabled:
            return None  # the sweep rings once it is on again
        if hold := self._connections.hold_of(connection.id, self._now()):
            return self._tell_why(head, hold)  # the sweep rings once the provider lifts it
        began_ms = self._now()
        for message_id in sorted(head.unsent):
            if self._now() - began_ms > self._policy.begin_ms:
                return 1.0  # the rest in a run of its own, which has time for a file
            wait = self._send(head, message_id)
            if wait is not None:
                return wait
        return None

    def _tell_why(self, head: Conversation, hold: Restriction) -> float | None:
        """Messages that wait for the provider to lift something say so; none is attempted.

        Answers after how many seconds to come back for one whose attempt may still end.
        """
        waits: list[float] = []
        reason = DeliveryError(
            code=f"connection_{hold.kind}",
            title=_HELD[hold.kind],
            detail=", ".join(hold.reasons) or None,
            retryable=True,
        )
        for message_id in sorted(head.unsent):
            message = self._messages.message(head.id, message_id, consistent=False)
            if message is None or rules.has_outcome(message) or message.error == reason:
                continue
            if message.attempted_at_ms is not None:  # before the hold: it may have been taken
                if wait := self._settle_or_wait(head, message_id, message):
                    waits.append(wait)
                continue
            change = self._change("message.status_changed")
            self._messages.save(message, replace(message, error=reason), change)
        return min(waits, default=None)

    def _with_lost_write(self, head: Conversation, message_id: MessageId) -> Conversation:
        message = self._messages.message(head.id, message_id)
        if message is None or rules.has_outcome(message):
            return head
        if message.is_scheduled:
            taken = self._taken(head, message)
            if taken is None:
                return head
            message = taken
        return self._posting.apply(head, message, self._change("conversation.changed"))

    def _taken(self, head: Conversation, message: Message) -> Message | None:
        """A scheduled message whose time has come, which nobody can cancel any more.

        None where it has not, where it was cancelled this moment, or where it fails since the
        customer cannot be answered so any more. The version decides between all of them.
        """
        now_ms = self._now()
        if now_ms < (message.due_at_ms or 0):
            return None
        taken = replace(message, is_scheduled=False)
        if reason := _why_too_late(head, now_ms):
            taken = replace(taken, due_at_ms=None, failed_at_ms=now_ms, error=reason)
        refused = self._messages.save(message, taken, self._change("message.status_changed"))
        return None if refused or reason else replace(taken, version=message.version + 1)

    def _send(self, head: Conversation, message_id: MessageId) -> float | None:
        attempted = self._messages.record_attempt(
            head.id, message_id, self._now(), self._change("message.attempted")
        )
        if isinstance(attempted, MessageRefused):
            return self._settle_or_wait(head, message_id, attempted.message)
        if self._now() - (attempted.attempted_at_ms or 0) > self._policy.margin_ms:
            return self._patience_ms(attempted) / 1000
        return self._record(attempted, self._hand_over(head, attempted))

    def _settle_or_wait(
        self, head: Conversation, message_id: MessageId, message: Message | None
    ) -> float | None:
        """An attempt was refused: it is done, busy, of unknown outcome, or not due yet."""
        if message is None:
            self._threads.settle(head.id, message_id, self._change("outbox.changed"))
            return None
        if not rules.has_outcome(message):
            if message.attempted_at_ms is None:
                return max((message.due_at_ms or 0) - self._now(), 100) / 1000
            if (left_ms := self._patience_ms(message)) > 0:
                return left_ms / 1000
            message = self._record_unconfirmed(message) or message
        self._tidy(message)
        return None

    def _tidy(self, message: Message) -> None:
        """Finish what an earlier run left undone behind a settled message."""
        if message.provider_id is not None:
            self._pin(message, message.provider_id)
        if message.due_at_ms is not None:
            self._messages.clear_due(message, self._change("outbox.changed"))
        self._off_the_list(message)

    def _record(self, message: Message, outcome: SendOutcome) -> float | None:
        change, told = self._change("message.status_changed"), None
        logger.info(
            "message tried",
            extra={
                "conversation_id": message.conversation_id,
                "message_id": message.id,
                "attempt": message.attempts,
                "connection_id": message.connection_id,
                "outcome": type(outcome).__name__,
                "code": outcome.error.code if isinstance(outcome, Refused) else None,
            },
        )
        match outcome:
            case Accepted(provider_id):
                self._pin(message, provider_id)
                self._messages.record_accepted(message, outcome, self._now(), change)
            case Refused(error, retry_after):
                if error.retryable and message.attempts <= len(BACKOFF_SECONDS):
                    wait = self._backoff_seconds(message.attempts, retry_after)
                    due_at_ms = self._now() + round(wait * 1000)
                    self._messages.record_retry(message, error, due_at_ms, change)
                    return wait
                told = self._messages.record_failed(message, error, self._now(), change)
            case OutcomeUnknown():
                told = self._record_unconfirmed(message)
        if told is not None and told.provider_id is not None:
            self._pin(message, told.provider_id)  # a status knew it before the answer came
        self._off_the_list(message)
        self._note_health(message, outcome, change)
        return None

    def _record_unconfirmed(self, message: Message) -> Message | None:
        """Nobody knows whether it was sent, unless a status told; an alarm counts these lines."""
        logger.warning(
            UNCONFIRMED_LINE,
            extra={"conversation_id": message.conversation_id, "message_id": message.id},
        )
        change = self._change("message.status_changed")
        return self._messages.record_unconfirmed(message, self._now(), change)

    def _note_health(self, message: Message, outcome: SendOutcome, change: Change) -> None:
        """What the outcome tells of the whole connection, for whoever administers it."""
        match outcome:
            case Accepted():
                self._connections.note_success(message.connection_id, change)
            case Refused(error) if outcome.concerns_connection:
                trouble = Trouble(error.code, error.title, error.detail, change.at_ms)
                self._connections.note_trouble(message.connection_id, trouble, change)

    def _pin(self, message: Message, provider_id: str) -> None:
        entry = IndexEntry(
            connection_id=message.connection_id,
            provider_id=provider_id,
            conversation_id=message.conversation_id,
            message_id=message.id,
        )
        self._threads.pin_index(entry, self._change("message.pinned"))

    def _off_the_list(self, message: Message) -> None:
        change = self._change("outbox.changed")
        self._threads.settle(message.conversation_id, message.id, change)

    def _hand_over(self, head: Conversation, message: Message) -> SendOutcome:
        if isinstance(message.content, SentTemplate):
            return self._sender.send_template(
                TemplateToSend(
                    connection_id=head.connection_id,
                    recipient=recipient_of(head, self._contacts),
                    template=message.content,
                    callback_data=callback_data(message),
                    file=self._file(head, message, message.media) if message.media else None,
                    reply_to_provider_id=_quoted(message),
                )
            )
        if message.media is None:
            return self._sender.send_text(
                TextToSend(
                    connection_id=head.connection_id,
                    recipient=recipient_of(head, self._contacts),
                    text=message.text or "",
                    callback_data=callback_data(message),
                    reply_to_provider_id=_quoted(message),
                )
            )
        return self._sender.send_file(self._file(head, message, message.media))

    def _file(self, head: Conversation, message: Message, media: Media) -> FileToSend:
        return FileToSend(
            connection_id=head.connection_id,
            recipient=recipient_of(head, self._contacts),
            kind=message.kind,
            key=media.key or "",
            content_type=media.content_type,
            filename=media.filename,
            caption=message.text,
            callback_data=callback_data(message),
            reply_to_provider_id=_quoted(message),
        )

    def _backoff_seconds(self, attempts: int, retry_after: float | None) -> float:
        step = BACKOFF_SECONDS[min(attempts, len(BACKOFF_SECONDS)) - 1]
        jittered = step * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret
        return max(jittered, retry_after or 0)

    def _patience_ms(self, message: Message) -> int:
        patience = self._policy.attempt_ms + self._policy.margin_ms
        if message.media is not None:
            patience += self._policy.file_ms
        return (message.attempted_at_ms or 0) + patience - self._now()

    def _now(self) -> int:
        return to_ms(self._clock.now())

    def _change(self, event: str) -> Change:
        return Change(event=event, actor=_ACTOR, at_ms=self._now())


def _quoted(message: Message) -> str | None:
    return message.quote.provider_id if message.quote else None


def _why_too_late(head: Conversation, now_ms: int) -> DeliveryError | None:
    """Why what was scheduled cannot be said any more, now that its time has come."""
    if head.is_resolved:
        return DeliveryError(
            "conversation_resolved", "The conversation was resolved before", None, retryable=False
        )
    if not rules.window_is_open(head, now_ms):
        return DeliveryError(
            "service_window_closed", "The service window has closed", None, retryable=False
        )
    return None
