"""What a page of a list costs above a floor of any number of agents, with each filter.

Two queues; every agent holds some of each state. Units of DynamoDB Local are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import ConnectionId, QueueId, UserId
from chalicelib.domains.access.models import User
from chalicelib.domains.conversations.models import ConversationState
from infra.local.seed import PASSWORD
from tests.bench.history import History, Past
from tests.bench.metered import MeteredHouse
from tests.engines import EngineTables

PAGE_BUDGET = 60
_CONNECTION = ConnectionId("wa-principal")
_QUEUES = (QueueId("general"), QueueId("cobranzas"))
_PAST_MS = 86_400_000
_HELD: tuple[ConversationState, ...] = ("pending", "in_progress", "resolved")
_WAITING = 40
_SUPERVISOR = "supervisora"

FILTERS: tuple[dict[str, str], ...] = (
    {"state": "open"},
    {"state": "new"},
    {"state": "pending"},
    {"state": "in_progress"},
    {"state": "resolved"},
    {},
    {"state": "open", "queue": "general"},
    {"state": "open", "assignee": "agent-01"},
    {"state": "open", "assignee": "none"},
    {"state": "open", "unread": "true"},
    {"state": "resolved", "unread": "true"},
    {"state": "open", "connection": "wa-cobranzas"},
    {"state": "pending", "channel": "telegram"},
    {"state": "open", "label": "nobody-has-it"},
    {"state": "open", "unread": "true", "queue": "cobranzas", "label": "nobody-has-it"},
    {"label": "nobody-has-it"},
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The dearest page of one walk, and how many conversations the walk showed."""

    query: str
    dearest: float
    shown: int


class FloorBench:
    """Measures on one set of tables, which are empty before."""

    def __init__(self, tables: EngineTables, agents: int, held: int) -> None:
        self._metered = MeteredHouse(tables)
        self._house = self._metered.house
        self._agents = [UserId(f"agent-{number:02}") for number in range(agents)]
        self._hire()
        past = History(tables, to_ms(self._metered.clock.now()) - _PAST_MS)
        past.write(self._pasts(held))
        self._metered.stream.skip()

    def measure(self, who: str = _SUPERVISOR) -> list[Asked]:
        """Walks of at most four pages through the list of each filter."""
        return [self._walk(who, filters) for filters in FILTERS]

    def counters(self, who: str = _SUPERVISOR) -> float:
        """What the figures of the trays cost."""
        token = self._house.token(who)
        with self._metered.step() as counted:
            self._house.request("GET", "/v1/conversations/counters", token=token)
        return counted.units.read

    def _walk(self, who: str, filters: dict[str, str]) -> Asked:
        token, query = self._house.token(who), urlencode(filters)
        dearest, shown, cursor = 0.0, 0, ""
        for _ in range(4):
            path = f"/v1/conversations?{query}&limit=50" + (f"&cursor={cursor}" if cursor else "")
            with self._metered.step() as counted:
                page = self._house.request("GET", path, token=token)
            dearest, shown = max(dearest, counted.units.read), shown + len(page["items"])
            cursor = page["next_cursor"]
            if not cursor:
                break
        return Asked(query or "everything", dearest, shown)

    def _hire(self) -> None:
        container = self._house.container("api")
        repository, password_hash = container.people_repository, container.passwords.hash(PASSWORD)
        change = Change("configuration.seeded", "bench", to_ms(self._metered.clock.now()))
        for number, user_id in enumerate(self._agents):
            agent = User(
                id=user_id,
                email=f"{user_id}@hilo.test",
                name=user_id,
                role="agent",
                queue_ids=frozenset({_QUEUES[number % 2]}),
                password_hash=password_hash,
            )
            repository.save_user(agent, change)
        self._house.warm_up()

    def _pasts(self, held: int) -> list[Past]:
        """In turn, so that no page is of one agent; what waits is the newest."""
        held_ones = [
            Past(_CONNECTION, _QUEUES[number % 2], state, agent, 2)
            for _ in range(held)
            for state in _HELD
            for number, agent in enumerate(self._agents)
        ]
        waiting = [
            Past(_CONNECTION, _QUEUES[number % 2], "new", None, 1) for number in range(_WAITING)
        ]
        return held_ones + waiting


def as_table(floors: dict[int, Sequence[Asked]]) -> str:
    """Rows of text: the dearest page of each filter above so many agents."""
    sizes = list(floors)
    rows = [f"{'dearest page, read units; agents:':66}" + "".join(f"{one:>8}" for one in sizes)]
    rows += [
        f"{asked[0].query:66}" + "".join(f"{one.dearest:>8g}" for one in asked)
        for asked in zip(*floors.values(), strict=True)
    ]
    return "\n".join(rows)
