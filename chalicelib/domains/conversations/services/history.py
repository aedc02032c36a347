"""Keeps what was said on a number before it was connected: past, closed, and silent.

One history for each address on a connection, with an id that follows from both; nothing in
it is unread, waits, rings or is sent. Index, HEAD, message, in this order, each conditional
and repeatable: pieces may come twice, in any order, and after live messages, and a run that
was killed ends as a clean one when it is repeated. Where a message is known already, the
index decides: it exists once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import BusyError
from chalicelib.core.ids import ContactId, ConversationId, MessageId, message_id
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.contacts.models import Contact, Identity, Person
from chalicelib.domains.contacts.service import Contacts
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.events import (
    DeliveryWord,
    NamesTold,
    PastMessage,
    PastTold,
)
from chalicelib.domains.conversations.models import Conversation, IndexEntry, Message
from chalicelib.domains.conversations.ports import MessageStore, ThreadStore
from chalicelib.domains.conversations.services.told import Quotes, media_to_fetch

_ROUNDS = 20
_ACTOR = "history"


@dataclass(frozen=True, slots=True)
class _Thread:
    """The history of one address on a connection."""

    id: ConversationId
    connection: Connection
    address: Identity
    contact: Contact


class History:
    """Use cases of what a number brings along."""

    def __init__(
        self, threads: ThreadStore, messages: MessageStore, contacts: Contacts, clock: Clock
    ) -> None:
        self._threads = threads
        self._messages = messages
        self._contacts = contacts
        self._clock = clock
        self._quotes = Quotes(threads, messages, contacts)

    def recall(self, told: PastTold, connection: Connection) -> list[str]:
        """Keep a piece of history. Raises BusyError; repeating is always safe.

        Answers the provider ids of messages whose thread is not known (yet): files of the
        business's own, told apart from the message that they belong to.
        """
        by_customer: dict[Identity, list[PastMessage]] = {}
        unknown: list[str] = []
        for one in told.messages:
            if one.customer is not None:
                by_customer.setdefault(one.customer, []).append(one)
            elif not self._complete_known(one):
                unknown.append(one.provider_id)
        for customer, past in by_customer.items():
            self._recall_thread(self._thread(customer, connection), past)
        return unknown

    def name(self, told: NamesTold) -> None:
        """Learn whom the business's address book names. Raises BusyError."""
        for one in told.names:
            contact = self._contacts.save_name(one.identity, one.name, one.second)
            if contact is not None:
                self._show_name(rules.history_of(told.connection_id, one.identity), contact)

    def _thread(self, customer: Identity, connection: Connection) -> _Thread:
        person = Person((customer,))
        found = self._contacts.identify(person)
        contact = self._contacts.ensure(found.contact_id, person, first_sight=found.first_sight)
        return _Thread(rules.history_of(connection.id, customer), connection, customer, contact)

    def _recall_thread(self, thread: _Thread, past: Sequence[PastMessage]) -> None:
        entries = [self._pin(thread, one) for one in past]
        ours = [
            (one, self._message(one, entry, thread.contact.id))
            for one, entry in zip(past, entries, strict=True)
            if entry.conversation_id == thread.id
        ]
        if not ours:
            return
        self._show(thread, [message for _, message in ours])
        for one, message in ours:
            standing = self._messages.put(message, self._change(rules.MESSAGE_RECALLED))
            if standing is not None:
                self._complete(standing, one)

    def _pin(self, thread: _Thread, past: PastMessage) -> IndexEntry:
        """Where a message is: where it was pinned first, by whomever."""
        entry = IndexEntry(
            connection_id=thread.connection.id,
            provider_id=past.provider_id,
            conversation_id=thread.id,
            message_id=message_id(past.second, past.arrival, past.provider_id),
        )
        return self._threads.pin_index(entry, self._change("message.pinned")) or entry

    def _show(self, thread: _Thread, messages: Sequence[Message]) -> None:
        """HEAD tells from when to when the history reaches, and its newest message."""
        change = self._change(rules.CONVERSATION_RECALLED)
        head = self._threads.head(thread.id)
        for _ in range(_ROUNDS):
            shown = rules.recalled(head or self._blank(thread, messages[0]), messages, self._now())
            if head is None:
                refused = self._threads.create_head(shown, change)
            elif shown is head:
                return
            else:
                refused = self._threads.save_head(head, shown, change)
            if refused is None:
                return
            head = refused.head
        raise BusyError("The history changed too often; the piece is tried again.")

    def _show_name(self, conversation_id: ConversationId, contact: Contact) -> None:
        """A history that came before the name is called by it, too."""
        name = rules.name_in_head(contact.shown_name)
        for _ in range(_ROUNDS):
            head = self._threads.head(conversation_id)
            if head is None or head.contact_name == name:
                return
            named = replace(head, contact_name=name, version=head.version + 1)
            if (
                self._threads.save_head(head, named, self._change(rules.CONVERSATION_RECALLED))
                is None
            ):
                return
        raise BusyError("The history changed too often; the name is tried again.")

    def _complete_known(self, past: PastMessage) -> bool:
        """The file of a message that is known by its id alone; False where it is not (yet)."""
        entry = self._threads.index(past.connection_id, past.provider_id, consistent=True)
        if entry is None:
            return False
        standing = self._messages.message(entry.conversation_id, entry.message_id)
        if standing is None:
            return False
        self._complete(standing, past)
        self._show_whole(entry.conversation_id, entry.message_id)
        return True

    def _show_whole(self, conversation_id: ConversationId, message_id: MessageId) -> None:
        """HEAD names what its newest message holds, now that it is known."""
        for _ in range(_ROUNDS):
            head = self._threads.head(conversation_id)
            if head is None or head.last is None or head.last.id != message_id:
                return
            message = self._messages.message(conversation_id, message_id)
            if message is None or head.last == rules.last_of(message):
                return
            shown = replace(head, last=rules.last_of(message), version=head.version + 1)
            if (
                self._threads.save_head(head, shown, self._change(rules.CONVERSATION_RECALLED))
                is None
            ):
                return
        raise BusyError("The history changed too often; the file is tried again.")

    def _complete(self, standing: Message, past: PastMessage) -> None:
        """A message that was stored without its file has it from now on."""
        for _ in range(_ROUNDS):
            if not _is_empty(standing) or _is_empty(past):
                return
            whole = replace(
                standing,
                kind=past.kind,
                text=past.text,
                media=media_to_fetch(past),
                content=past.content,
                raw_type=past.raw_type,
                raw=past.raw,
            )
            refused = self._messages.save(standing, whole, self._change("message.changed"))
            if refused is None or refused.message is None:
                return
            standing = refused.message
        raise BusyError("The message changed too often; its file is tried again.")

    def _blank(self, thread: _Thread, message: Message) -> Conversation:
        second_ms = message.second * 1000
        contact, address = thread.contact, thread.address
        phone = address.value if address.kind == "phone" else None
        user_id = address.value if address.kind == "whatsapp_user_id" else None
        return Conversation(
            id=thread.id,
            connection_id=thread.connection.id,
            contact_id=contact.id,
            queue_id=thread.connection.queue_id,
            opened_at_ms=second_ms,
            updated_at_ms=second_ms,
            version=0,
            active_at_ms=second_ms,
            contact_name=rules.name_in_head(contact.shown_name),
            phone=phone,
            user_id=rules.user_id_in_head(user_id),
            username=rules.username_in_head(contact.username),
            resolved_at_ms=second_ms,
        )

    def _message(self, past: PastMessage, entry: IndexEntry, contact_id: ContactId) -> Message:
        quote = self._quotes.of(past, entry.conversation_id, contact_id)
        message = Message(
            id=entry.message_id,
            conversation_id=entry.conversation_id,
            connection_id=past.connection_id,
            direction="out" if past.is_ours else "in",
            author_kind="system" if past.is_ours else "customer",
            author_id=None if past.is_ours else contact_id,
            kind=past.kind,
            text=past.text,
            media=media_to_fetch(past),
            content=past.content,
            quote=quote,
            quoted_provider_id=None if quote else past.reply_to_provider_id,
            raw_type=past.raw_type,
            raw=past.raw,
            provider_id=past.provider_id,
        )
        return _with_fate(message, past.fate) if past.is_ours else message

    def _now(self) -> int:
        return to_ms(self._clock.now())

    def _change(self, event: str) -> Change:
        return Change(event=event, actor=_ACTOR, at_ms=self._now())


def _is_empty(message: Message | PastMessage) -> bool:
    """Whether nothing of a message is known: it had a file that the history does not hold."""
    return message.kind == "unsupported" and message.raw is None


def _with_fate(message: Message, fate: DeliveryWord | None) -> Message:
    """One of ours with what became of it; the provider does not say when: not before its time."""
    at_ms = message.second * 1000
    return replace(
        message,
        sent_at_ms=at_ms,
        delivered_at_ms=at_ms if fate == "delivered" else None,
        read_at_ms=at_ms if fate == "read" else None,
        played_at_ms=at_ms if fate == "played" else None,
        failed_at_ms=at_ms if fate == "failed" else None,
    )
