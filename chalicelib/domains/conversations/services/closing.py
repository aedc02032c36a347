"""Closes conversations, with what they ended with where their queue has typifications.

What it was is kept beside HEAD by the names of then, and both are written at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import BusyError, NotFoundError
from chalicelib.core.ids import ConversationId, MessageId
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.errors import (
    ConversationOpenError,
    NewMessageError,
    UnknownReferenceError,
)
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.conversations.ports import (
    ClosingStore,
    HeadRefused,
    MessageStore,
    ThreadStore,
    Typifications,
)
from chalicelib.domains.conversations.services.desk import Acting, Desk, require_hand
from chalicelib.domains.typifications.models import Choice, Chosen, Typified

_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Closed:
    """A conversation with what it was closed with, None where nobody said."""

    head: Conversation
    typified: Typified | None


class Closing:
    """Use cases of closing, and of what was said about it."""

    def __init__(
        self,
        threads: ThreadStore,
        messages: MessageStore,
        closings: ClosingStore,
        typifications: Typifications,
        desk: Desk,
        clock: Clock,
    ) -> None:
        self._threads = threads
        self._messages = messages
        self._closings = closings
        self._typifications = typifications
        self._desk = desk
        self._clock = clock

    def resolve(
        self,
        head: Conversation,
        last_seen: MessageId,
        acting: Acting,
        choice: Choice | None = None,
    ) -> Closed:
        """Close it, unless the customer has written since what the person has seen.

        Raises what `typifications.rules.chosen` refuses; one that is closed stays as it is.
        """
        if self._messages.message(head.id, last_seen, consistent=False) is None:
            raise UnknownReferenceError(
                "Send the id of the newest message of this conversation that you have seen.",
                field="last_seen_message_id",
            )
        change = replace(acting.change, event="conversation.resolved")

        def close(current: Conversation) -> Closed | HeadRefused:
            if current.is_resolved:
                return self.closed(current)
            require_hand(current, acting.principal)
            if self._desk.written_since(current, last_seen):
                raise NewMessageError
            chosen = self._typifications.chosen(current.queue_id, choice)
            new = rules.resolved(current, self._now())
            if chosen is not None:
                return self._save(current, new, chosen, replace(acting, change=change))
            return self._threads.save_head(current, new, change) or Closed(new, None)

        return self._decided(head, close)

    def correct(self, head: Conversation, choice: Choice, acting: Acting) -> Closed:
        """Say anew what a closed one ended with; what was said before stays in its history."""
        change = replace(acting.change, event="conversation.typified")

        def retype(current: Conversation) -> Closed | HeadRefused:
            if not current.is_resolved:
                raise ConversationOpenError("It is open. Say what it ended with when you close it.")
            standing = self.closed(current)
            chosen = self._typifications.chosen(current.queue_id, choice)
            if chosen is None or _says_the_same(standing.typified, chosen):
                return standing
            new = rules.typified(current, self._now())
            return self._save(current, new, chosen, replace(acting, change=change))

        return self._decided(head, retype)

    def closed(self, head: Conversation) -> Closed:
        """A conversation with what it is closed with now, read strongly."""
        typified = self._closings.typified(head.id) if head.is_resolved else None
        return Closed(head, typified if _is_of(typified, head) else None)

    def typified_of(self, heads: Sequence[Conversation]) -> list[Typified]:
        """What those of them that are closed were closed with."""
        closed = {head.id: head for head in heads if head.is_resolved}
        found = self._closings.typified_of(list(closed))
        return [one for one in found if _is_of(one, closed[one.conversation_id])]

    def history(self, conversation_id: ConversationId) -> list[Typified]:
        """Everything it was ever closed with, newest first."""
        newest = self._closings.typified(conversation_id)
        return [newest, *self._closings.past(conversation_id)] if newest else []

    def _save(
        self, old: Conversation, new: Conversation, chosen: Chosen, acting: Acting
    ) -> Closed | HeadRefused:
        replaced = self._closings.typified(old.id)
        typified = Typified(
            conversation_id=old.id,
            version=replaced.version + 1 if replaced else 1,
            closed_at_ms=new.resolved_at_ms or 0,
            chosen=chosen,
            by=acting.principal.user_id,
            at_ms=self._now(),
        )
        refused = self._closings.save((old, new), typified, replaced, acting.change)
        return refused or Closed(new, typified)

    @staticmethod
    def _decided(
        head: Conversation, decide: Callable[[Conversation], Closed | HeadRefused]
    ) -> Closed:
        """What a decision comes to on HEAD as it stands; a lost race is decided again."""
        for _ in range(_ROUNDS):
            outcome = decide(head)
            if isinstance(outcome, Closed):
                return outcome
            if outcome.head is None:
                raise NotFoundError
            head = outcome.head
        raise BusyError

    def _now(self) -> int:
        return to_ms(self._clock.now())


def _is_of(typified: Typified | None, head: Conversation) -> bool:
    """Whether it tells of the closing that holds now, and not of one before a reopening."""
    return typified is not None and typified.closed_at_ms == head.resolved_at_ms


def _says_the_same(typified: Typified | None, chosen: Chosen) -> bool:
    return typified is not None and typified.chosen == chosen
