"""Turns what the stream shows into frames for those who may see it now.

The audience is computed from the new state and each person's present scope: the holder,
those viewing, and watchers of queues whose waiting ones changed. Whoever loses sight of a
conversation gets `conversation.left` and nothing more of it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, rfc3339_ms, to_ms
from chalicelib.core.ids import ConversationId, QueueId, UserId
from chalicelib.domains.access.fields import NOTHING
from chalicelib.domains.access.models import Principal
from chalicelib.domains.access.rules import may_watch
from chalicelib.domains.conversations.models import Conversation, Message
from chalicelib.domains.conversations.ports import People, ThreadStore
from chalicelib.domains.conversations.rules import SHOWN_AS, SILENT
from chalicelib.domains.conversations.services.closing import Closing
from chalicelib.domains.conversations.services.desk import Desk, survivors
from chalicelib.domains.conversations.services.reading import Reading
from chalicelib.domains.notifications.models import Listener
from chalicelib.domains.notifications.ports import Images, SocketStore
from chalicelib.domains.notifications.schemas import ConversationFrame
from chalicelib.domains.notifications.services.delivery import Delivery, frame_text

RawImage = dict[str, Any]

_PLAIN_CHANGE = "conversation.changed"
_HANDED_OVER = frozenset(
    f"conversation.{word}" for word in ("assigned", "released", "resolved", "reopened")
)
"""Changes that may take a conversation from somebody: their frames say who did it."""
_TYPIFIED = frozenset({"conversation.resolved", "conversation.typified"})
"""Changes whose frames say what a conversation was closed with."""
_NEW_MESSAGES = frozenset({"message.received", "message.queued"})


@dataclass(frozen=True, slots=True)
class StreamChange:
    """One record of the stream of `conversations`; images as DynamoDB writes them."""

    old: RawImage | None
    new: RawImage | None


@dataclass(frozen=True, slots=True)
class _HeadChange:
    event: str
    at_ms: int
    actor: str
    old: Conversation | None
    new: Conversation


@dataclass(frozen=True, slots=True)
class _MessageChange:
    event: str
    at_ms: int
    message: Message


_Item = _HeadChange | _MessageChange


@dataclass(frozen=True, slots=True)
class _Told:
    """What a frame is about, the change that travels with it, and what it says besides."""

    item: _Item
    carried: _HeadChange | None
    facts: ConversationFrame


class Push:
    """The use case of one batch of the stream."""

    def __init__(  # noqa: PLR0913, PLR0917 - what is told, of what, to whom
        self,
        images: Images,
        threads: ThreadStore,
        sockets: SocketStore,
        delivery: Delivery,
        reading: Reading,
        closing: Closing,
        people: People,
        clock: Clock,
    ) -> None:
        self._images = images
        self._threads = threads
        self._sockets = sockets
        self._delivery = delivery
        self._reading = reading
        self._closing = closing
        self._people = people
        self._clock = clock

    def handle(self, changes: Sequence[StreamChange]) -> None:
        """Send the frames of a batch; repeating it repeats frames, which clients ignore."""
        items = [item for change in changes if (item := self._item(change))]
        per_conversation: dict[ConversationId, list[_Item]] = {}
        for item in items:
            per_conversation.setdefault(_conversation_id(item), []).append(item)
        for conversation_id, group in per_conversation.items():
            self._push_conversation(conversation_id, group)
        for queue_id in _queues_changed(items):
            self._push_queue(queue_id)

    def _item(self, change: StreamChange) -> _Item | None:
        """A change that is shown: of a HEAD or a message whose version grew."""
        if change.new is None or not version_grew(change):
            return None
        event, at_ms, actor = event_of(change.new)
        if event in SILENT:
            return None
        event = SHOWN_AS.get(event, event)
        if head := self._images.head(change.new):
            old = self._images.head(change.old) if change.old else None
            return _HeadChange(event, at_ms, actor, old, head)
        if message := self._images.message(change.new):
            return _MessageChange(event, at_ms, message)
        return None

    def _push_conversation(self, conversation_id: ConversationId, items: list[_Item]) -> None:
        heads = [item for item in items if isinstance(item, _HeadChange)]
        head = heads[-1].new if heads else None
        viewers = self._sockets.viewers(conversation_id)
        if head is None:
            head = self._threads.head(conversation_id, consistent=False)
            if head is None:
                return
        listeners = [*viewers, *self._of_holders(head, heads)]
        if not listeners:
            return
        told = [_Told(*one, self._facts(one[0])) for one in _gathered(items)]
        of_role: dict[str, list[str]] = {}
        shown_by = [head, *survivors(self._threads, head)]
        for listener in dict.fromkeys(listeners):
            if self._delivery.is_over(listener):
                continue
            principal = self._people.principal(listener.user_id)
            if principal and any(Desk.sees(principal, one) for one in shown_by):
                if principal.role not in of_role:
                    of_role[principal.role] = [self._frame(one, principal) for one in told]
                self._delivery.post(listener.socket_id, of_role[principal.role])
            elif heads:
                left = self._left(heads, listener.user_id, principal)
                self._delivery.post(listener.socket_id, [left])
                self._sockets.stop_viewing(listener.socket_id, conversation_id, self._change())

    def _of_holders(self, head: Conversation, heads: Sequence[_HeadChange]) -> list[Listener]:
        """Sockets of who holds it, and of who held it before one of these changes."""
        holders = {head.assignee_id} | {item.old.assignee_id for item in heads if item.old}
        return [
            socket
            for holder in sorted(filter(None, holders))
            for socket in self._sockets.of_user(holder)
        ]

    def _push_queue(self, queue_id: QueueId) -> None:
        watchers = self._sockets.watchers(queue_id)
        if not watchers:
            return
        shown, of_role = self._reading.queue_head(queue_id), dict[str, str]()
        data: ConversationFrame = {
            "queue_id": queue_id,
            "waiting": shown.waiting,
            "oldest_waiting_since": rfc3339_ms(shown.oldest_waiting_since_ms),
        }
        for watcher in watchers:
            if self._delivery.is_over(watcher):
                continue
            principal = self._people.principal(watcher.user_id)
            if principal and may_watch(principal, queue_id):
                if principal.role not in of_role:
                    whole: ConversationFrame = {
                        **data,
                        "head": self._reading.views(shown.head, principal),
                    }
                    of_role[principal.role] = frame_text(
                        "queue.changed",
                        self._now(),
                        whole,
                        ConversationFrame,
                        principal.field_rules,
                    )
                self._delivery.post(watcher.socket_id, [of_role[principal.role]])
            else:
                self._sockets.stop_watching(watcher.socket_id, queue_id, self._change())

    def _frame(self, told: _Told, principal: Principal) -> str:
        """What a role is shown of an item: two people of one role are shown the same."""
        view, item = self._reading.view, told.item
        data: ConversationFrame
        if isinstance(item, _HeadChange):
            data = {"conversation": view(item.new, principal)}
        else:
            data = {
                "message": self._reading.message_view(item.message, principal),
                "conversation": view(told.carried.new, principal) if told.carried else None,
            }
        whole: ConversationFrame = {**data, **told.facts}
        return frame_text(item.event, item.at_ms, whole, ConversationFrame, principal.field_rules)

    def _facts(self, item: _Item) -> ConversationFrame:
        """What a frame says of a change besides the entity, to all roles alike."""
        facts: ConversationFrame = {}
        if isinstance(item, _HeadChange) and item.event in _HANDED_OVER:
            facts.update(self._how(item))
        if isinstance(item, _HeadChange) and item.event in _TYPIFIED:
            typified = self._closing.closed(item.new).typified
            view = self._reading.typification_view
            facts["typification"] = view(typified) if typified else None
        return facts

    def _left(
        self, heads: Sequence[_HeadChange], user_id: UserId, principal: Principal | None
    ) -> str:
        """Somebody sees it no more: by the change that took it from them, else by the last."""
        taking = [one for one in heads if one.old and one.old.assignee_id == user_id]
        change = (taking or heads)[-1]
        data: ConversationFrame = {"conversation_id": change.new.id, **self._how(change)}
        rules = principal.field_rules if principal else NOTHING
        return frame_text("conversation.left", self._now(), data, ConversationFrame, rules)

    def _how(self, change: _HeadChange) -> ConversationFrame:
        """The person who did it, None where a function did, and who held it before."""
        name = self._people.name_of(change.actor)
        return {
            "by": {"id": change.actor, "name": name} if name else None,
            "previous_assignee_id": change.old.assignee_id if change.old else None,
        }

    def _now(self) -> int:
        return to_ms(self._clock.now())

    def _change(self) -> Change:
        return Change("socket.changed", "push", self._now())


def _conversation_id(item: _Item) -> ConversationId:
    return item.new.id if isinstance(item, _HeadChange) else item.message.conversation_id


def _gathered(items: Sequence[_Item]) -> list[tuple[_Item, _HeadChange | None]]:
    """What each frame is about: a plain change of a conversation travels with a new message.

    Whichever two meet in a batch, the frame has a whole conversation, and each version is
    still shown once; a frame less is a message less on every socket that listens.
    """
    carriers = sum(_is_new_message(item) for item in items)
    heads = [item for item in items if isinstance(item, _HeadChange)]
    carried = deque([head for head in heads if head.event == _PLAIN_CHANGE][:carriers])
    travelling = {id(head) for head in carried}
    return [
        (item, carried.popleft() if carried and _is_new_message(item) else None)
        for item in items
        if id(item) not in travelling
    ]


def _is_new_message(item: _Item) -> bool:
    return isinstance(item, _MessageChange) and item.event in _NEW_MESSAGES


def _queues_changed(items: list[_Item]) -> list[QueueId]:
    """Queues in which somebody waits, or waited, in a changed conversation."""
    found: dict[QueueId, None] = {}
    for item in items:
        if isinstance(item, _HeadChange):
            for head in (item.old, item.new):
                if head is not None and head.is_waiting:
                    found[head.queue_id] = None
    return list(found)


def version_grew(change: StreamChange) -> bool:
    if change.new is None or "vs" not in change.new:
        return False
    return change.old is None or change.old.get("vs") != change.new["vs"]


def event_of(image: RawImage) -> tuple[str, int, str]:
    """What the write of an item said of itself, when, and by whom."""
    change = image["cg"]["M"]
    return change["e"]["S"], int(change["t"]["N"]), change["a"]["S"]
