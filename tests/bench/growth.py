"""What one message and one page cost once much is stored: the same as when little was.

A past is written in bulk to a first size and every step is measured, then to a second one and
again. In it a tenth of the messages is one thread; every tray of one agent grows with it; of
the agent at the desk, and of the queues of the supervisor, only what is resolved grows, as
where a team keeps up with its work. Units are exact; times are of the machine as it was.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import ConnectionId, ConversationId, QueueId, UserId
from chalicelib.domains.access.models import Queue, User
from chalicelib.domains.conversations.models import ConversationState
from infra.local.seed import PASSWORD
from tests.bench.history import History, Past
from tests.bench.metered import MeteredHouse, Units, open_desk
from tests.bench.provider import Sender
from tests.engines import EngineTables

MOST = 1.1
"""Times as many units as before are still the same."""

_DAY_MS = 86_400_000
_PAST_DAYS = 30
_CONNECTION = ConnectionId("wa-principal")
_QUEUES = tuple(QueueId(f"cola-{number}") for number in range(8))
_AGENTS = tuple(UserId(f"agente-{number:02}") for number in range(24))
_CROWDED, _DESK, _SUPERVISOR = _AGENTS[0], _AGENTS[1], UserId("jefa")
_STATES: tuple[ConversationState, ...] = ("new", "pending", "in_progress", "resolved")


@dataclass(frozen=True, slots=True)
class Scale:
    """How many messages are stored at first and then, and of what size things are."""

    first: int
    then: int
    page: int
    messages: int
    """Of a usual conversation."""
    runs: int = 5
    """Of each step: for the times, as units are the same in all."""


FULL = Scale(first=1_000, then=100_000, page=20, messages=5)


@dataclass(frozen=True, slots=True)
class Cost:
    """One step: the most units of its runs, and their median milliseconds."""

    write: float
    read: float
    ms: float


@dataclass(frozen=True, slots=True)
class Growth:
    """One step before and after."""

    name: str
    first: Cost
    then: Cost

    @property
    def is_flat(self) -> bool:
        return (
            self.then.write <= MOST * self.first.write and self.then.read <= MOST * self.first.read
        )


@dataclass(frozen=True, slots=True)
class _Stage:
    """What is measured at one size: somebody silent since long, and the one long thread."""

    quiet: Sender
    talker: Sender
    thread: ConversationId


class GrowthBench:
    """Measures on one set of tables, which are empty before."""

    def __init__(self, tables: EngineTables, scale: Scale = FULL) -> None:
        self._scale = scale
        self._metered = MeteredHouse(tables)
        self._house = self._metered.house
        now_ms = to_ms(self._metered.clock.now())
        self._history = History(tables, now_ms - _PAST_DAYS * _DAY_MS)
        self._found: dict[str, list[tuple[Units, float]]] = {}
        self._hire()
        self._tokens = {name: self._house.token(name) for name in (_CROWDED, _DESK, _SUPERVISOR)}

    def measure(self) -> list[Growth]:
        """Every step at both sizes."""
        self._history.write(self._open_at_desk())
        first, then = self._costs_at(self._scale.first), self._costs_at(self._scale.then)
        return [Growth(name, cost, then[name]) for name, cost in first.items()]

    # the past --------------------------------------------------------------------------

    def _hire(self) -> None:
        """Many queues and agents; the supervisor has all queues but the crowded agent's."""
        container = self._house.container("api")
        repository, password_hash = container.people_repository, container.passwords.hash(PASSWORD)
        change = Change("configuration.seeded", "bench", to_ms(self._metered.clock.now()))
        for queue_id in _QUEUES:
            repository.save_queue(Queue(queue_id, queue_id), change)
        for number, user_id in enumerate(_AGENTS):
            agent = _user(user_id, "agent", password_hash, _queue_of(number))
            repository.save_user(agent, change)
        repository.save_user(_user(_SUPERVISOR, "supervisor", password_hash, *_QUEUES[1:]), change)
        self._house.warm_up()

    def _open_at_desk(self) -> list[Past]:
        """What the desk has open, which is as much at any size."""
        states = _STATES[:3]
        return [self._past(state, 1) for state in states for _ in range(self._scale.page // 2)]

    def _fill(self, size: int) -> _Stage:
        """Store so many messages in all."""
        missing = size - self._history.stored
        long = size // 10
        conversations = (missing - long) // self._scale.messages
        told = self._history.write([self._nth(number) for number in range(conversations)])
        ((talker, thread),) = self._history.write([self._past("in_progress", 1, long)])
        self._metered.stream.skip()
        quiet, _ = told[_STATES.index("pending")]
        return _Stage(quiet, talker, thread)

    def _nth(self, number: int) -> Past:
        """Of six, four are the crowded agent's, one of each state; the others are resolved."""
        turn = number % 6
        if turn < len(_STATES):
            return self._past(_STATES[turn], 0)
        return self._past(
            "resolved", 1 if turn == len(_STATES) else 2 + number % (len(_AGENTS) - 2)
        )

    def _past(self, state: ConversationState, agent: int, messages: int | None = None) -> Past:
        holder = None if state == "new" else _AGENTS[agent]
        length = messages or self._scale.messages
        return Past(_CONNECTION, _queue_of(agent), state, holder, length)

    # what is measured ------------------------------------------------------------------

    def _costs_at(self, size: int) -> dict[str, Cost]:
        stage, self._found = self._fill(size), {}
        for _ in range(self._scale.runs):
            self._messages(stage)
            self._pages(stage)
            self._supervision()
        return {name: _cost(runs) for name, runs in self._found.items()}

    def _messages(self, stage: _Stage) -> None:
        metered = self._metered
        for name, customer in (("quiet customer", stage.quiet), ("long thread", stage.talker)):
            self._house.forget("inbound")
            with self._step(f"inbound text, {name}"):
                metered.write(customer)
        with self._step("outbound text, long thread"):
            metered.answer(stage.thread, self._tokens[_DESK])
        with self._step("status, long thread"):
            metered.report(stage.talker, "delivered")
        stranger = Sender.fresh()
        with self._step("first contact"):
            metered.write(stranger)

    def _pages(self, stage: _Stage) -> None:
        page = self._scale.page
        path = f"/v1/conversations/{stage.thread}/messages?limit={page}"
        self._two_pages("thread", path, _DESK)
        whole = f"/v1/conversations/{stage.thread}/thread?limit={page}"
        self._two_pages("thread of all time", whole, _DESK)
        for state in _STATES:
            self._page(f"tray {state}", f"/v1/conversations?state={state}&limit={page}", _CROWDED)
        self._two_pages("tray open", f"/v1/conversations?state=open&limit={page}", _CROWDED)
        with self._step("opening of the desk"):
            shown = open_desk(self._house, self._tokens[_DESK], stage.thread, page)
        assert shown == (page, page)

    def _supervision(self) -> None:
        self._two_pages("supervisor's list", f"/v1/conversations?limit={self._scale.page}")
        with self._step("supervisor's counters"):
            self._get("/v1/conversations/counters", _SUPERVISOR)

    def _two_pages(self, name: str, path: str, who: UserId = _SUPERVISOR) -> None:
        cursor = self._page(name, path, who)
        self._page(f"{name}, next page", f"{path}&cursor={cursor}", who)

    def _page(self, name: str, path: str, who: UserId) -> Any:
        with self._step(name):
            answer = self._get(path, who)
        assert len(answer["items"]) == self._scale.page, f"{name}: {len(answer['items'])} items"
        return answer["next_cursor"]

    def _get(self, path: str, who: UserId) -> Any:
        return self._house.request("GET", path, token=self._tokens[who])

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        with self._metered.step() as counted:
            start = time.perf_counter()
            yield
            taken = time.perf_counter() - start
        self._found.setdefault(name, []).append((counted.units, taken))


def _queue_of(agent: int) -> QueueId:
    return _QUEUES[agent % len(_QUEUES)]


def _user(user_id: UserId, role: str, password_hash: str, *queue_ids: QueueId) -> User:
    return User(
        id=user_id,
        email=f"{user_id}@hilo.test",
        name=user_id,
        role=role,
        queue_ids=frozenset(queue_ids),
        password_hash=password_hash,
    )


def _cost(runs: Sequence[tuple[Units, float]]) -> Cost:
    return Cost(
        write=max(units.write for units, _ in runs),
        read=max(units.read for units, _ in runs),
        ms=statistics.median(taken for _, taken in runs) * 1000,
    )


def as_table(results: Sequence[Growth], scale: Scale = FULL) -> str:
    """Rows of text: units and times at both sizes."""
    sizes = f"{scale.first:>8}{scale.then:>8}"
    rows = [
        f"{'growth (DynamoDB Local), units and ms':38}{'write':>16}{'read':>16}{'ms':>16}",
        f"{'  at so many messages stored':38}{sizes * 3}",
    ]
    for one in results:
        first, then = one.first, one.then
        rows.append(
            f"{one.name:38}{first.write:>8g}{then.write:>8g}{first.read:>8g}{then.read:>8g}"
            f"{first.ms:>8.0f}{then.ms:>8.0f}{'' if one.is_flat else '  GROWS'}"
        )
    return "\n".join(rows)
