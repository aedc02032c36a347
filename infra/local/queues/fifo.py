"""A FIFO queue: order per group, and a group is blocked while any message of it is in flight.

What comes back (visibility over, or given back) stands before the rest of its group, in the
order it was sent in. One receive may take several messages of one group, in order.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

from infra.local.queues.message_store import MessageStore
from infra.local.queues.messages import StoredMessage
from infra.queue_definition import QueueDefinition


@dataclass(slots=True)
class _Group:
    """Waiting messages by sequence; `out` counts those taken and not yet back or gone.

    `offered` is the sequence under which the group stands among the servable ones.
    """

    waiting: list[tuple[int, StoredMessage]] = field(default_factory=list)
    out: int = 0
    offered: int | None = None


class FifoStore(MessageStore):
    """Groups that may be served stand in a heap by the sequence of their first message."""

    def __init__(self, definition: QueueDefinition) -> None:
        super().__init__(definition)
        self._groups: dict[str, _Group] = {}
        self._servable: list[tuple[int, str]] = []  # holds stale entries, see _servable_group
        self._serving: str | None = None

    def take(self, most: int, now: float) -> tuple[list[StoredMessage], list[StoredMessage]]:
        self._serving = None
        return super().take(most, now)

    def has_receivable(self) -> bool:
        return self._servable_group() is not None

    def _make_receivable(self, message: StoredMessage) -> None:
        group = self._groups.setdefault(message.group_id, _Group())
        heapq.heappush(group.waiting, (message.sequence, message))
        self.waiting += 1
        self._offer(message.group_id, group)

    def _next_receivable(self) -> StoredMessage | None:
        """Go on with the group being served; otherwise the one that waits longest."""
        group = self._groups.get(self._serving) if self._serving else None
        if group is None or not group.waiting:
            self._serving = self._servable_group()
            if self._serving is None:
                return None
            heapq.heappop(self._servable)
            group = self._groups[self._serving]
            group.offered = None
        _, message = heapq.heappop(group.waiting)
        self.waiting -= 1
        group.out += 1
        return message

    def _landed(self, message: StoredMessage) -> None:
        group = self._groups[message.group_id]
        group.out -= 1
        self._offer(message.group_id, group)

    def _offer(self, group_id: str, group: _Group) -> None:
        """Let the group be served, or forget it where nothing is left of it."""
        if group.out:
            return
        if not group.waiting:
            del self._groups[group_id]
        elif group.offered != group.waiting[0][0]:
            group.offered = group.waiting[0][0]
            heapq.heappush(self._servable, (group.offered, group_id))

    def _servable_group(self) -> str | None:
        """The group on top; drops entries of groups served or changed since."""
        while self._servable:
            sequence, group_id = self._servable[0]
            group = self._groups.get(group_id)
            if group and not group.out and group.waiting and group.waiting[0][0] == sequence:
                return group_id
            heapq.heappop(self._servable)
            if group and group.offered == sequence:
                group.offered = None
        return None
