"""Applies what is said of messages later: delivery statuses, reactions, edits, revocations.

Facts commute: stamps are set once and a later change wins by its own time, so repetition
and disorder do no harm. What refers to a message not known yet is for the caller to park.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import BusyError
from chalicelib.core.ids import ConversationId, MessageId, is_id, is_message_id
from chalicelib.core.observability import logger
from chalicelib.domains.contacts.service import Contacts
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.events import DeliveryReported, MessageChanged
from chalicelib.domains.conversations.models import IndexEntry, Message
from chalicelib.domains.conversations.ports import (
    REACTION_CALLBACK,
    MessageRefused,
    MessageStore,
    ThreadStore,
)

_ROUNDS = 20

Applied = Literal["applied", "stale", "unknown", "foreign"]
"""`stale`: nothing new in it; `unknown`: its message is not known (yet); `foreign`: whoever
said it has no say over that message."""

FOREIGN_LINE = "foreign fact ignored"
"""What the log says of a fact about a message that was not its teller's to touch."""


class Facts:
    """Use cases of statuses and changes."""

    def __init__(
        self, threads: ThreadStore, messages: MessageStore, contacts: Contacts, clock: Clock
    ) -> None:
        self._threads = threads
        self._messages = messages
        self._contacts = contacts
        self._clock = clock

    def report(self, report: DeliveryReported) -> Applied:
        """Stamp one of our messages; with our callback data no read is needed."""
        if report.callback_data == REACTION_CALLBACK:
            return "stale"
        where = self._where(report)
        if where is None:
            return "unknown"
        change = self._change("message.status_changed", "status")
        applied = self._messages.apply_status(*where, report, change)
        if not isinstance(applied, MessageRefused):
            self._pin_unconfirmed(applied, report)
            return "applied"
        if applied.message is None:
            return "unknown"
        if not rules.is_reported_by(applied.message, report.connection_id):
            return self._foreign(applied.message, "status")
        self._pin_unconfirmed(applied.message, report)  # a run before may have been killed here
        return "stale"

    def change(self, changed: MessageChanged) -> Applied:
        """React to, edit or revoke a message, unless something later was applied already.

        Only the author edits and revokes, and only who is of its thread reacts.
        """
        entry = self._threads.index(changed.connection_id, changed.target_provider_id)
        message = entry and self._messages.message(entry.conversation_id, entry.message_id)
        if not message:
            return "unknown"
        if not (rules.is_changed_by(message, changed) and self._is_of_its_thread(message, changed)):
            return self._foreign(message, changed.what)
        for _ in range(_ROUNDS):
            new = rules.with_change(message, changed)
            if new is message:
                self._refresh_preview(message)  # a run before this one may have been killed here
                return "stale"
            change = self._change("message.changed", "inbound")
            refused = self._messages.save(message, new, change)
            if refused is None:
                self._refresh_preview(new)
                return "applied"
            if refused.message is None:
                return "unknown"
            message = refused.message
        raise BusyError("The message changed too often; the change is tried again.")

    def _is_of_its_thread(self, message: Message, changed: MessageChanged) -> bool:
        """Whether a customer is the one of the message's episode; the business is of all."""
        if changed.sender is None:
            return True
        head = self._threads.head(message.conversation_id, consistent=False)
        return head is not None and self._contacts.is_one_of(changed.sender, head.contact_id)

    @staticmethod
    def _foreign(message: Message, what: str) -> Applied:
        about = {"conversation_id": message.conversation_id, "message_id": message.id}
        logger.warning(FOREIGN_LINE, extra={**about, "what": what})
        return "foreign"

    def _where(self, report: DeliveryReported) -> tuple[ConversationId, MessageId] | None:
        if report.callback_data and (ours := parse_callback_data(report.callback_data)):
            return ours
        entry = self._threads.index(report.connection_id, report.provider_id)
        return (entry.conversation_id, entry.message_id) if entry else None

    def _pin_unconfirmed(self, message: Message, report: DeliveryReported) -> None:
        """The lane never learned the provider's id of a message that it left unconfirmed."""
        if message.unconfirmed_at_ms is None:
            return
        entry = IndexEntry(
            connection_id=message.connection_id,
            provider_id=report.provider_id,
            conversation_id=message.conversation_id,
            message_id=message.id,
        )
        self._threads.pin_index(entry, self._change("message.pinned", "status"))

    def _refresh_preview(self, message: Message) -> None:
        """The list shows an edited or revoked last message as it is now."""
        if message.edited_at_ms is None and message.revoked_at_ms is None:
            return  # reactions are not shown there
        for _ in range(_ROUNDS):
            head = self._threads.head(message.conversation_id)
            shown = rules.last_of(message)
            if head is None or head.last is None or head.last.id != message.id:
                return
            if head.last == shown:
                return
            new = replace(head, version=head.version + 1, last=shown)
            change = self._change("conversation.changed", "inbound")
            if self._threads.save_head(head, new, change) is None:
                return

    def _change(self, event: str, actor: str) -> Change:
        return Change(event=event, actor=actor, at_ms=to_ms(self._clock.now()))


def callback_data(message: Message) -> str:
    """What travels with a message of ours and comes back on its statuses."""
    return f"{message.conversation_id}.{message.id}"


def parse_callback_data(text: str) -> tuple[ConversationId, MessageId] | None:
    """Conversation and message that callback data names; None where it is not ours."""
    conversation, _, message = text.partition(".")
    if not (is_id(conversation) and is_message_id(message)):
        return None
    return ConversationId(conversation), MessageId(message)
