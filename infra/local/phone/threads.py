"""The chats of the simulated people, one per (number, person). Bounded, and remembered."""

from __future__ import annotations

import json
from collections import OrderedDict

from infra.local.graph.customers import Customer
from infra.local.graph.double import GraphDouble
from infra.local.graph.memory import Memory
from infra.local.graph.models import JSON, Number
from infra.local.phone.models import Bubble

KEPT_BUBBLES = 1_000
_KIND = "bubble"


class Thread:
    """One chat, oldest message first."""

    def __init__(self, place: tuple[str, str], memory: Memory) -> None:
        self._place, self._memory = place, memory
        self._bubbles: OrderedDict[str, Bubble] = OrderedDict()

    def restore(self, bubble: Bubble) -> None:
        """Take over a bubble that was kept."""
        self._bubbles[bubble.id] = bubble

    def keep(self, bubble: Bubble) -> None:
        """Add a bubble, or remember what has become of it."""
        self._bubbles[bubble.id] = bubble
        self._memory.keep(_KIND, self._name(bubble.id), bubble.fields())
        if len(self._bubbles) > KEPT_BUBBLES:
            oldest, _ = self._bubbles.popitem(last=False)
            self._memory.forget(_KIND, self._name(oldest))

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

    def _name(self, message_id: str) -> str:
        return json.dumps([*self._place, message_id])


class Threads:
    """All chats, made on first use."""

    def __init__(self, double: GraphDouble) -> None:
        self._memory = double.memory
        self._threads: dict[tuple[str, str], Thread] = {}
        for name, fields in self._memory.recall(_KIND).items():
            number_id, customer_id, _ = json.loads(name)
            file = double.media.get(fields["file"]) if fields["file"] else None
            accepted = double.sends.get(fields["accepted"]) if fields["accepted"] else None
            bubble = Bubble.of(fields, file, accepted)
            if bubble.progress == "sending":
                bubble.progress = "delivered"  # the courier sees to it and tells nobody
            self._at(number_id, customer_id).restore(bubble)

    def of(self, number: Number, customer: Customer) -> Thread:
        return self._at(number.id, customer.id)

    def with_message(self, message_id: str) -> Thread | None:
        """The chat that has the message."""
        chats = self._threads.values()
        return next((thread for thread in chats if thread.get(message_id)), None)

    def clear(self) -> None:
        self._threads.clear()

    def _at(self, number_id: str, customer_id: str) -> Thread:
        place = number_id, customer_id
        return self._threads.setdefault(place, Thread(place, self._memory))
