"""What people do with a conversation: take it, hand it over, open it again, read it.

Each use case decides on HEAD as read and writes only if it is still so; a lost race is
decided again on what won it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import BusyError, NotFoundError
from chalicelib.core.ids import ConversationId, MessageId, UserId
from chalicelib.domains.access.models import Principal
from chalicelib.domains.access.rules import may, may_see
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.errors import (
    AlreadyAssignedError,
    ChannelNotServedError,
    ConversationOpenError,
    ConversationResolvedError,
    NotHolderError,
    NotReopenableError,
    OutOfServiceError,
    UnknownReferenceError,
)
from chalicelib.domains.conversations.models import Conversation, Pointer
from chalicelib.domains.conversations.ports import (
    Connections,
    MessageStore,
    People,
    ThreadStore,
)

_ROUNDS = 20

Decision = Callable[[Conversation], Conversation]


def survivors(threads: ThreadStore, head: Conversation) -> Iterator[Conversation]:
    """What an episode closed into, and what that closed into; mostly nothing.

    A history is seen with what its customer says now.
    """
    if head.is_history:
        pointer = pointer_of(threads, head)
        current = (
            threads.head(pointer.conversation_id) if pointer and pointer.conversation_id else None
        )
        if current is not None:
            yield current
        return
    for _ in range(_ROUNDS):
        survivor = threads.head(head.merged_into) if head.merged_into else None
        if survivor is None:
            return
        yield survivor
        head = survivor


def pointer_of(threads: ThreadStore, head: Conversation) -> Pointer | None:
    """The thread's pointer: that of its contact, or of the one its contact was merged into."""
    contact_id = head.contact_id
    for _ in range(_ROUNDS):
        pointer = threads.pointer(contact_id, head.connection_id, consistent=True)
        if pointer is None or pointer.forward_to is None:
            return pointer
        contact_id = pointer.forward_to
    raise BusyError


def save_decided(
    threads: ThreadStore, head: Conversation, decide: Decision, change: Change
) -> Conversation:
    """HEAD after a decision on it as it stands; a lost race is decided again.

    Raises NotFoundError where it is gone, BusyError, and what the decision raises.
    """
    for _ in range(_ROUNDS):
        new = decide(head)
        if new is head:
            return head
        refused = threads.save_head(head, new, change)
        if refused is None:
            return new
        if refused.head is None:
            raise NotFoundError
        head = refused.head
    raise BusyError


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, and the change every write of theirs carries (its event is set here)."""

    principal: Principal
    change: Change


def require_hand(head: Conversation, principal: Principal) -> None:
    """The holder, or somebody who may assign, disposes of a conversation."""
    if head.assignee_id != principal.user_id and not may(principal, "conversations.assign"):
        raise NotHolderError


def require_pen(head: Conversation, principal: Principal) -> None:
    """Its holder writes in a conversation; an application does where nobody holds it."""
    nobody_holds = head.assignee_id is None and not principal.is_person
    if head.assignee_id != principal.user_id and not nobody_holds:
        raise NotHolderError


class Desk:
    """Use cases of people on one conversation."""

    def __init__(
        self,
        threads: ThreadStore,
        messages: MessageStore,
        people: People,
        connections: Connections,
        clock: Clock,
    ) -> None:
        self._threads = threads
        self._messages = messages
        self._people = people
        self._connections = connections
        self._clock = clock

    def access_conversation(
        self, principal: Principal, conversation_id: ConversationId, *, to_claim: bool = False
    ) -> Conversation:
        """The only way to load a conversation on behalf of a person.

        Raises NotFoundError where it is out of sight. What closed into another one, and what was
        said before it, is in sight with it. `to_claim`: members of its queue who may take
        conversations are told who holds an open one, so it is in sight for them.
        """
        head = self._threads.head(conversation_id)
        if head is None:
            raise NotFoundError
        if self.sees(principal, head, to_claim=to_claim) or self.reaches(principal, head):
            return head
        raise NotFoundError

    def reaches(self, principal: Principal, head: Conversation) -> bool:
        """Whether an episode is within a person's sight, by itself or by what it closed into."""
        return self.sees(principal, head) or self.sight_of(head)(principal)

    def sight_of(self, head: Conversation) -> Callable[[Principal], bool]:
        """Tells of anybody whether an episode is within their sight.

        Read once, for however many people.
        """
        shown_by = [head, *survivors(self._threads, head)]
        return lambda principal: any(self.sees(principal, one) for one in shown_by)

    def in_sight(
        self, principal: Principal, conversation_ids: Sequence[ConversationId]
    ) -> frozenset[ConversationId]:
        """Which of many conversations a person may see now."""
        heads = self._threads.heads(conversation_ids)
        return frozenset(head.id for head in heads if self.reaches(principal, head))

    @staticmethod
    def sees(principal: Principal, head: Conversation, *, to_claim: bool = False) -> bool:
        """Whether a conversation, as it is now, is within a person's sight."""
        if to_claim and not head.is_resolved and head.queue_id in principal.queue_ids:
            return may(principal, "conversations.claim") or Desk.sees(principal, head)
        return may_see(
            principal,
            queue_id=head.queue_id,
            assignee_id=head.assignee_id,
            waiting=head.is_waiting,
        )

    def claim(self, head: Conversation, acting: Acting) -> Conversation:
        """Take a waiting conversation; one's own stays as it is."""
        me = acting.principal.user_id

        def take(current: Conversation) -> Conversation:
            if current.is_resolved:
                raise ConversationResolvedError
            if current.assignee_id == me:
                return current
            if current.assignee_id is not None:
                raise AlreadyAssignedError(holder=self._holder(current.assignee_id))
            if not acting.principal.serves_customers:
                raise OutOfServiceError
            if not self._serves(acting.principal, current):
                raise ChannelNotServedError
            return rules.assigned(current, me, self._now())

        return self._save(head, take, "conversation.assigned", acting)

    def assign(self, head: Conversation, user_id: UserId, acting: Acting) -> Conversation:
        """Give it to somebody of its queue."""
        target = self._people.principal(user_id)
        if target is None:
            raise UnknownReferenceError("Nobody active has this id.", field="user_id")
        if not self._serves(target, head) or not may(target, "conversations.answer"):
            raise UnknownReferenceError(
                "This person does not serve the conversation's queue for its channel.",
                field="user_id",
            )

        def give(current: Conversation) -> Conversation:
            if current.is_resolved:
                raise ConversationResolvedError
            if current.assignee_id == user_id:
                return current
            return rules.assigned(current, user_id, self._now())

        return self._save(head, give, "conversation.assigned", acting)

    def release(self, head: Conversation, acting: Acting) -> Conversation:
        """Give it back to its queue."""

        def give_back(current: Conversation) -> Conversation:
            if current.is_resolved:
                raise ConversationResolvedError
            if current.assignee_id is None:
                if may(acting.principal, "conversations.assign"):
                    return current
                raise NotHolderError
            require_hand(current, acting.principal)
            return rules.assigned(current, None, self._now())

        return self._save(head, give_back, "conversation.released", acting)

    def reopen(self, head: Conversation, acting: Acting) -> Conversation:
        """Open it again, unless the customer's thread goes on in another episode."""
        change = replace(acting.change, event="conversation.reopened")
        for _ in range(_ROUNDS):
            if not head.is_resolved:
                raise ConversationOpenError
            require_hand(head, acting.principal)
            pointer = pointer_of(self._threads, head)
            if pointer is None or pointer.conversation_id != head.id or head.merged_into:
                raise NotReopenableError
            new = rules.reopened(head, self._now())
            if self._threads.reopen(head, new, pointer, change):
                return new
            head = self._again(head)
        raise BusyError

    def read(self, head: Conversation, up_to: MessageId, acting: Acting) -> Conversation:
        """Mark as read up to a message. Whoever only looks on reads for nobody."""
        if self._messages.message(head.id, up_to, consistent=False) is None:
            raise UnknownReferenceError(
                "Send the id of a message of this conversation.", field="message_id"
            )

        def mark(current: Conversation) -> Conversation:
            mine = current.assignee_id in (None, acting.principal.user_id)
            if not mine or current.unread == 0:
                return current
            left = self.written_since(current, up_to)
            if left >= current.unread:
                return current
            return rules.read(current, up_to, left, self._now())

        return self._save(head, mark, "conversation.read", acting)

    def mark_unread(self, head: Conversation, acting: Acting) -> Conversation:
        """Set it aside as if nobody had read it yet. Whoever only looks on marks for nobody."""

        def mark(current: Conversation) -> Conversation:
            if current.is_resolved:
                raise ConversationResolvedError
            if current.assignee_id not in (None, acting.principal.user_id):
                raise NotHolderError
            return current if current.unread else rules.marked_unread(current, self._now())

        return self._save(head, mark, "conversation.changed", acting)

    def written_since(self, head: Conversation, seen: MessageId) -> int:
        """How many messages of the customer are behind a place of the thread.

        HEAD's newest one counts although it may not be stored yet: it is on its way.
        """
        if head.last is None or head.last.id <= seen:
            return 0
        found = {*self._messages.received_after(head.id, seen)}
        if head.last.direction == "in":
            found.add(head.last.id)
        return len(found)

    def _save(
        self, head: Conversation, decide: Decision, event: str, acting: Acting
    ) -> Conversation:
        return save_decided(self._threads, head, decide, replace(acting.change, event=event))

    def _serves(self, principal: Principal, head: Conversation) -> bool:
        connection = self._connections.by_id(head.connection_id)
        return principal.serves(head.queue_id, connection.channel if connection else None)

    def _again(self, head: Conversation) -> Conversation:
        current = self._threads.head(head.id)
        if current is None:
            raise NotFoundError
        return current

    def _holder(self, user_id: UserId) -> dict[str, str | None]:
        return {"id": user_id, "name": self._people.name_of(user_id)}

    def _now(self) -> int:
        return to_ms(self._clock.now())
