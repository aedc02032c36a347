"""Stores what customers write: once, in order, whatever is repeated, shuffled or killed.

The order of writes is that of the architecture, section 3: identity, pointer, index, HEAD,
message. A run killed between any two and repeated ends as one clean run.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import BusyError
from chalicelib.core.ids import MessageId, is_history_id, message_id
from chalicelib.core.observability import logger
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.contacts.models import Person
from chalicelib.domains.contacts.service import Contacts, Identified
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.events import MessageReceived
from chalicelib.domains.conversations.models import (
    Conversation,
    IndexEntry,
    Message,
)
from chalicelib.domains.conversations.ports import HeadRefused, MessageStore, ThreadStore
from chalicelib.domains.conversations.services.episodes import Episode, Episodes
from chalicelib.domains.conversations.services.told import Quotes, media_to_fetch
from chalicelib.domains.conversations.services.whereabouts import Whereabouts

_ROUNDS = 20
_ACTOR = "inbound"

Received = Literal["stored", "duplicate"]

_Standing = Literal["open", "applied", "closed", "uncertain"]
"""`uncertain`: so much happened since an earlier run that its mark may have dropped out."""


@dataclass(frozen=True, slots=True)
class _Run:
    """One message on its way in; `resuming`: an earlier run pinned it and did not finish."""

    event: MessageReceived
    connection: Connection
    identified: Identified
    entry: IndexEntry
    episode: Episode
    resuming: bool = False


class Intake:
    """The use case of a customer's message."""

    def __init__(
        self,
        threads: ThreadStore,
        messages: MessageStore,
        contacts: Contacts,
        episodes: Episodes,
        clock: Clock,
    ) -> None:
        self._threads = threads
        self._messages = messages
        self._contacts = contacts
        self._episodes = episodes
        self._clock = clock
        self._quotes = Quotes(threads, messages, contacts)
        self._whereabouts = Whereabouts(clock)

    def receive(self, event: MessageReceived, connection: Connection) -> Received:
        """Store one message. Raises BusyError; repeating is always safe."""
        identified, episode = self._locate(event.sender, connection)
        entry = IndexEntry(
            connection_id=connection.id,
            provider_id=event.provider_id,
            conversation_id=episode.conversation_id,
            message_id=message_id(event.second, event.arrival, event.provider_id),
        )
        earlier = self._threads.pin_index(entry, self._change("message.pinned"))
        if earlier is None:
            self._finish(_Run(event, connection, identified, entry, episode))
            return "stored"
        if self._messages.message(earlier.conversation_id, earlier.message_id):
            return "duplicate"
        resumed = replace(
            episode, conversation_id=earlier.conversation_id, is_fresh=False, contact=None
        )
        run = _Run(event, connection, identified, earlier, resumed, resuming=True)
        if is_history_id(earlier.conversation_id):
            self._remember(run)
        else:
            self._finish(run, HeadRefused(self._threads.head(earlier.conversation_id)))
        return "stored"

    def _locate(self, sender: Person, connection: Connection) -> tuple[Identified, Episode]:
        """Steps 1 and 2. What was right moments ago need not be read again: HEAD decides."""
        known = self._whereabouts.get((connection.id, sender.identities))
        if known is not None:
            return known
        identified = self._identify(sender)
        return identified, self._episodes.find(identified, sender, connection)

    def _identify(self, sender: Person) -> Identified:
        identified = self._contacts.identify(sender)
        for loser in identified.merging:
            self._episodes.forward(loser, identified.contact_id)
        self._contacts.finish_merge(sender, identified)
        return identified

    def _remember(self, run: _Run) -> None:
        """A message that the number's history has pinned and not stored yet: past, and silent."""
        self._messages.put(self._message(run), self._change(rules.MESSAGE_RECALLED))

    def _finish(self, run: _Run, refused: HeadRefused | None = None) -> None:
        """Steps 4 and 5: HEAD takes the message, then the message is stored."""
        for _ in range(_ROUNDS):
            message = self._message(run)
            if refused is None:
                refused = self._try_unseen(run, message)
            if refused is None:
                return self._store(run, message)
            standing = self._standing(run, message, refused.head)
            if standing == "applied":
                return self._store(run, message)
            if standing == "closed":
                run, refused = self._moved_on(run)
                continue
            head = refused.head
            if standing == "uncertain" and head is not None:
                refused = self._try_counted_again(run, message, head)
            else:
                refused = self._try_seen(run, message, head)
            if refused is None:
                return self._store(run, message)
        raise BusyError("The conversation changed too often; the message is tried again.")

    @staticmethod
    def _standing(run: _Run, message: Message, head: Conversation | None) -> _Standing:
        """How HEAD stands to a message it refused; "applied" is read before "closed"."""
        if head is None:
            return "open"
        if rules.mark(message.id) in head.applied:
            return "applied"
        if head.is_resolved:
            return "closed"
        if run.resuming and not rules.has_free_slot(head.applied):
            return "uncertain"
        return "open"

    def _store(self, run: _Run, message: Message) -> None:
        self._messages.put(message, self._change("message.received"))
        logger.info(
            "message stored",
            extra={"conversation_id": message.conversation_id, "message_id": message.id},
        )
        customer = (run.connection.id, run.event.sender.identities)
        self._whereabouts.put(customer, Episode(run.episode.contact_id, message.conversation_id))

    def _try_seen(
        self, run: _Run, message: Message, head: Conversation | None
    ) -> HeadRefused | None:
        """HEAD as read takes the message; it is made where it is missing."""
        if head is None:
            return self._make_head(run, message)
        newest = rules.is_newest(head, message.id)
        known = rules.identified(head, run.event.sender, newest=newest)
        grown = rules.received(known, message, self._now())
        return self._threads.save_head(head, grown, self._change("conversation.changed"))

    def _try_unseen(self, run: _Run, message: Message) -> HeadRefused | None:
        """HEAD without having read it: made if we opened it, else the newest one's update."""
        if run.episode.is_fresh:
            return self._make_head(run, message)
        change = self._change("conversation.changed")
        sender = run.event.sender
        return self._threads.receive(
            run.episode.conversation_id, message, sender, self._now(), change
        )

    def _make_head(self, run: _Run, message: Message) -> HeadRefused | None:
        blank = self._episodes.begin(run.episode, run.event.sender, run.connection)
        made = rules.received(blank, message, self._now())
        return self._threads.create_head(made, self._change("conversation.opened"))

    def _moved_on(self, run: _Run) -> tuple[_Run, HeadRefused | None]:
        """The pinned episode is closed: pin the message, not written yet, to the open one."""
        closed = run.entry.conversation_id
        episode = self._episodes.find(
            run.identified, run.event.sender, run.connection, refused=closed
        )
        if episode.conversation_id == closed:  # reopened meanwhile
            return replace(run, episode=episode), None
        moved = replace(run.entry, conversation_id=episode.conversation_id)
        if self._threads.repin_index(run.entry, moved, self._change("message.pinned")):
            return replace(run, entry=moved, episode=episode), None
        standing = self._threads.index(run.connection.id, run.event.provider_id, consistent=True)
        if standing is None:
            raise BusyError("The message's pin is gone; the message is tried again.")
        where = replace(
            episode, conversation_id=standing.conversation_id, is_fresh=False, contact=None
        )
        head = HeadRefused(self._threads.head(standing.conversation_id))
        return replace(run, entry=standing, episode=where, resuming=True), head

    def _try_counted_again(
        self, run: _Run, message: Message, head: Conversation
    ) -> HeadRefused | None:
        """Nobody knows whether HEAD took this message: show it, and count again what there is.

        HEAD comes first, as everywhere: a message that is stored is never looked at again.
        HEAD is only raised: it also counts late messages and those of merged episodes, which
        a count here misses.
        """
        newest = rules.is_newest(head, message.id)
        known = rules.identified(head, run.event.sender, newest=newest)
        missed = self._missed(head, message.id)
        counted = rules.counted_again(known, message, missed, self._now())
        return self._threads.save_head(head, counted, self._change("conversation.changed"))

    def _missed(self, head: Conversation, about_to_be_stored: MessageId) -> int:
        """How many messages HEAD does not count as unread.

        Those stored, the one that is about to be, and those whose marks stand in the ring and
        which their runs have yet to store.
        """
        stored = {*self._messages.received_after(head.id, None), about_to_be_stored}
        marks = {rules.mark(one) for one in stored}
        pending = sum(mark not in marks for mark in rules.messages_in(head.applied))
        unread = (
            head.carried
            + pending
            + sum(head.read_up_to is None or one > head.read_up_to for one in stored)
        )
        return max(unread - head.unread, 0)

    def _message(self, run: _Run) -> Message:
        event = run.event
        quote = self._quotes.of(event, run.entry.conversation_id, run.episode.contact_id)
        return Message(
            id=run.entry.message_id,
            conversation_id=run.entry.conversation_id,
            connection_id=run.connection.id,
            direction="in",
            author_kind="customer",
            author_id=run.episode.contact_id,
            author_name=rules.name_in_head(event.sender.name),
            kind=event.kind,
            text=event.text,
            media=media_to_fetch(event),
            content=event.content,
            referral=event.referral,
            quote=quote,
            quoted_provider_id=None if quote else event.reply_to_provider_id,
            raw_type=event.raw_type,
            raw=event.raw,
            provider_id=event.provider_id,
            group_id=event.group_id,
        )

    def _now(self) -> int:
        return to_ms(self._clock.now())

    def _change(self, event: str) -> Change:
        return Change(event=event, actor=_ACTOR, at_ms=self._now())
