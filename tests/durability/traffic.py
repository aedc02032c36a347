"""Customers who write and an agent who answers them, all at once, until nobody listens any more.

What was acknowledged is remembered with its moment: the webhook answered 200, or the API 201.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import httpx

from infra.local.graph.customers import Customer
from tests.integration.stack.running import Running

AGENT = "agente1"
CUSTOMERS = tuple(
    Customer(f"c{number}", f"Clienta {number}", f"59399000000{number}", None) for number in range(4)
)


@dataclass(slots=True)
class Acknowledged:
    """Texts and when each was acknowledged, in monotonic seconds; no two texts are the same."""

    received: dict[str, float] = field(default_factory=dict)
    posted: dict[str, float] = field(default_factory=dict)

    def __iter__(self) -> Iterator[tuple[str, float]]:
        return itertools.chain(self.received.items(), self.posted.items())

    @property
    def count(self) -> int:
        return len(self.received) + len(self.posted)

    def forget(self, texts: set[str]) -> None:
        for text in texts:
            self.received.pop(text, None)
            self.posted.pop(text, None)


class Traffic:
    """What happens on one process, between its start and its end."""

    def __init__(self, stack: Running, life: int, acknowledged: Acknowledged) -> None:
        self._stack = stack
        self._life = life
        self._acknowledged = acknowledged
        self._before = len(acknowledged.received), len(acknowledged.posted)
        writers = [*(self._customer(one) for one in CUSTOMERS), self._agent]
        self._threads = [threading.Thread(target=one, daemon=True) for one in writers]

    def begin(self) -> None:
        for thread in self._threads:
            thread.start()

    def goes_both_ways(self) -> bool:
        """Whether a customer and the agent have been acknowledged something."""
        received, posted = self._before
        now = self._acknowledged
        return len(now.received) > received and len(now.posted) > posted

    def end(self) -> None:
        """Return when everybody has noticed that nobody listens."""
        for thread in self._threads:
            thread.join()

    def _customer(self, customer: Customer) -> Callable[[], None]:
        def write() -> None:
            for number in itertools.count():
                text = f"{customer.id} en {self._life}: {number}"
                try:
                    self._stack.deliver(text, customer)
                except httpx.HTTPError:
                    return
                self._acknowledged.received[text] = time.monotonic()

        return write

    def _agent(self) -> None:
        try:
            self._answer_all(self._stack.token(AGENT))
        except httpx.HTTPError:
            return

    def _answer_all(self, token: str) -> None:
        """Take whatever waits, then answer everybody in turn."""
        headers = {"authorization": f"Bearer {token}"}
        http, path = self._stack.http, "/api/v1/conversations"
        for number in itertools.count():
            listed = http.get(f"{path}?state=open&limit=100", headers=headers).raise_for_status()
            for one in listed.json()["items"]:
                place = f"{path}/{one['id']}"
                if one["assignee"] is None:
                    http.post(f"{place}/claim", json={}, headers=headers).raise_for_status()
                text = f"{AGENT} en {self._life}: {number} a {one['id']}"
                body = {"kind": "text", "text": text}
                answer = http.post(f"{place}/messages", json=body, headers=headers)
                if answer.status_code == 201:
                    self._acknowledged.posted[text] = time.monotonic()
