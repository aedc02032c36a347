"""The chats of the simulated people, one per (number, person). Bounded."""

from __future__ import annotations

from collections import OrderedDict, defaultdict

from infra.local.graph.customers import Customer
from infra.local.graph.models import JSON, Number
from infra.local.phone.models import Bubble

KEPT_BUBBLES = 1_000


class Thread:
    """One chat, oldest message first."""

    def __init__(self) -> None:
        self._bubbles: OrderedDict[str, Bubble] = OrderedDict()

    def add(self, bubble: Bubble) -> None:
        self._bubbles[bubble.id] = bubble
        if len(self._bubbles) > KEPT_BUBBLES:
            self._bubbles.popitem(last=False)

    def get(self, message_id: str) -> Bubble | None:
        return self._bubbles.get(message_id)

    def from_business(self) -> list[Bubble]:
        return [bubble for bubble in self._bubbles.values() if bubble.author == "business"]

    def unread(self) -> int:
        """Messages of the business the person has not looked at."""
        return sum(not bubble.seen for bubble in self.from_business())

    def view(self) -> list[JSON]:
        return [
            bubble.view(self._bubbles.get(bubble.reply_to) if bubble.reply_to else None)
            for bubble in self._bubbles.values()
        ]


class Threads:
    """All chats, made on first use."""

    def __init__(self) -> None:
        self._threads: defaultdict[tuple[str, str], Thread] = defaultdict(Thread)

    def of(self, number: Number, customer: Customer) -> Thread:
        return self._threads[number.id, customer.id]

    def find(self, message_id: str) -> Bubble | None:
        """A message of any chat."""
        for thread in self._threads.values():
            if bubble := thread.get(message_id):
                return bubble
        return None

    def clear(self) -> None:
        self._threads.clear()
