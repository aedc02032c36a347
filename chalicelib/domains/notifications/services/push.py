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
from chalicelib.domains.conversations.models import Conversation, Message
from chalicelib.domains.conversations.ports import People, ThreadStore
from chalicelib.domains.conversations.services.desk import Desk, survivors
from chalicelib.domains.conversations.services.history import SILENT
from chalicelib.domains.conversations.services.reading import Reading
from chalicelib.domains.notifications.models import Listener
from chalicelib.domains.notifications.ports import Images, SocketStore
from chalicelib.domains.notifications.services.delivery import Delivery, frame_text

RawImage = dict[str, Any]

_PLAIN_CHANGE = "conversation.changed"
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
    old: Conversation | None
    new: Conversation


@dataclass(frozen=True, slots=True)
class _MessageChange:
    event: str
    at_ms: int
    message: Message


_Item = _HeadChange | _MessageChange


class Push:
    """The use case of one batch of the stream."""

    def __init__(
        self,
        images: Images,
        threads: ThreadStore,
        sockets: SocketStore,
        delivery: Delivery,
        reading: Reading,
        people: People,
        clock: Clock,
    ) -> None:
        self._images = images
        self._threads = threads
        self._sockets = sockets
        self._delivery = delivery
        self._reading = reading
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
        event, at_ms = event_of(change.new)
        if event in SILENT:
            return None
        if head := self._images.head(change.new):
            old = self._images.head(change.old) if change.old else None
            return _HeadChange(event, at_ms, old, head)
        if message := self._images.message(change.new):
            return _MessageChange(event, at_ms, message)
        return None

    def _push_conversation(self, conversation_id: ConversationId, items: list[_Item]) -> None:
        heads = [item for item in items if isinstance(item, _HeadChange)]
        head = heads[-1].new if heads else None
        listeners = self._sockets.viewers(conversation_id)
        if head is None:
            head = self._threads.head(conversation_id, consistent=False)
            if head is None:
                return
        holders: set[UserId] = {head.assignee_id} if head.assignee_id else set()
        holders |= {item.old.assignee_id for item in heads if item.old and item.old.assignee_id}
        for holder in sorted(holders):
            listeners = listeners + self._sockets.of_user(holder)
        if not listeners:
            return
        frames = [self._frame(*shown) for shown in _gathered(items)]
        shown_by = [head, *survivors(self._threads, head)]
        left = frame_text("conversation.left", self._now(), {"conversation_id": conversation_id})
        for listener in dict.fromkeys(listeners):
            if self._delivery.is_over(listener):
                continue
            if self._sees(listener.user_id, shown_by):
                self._delivery.post(listener.socket_id, frames)
            elif heads:
                self._delivery.post(listener.socket_id, [left])
                self._sockets.stop_viewing(listener.socket_id, conversation_id, self._change())

    def _push_queue(self, queue_id: QueueId) -> None:
        watchers = self._sockets.watchers(queue_id)
        if not watchers:
            return
        shown = self._reading.queue_head(queue_id)
        data = {
            "queue_id": queue_id,
            "waiting": shown.waiting,
            "oldest_waiting_since": rfc3339_ms(shown.oldest_waiting_since_ms),
            "head": self._reading.views(shown.head),
        }
        frame = frame_text("queue.changed", self._now(), data)
        for watcher in watchers:
            if self._delivery.is_over(watcher):
                continue
            if self._serves(watcher, queue_id):
                self._delivery.post(watcher.socket_id, [frame])
            else:
                self._sockets.stop_watching(watcher.socket_id, queue_id, self._change())

    def _frame(self, item: _Item, carried: _HeadChange | None) -> str:
        data: dict[str, Any]
        if isinstance(item, _HeadChange):
            data = {"conversation": self._reading.view(item.new)}
        else:
            data = {
                "message": self._reading.message_view(item.message),
                "conversation": carried and self._reading.view(carried.new),
            }
        return frame_text(item.event, item.at_ms, data)

    def _sees(self, user_id: UserId, shown_by: Sequence[Conversation]) -> bool:
        principal = self._people.principal(user_id)
        return principal is not None and any(Desk.sees(principal, one) for one in shown_by)

    def _serves(self, watcher: Listener, queue_id: QueueId) -> bool:
        principal = self._people.principal(watcher.user_id)
        return principal is not None and queue_id in principal.queue_ids

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


def event_of(image: RawImage) -> tuple[str, int]:
    change = image["cg"]["M"]
    return change["e"]["S"], int(change["t"]["N"])
