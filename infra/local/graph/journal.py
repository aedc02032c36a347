"""What the double received, listed on arrival, and what it delivered. Bounded, in order."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from chalicelib.core.clock import Clock, rfc3339
from infra.local.graph.memory import Memory
from infra.local.graph.models import JSON

KEPT_REQUESTS = 20_000
KEPT_DELIVERIES = 2_000
_KIND, _LAST = "number", "last"
_NUMBERS_AT_ONCE = 100


@dataclass(slots=True)
class Request:
    """One request to the Graph API; `answered` is null until the answer has left."""

    n: int
    at: str
    method: str
    path: str
    body: Any
    answered: JSON | None = None


@dataclass(slots=True)
class Delivery:
    """One attempt to deliver a webhook; `status` is our HTTP answer, 0 when none came."""

    n: int
    at: str
    body: JSON
    attempt: int
    copy: bool
    status: int | None = None


class Journal:
    """Requests keep their numbers for ever: neither clearing the list nor a restart of the
    stack restarts them.
    """

    def __init__(self, clock: Clock, changed: Callable[[], None], memory: Memory) -> None:
        self._clock, self._changed, self._memory = clock, changed, memory
        self._last: int = memory.recall(_KIND).get(_LAST, {"n": 0})["n"]
        self._requests: deque[Request] = deque(maxlen=KEPT_REQUESTS)
        self._deliveries: deque[Delivery] = deque(maxlen=KEPT_DELIVERIES)

    def received(self, method: str, path: str, body: Any) -> Request:
        """List a request that has just arrived."""
        request = Request(self._next_number(), self._now(), method, path, body)
        self._requests.append(request)
        self._changed()
        return request

    def answered(self, request: Request, status: int, body: Any) -> None:
        request.answered = {"status": status, "body": body}
        self._changed()

    def delivering(self, body: JSON, *, attempt: int, copy: bool) -> Delivery:
        """List a webhook that is on its way."""
        delivery = Delivery(self._next_number(), self._now(), body, attempt, copy)
        self._deliveries.append(delivery)
        self._changed()
        return delivery

    def delivered(self, delivery: Delivery, status: int) -> None:
        delivery.status = status
        self._changed()

    def requests(self, after: int) -> list[JSON]:
        """The requests with a number above `after`, oldest first."""
        newer: list[Request] = []
        for request in reversed(self._requests):
            if request.n <= after:
                break
            newer.append(request)
        return [asdict(request) for request in reversed(newer)]

    def latest(self, limit: int) -> list[JSON]:
        """Both directions, newest first, for the phone page."""
        requests = itertools.islice(reversed(self._requests), limit)
        deliveries = itertools.islice(reversed(self._deliveries), limit)
        items = [{"direction": "received", **asdict(one)} for one in requests]
        items += [{"direction": "delivered", **asdict(one)} for one in deliveries]
        return sorted(items, key=lambda item: int(item["n"]), reverse=True)[:limit]

    def clear(self) -> None:
        self._requests.clear()
        self._deliveries.clear()
        self._keep_number()
        self._changed()

    def _next_number(self) -> int:
        self._last += 1
        if self._last % _NUMBERS_AT_ONCE == 1:
            self._keep_number()
        return self._last

    def _keep_number(self) -> None:
        """A restart goes on behind those that may be given meanwhile."""
        self._memory.keep(_KIND, _LAST, {"n": self._last + _NUMBERS_AT_ONCE})

    def _now(self) -> str:
        return rfc3339(self._clock.now())
