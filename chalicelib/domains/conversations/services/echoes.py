"""Shows in a customer's thread what the business wrote in the provider's own app.

An echo opens nothing, rings nothing and counts nowhere. It goes to the open episode, else
to the last one; where there is none, nothing is written. Index, HEAD, message, in this
order: a run killed between any two and repeated ends as one clean run, but for a version
of HEAD that may be one further on.
"""

from __future__ import annotations

from typing import Literal

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import BusyError
from chalicelib.core.ids import ContactId, is_history_id, message_id
from chalicelib.domains.contacts.service import Contacts
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.events import MessageEchoed
from chalicelib.domains.conversations.models import Conversation, IndexEntry, Message
from chalicelib.domains.conversations.ports import MessageStore, ThreadStore
from chalicelib.domains.conversations.services.told import Quotes, media_to_fetch

_ROUNDS = 20
_ACTOR = "inbound"

Echoed = Literal["stored", "duplicate", "nowhere"]
"""`nowhere`: the customer has no episode on this connection."""


class Echoes:
    """The use case of messages written elsewhere."""

    def __init__(
        self, threads: ThreadStore, messages: MessageStore, contacts: Contacts, clock: Clock
    ) -> None:
        self._threads = threads
        self._messages = messages
        self._contacts = contacts
        self._clock = clock
        self._quotes = Quotes(threads, messages, contacts)

    def record(self, event: MessageEchoed) -> Echoed:
        """Store one message. Raises BusyError; repeating is always safe."""
        head = self._episode(event)
        if head is None:
            return "nowhere"
        contact_id = head.contact_id
        entry = IndexEntry(
            connection_id=event.connection_id,
            provider_id=event.provider_id,
            conversation_id=head.id,
            message_id=message_id(event.second, event.arrival, event.provider_id),
        )
        earlier = self._threads.pin_index(entry, self._change("message.pinned"))
        if earlier is not None:
            if self._messages.message(earlier.conversation_id, earlier.message_id):
                return "duplicate"
            entry, head = earlier, self._shown_in(earlier)
        message = self._message(event, entry, contact_id)
        self._show(head, message)
        self._messages.put(message, self._change("message.echoed"))
        return "stored"

    def _shown_in(self, entry: IndexEntry) -> Conversation | None:
        """The HEAD to show a pinned echo; a history shows what it has pinned by itself."""
        if is_history_id(entry.conversation_id):
            return None
        return self._threads.head(entry.conversation_id)

    def _episode(self, event: MessageEchoed) -> Conversation | None:
        """The open episode of the recipient, or the last one."""
        contact_id = self._contacts.known(event.recipient)
        for _ in range(_ROUNDS):
            if contact_id is None:
                return None
            pointer = self._threads.pointer(contact_id, event.connection_id, consistent=True)
            if pointer is None:
                return None
            if pointer.forward_to is None:
                found = pointer.conversation_id
                return self._threads.head(found) if found else None
            contact_id = pointer.forward_to
        raise BusyError("The thread is forwarded in a circle; nothing was written.")

    def _show(self, head: Conversation | None, message: Message) -> None:
        """HEAD has one message more; nothing to do where an earlier run put it last."""
        for _ in range(_ROUNDS):
            if head is None or (head.last is not None and head.last.id == message.id):
                return
            shown = rules.echoed(head, message, to_ms(self._clock.now()))
            refused = self._threads.save_head(head, shown, self._change("conversation.changed"))
            if refused is None:
                return
            head = refused.head
        raise BusyError("The conversation changed too often; the message is tried again.")

    def _message(self, event: MessageEchoed, entry: IndexEntry, contact_id: ContactId) -> Message:
        quote = self._quotes.of(event, entry.conversation_id, contact_id)
        return Message(
            id=entry.message_id,
            conversation_id=entry.conversation_id,
            connection_id=event.connection_id,
            direction="out",
            author_kind="system",
            kind=event.kind,
            text=event.text,
            media=media_to_fetch(event),
            content=event.content,
            quote=quote,
            quoted_provider_id=None if quote else event.reply_to_provider_id,
            raw_type=event.raw_type,
            raw=event.raw,
            provider_id=event.provider_id,
            sent_at_ms=event.second * 1000,
        )

    def _change(self, event: str) -> Change:
        return Change(event=event, actor=_ACTOR, at_ms=to_ms(self._clock.now()))
