"""The webhook answers in time whatever is slow behind it, and what waited comes in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from chalicelib.adapters.queues import (
    ANSWER_SECONDS,
    CONNECT_SECONDS,
    PATIENCE_SECONDS,
    SqsQueues,
    connect_sqs,
)
from chalicelib.core.queues import QueueMessage
from chalicelib.core.tables import CONTACTS, CONVERSATIONS, RECORDS, TABLES, Table
from functions.registry import FUNCTIONS
from functions.webhook.function import FUNCTION as WEBHOOK
from infra.queues import QUEUES
from tests.engines import EngineTables
from tests.incidents.house import CUSTOMERS, House
from tests.incidents.test_faults import assert_nothing_is_lost

pytestmark = pytest.mark.timeout(600)  # many minutes of a whole product, on any machine

ROSA = CUSTOMERS[0]


@pytest.fixture
def house(moto_tables: EngineTables) -> Iterator[House]:
    made = House(moto_tables)
    with made.lines:
        yield made


class SlowSqs:
    """Takes what it is sent and answers too late, or not at all; time is counted, not spent."""

    def __init__(self, house: House) -> None:
        self._queues = house.queues
        self.seconds = 0.0
        self.is_slow = True

    def send_message_batch(self, *, QueueUrl: str, Entries: list[Any]) -> Any:  # noqa: N803
        if self.is_slow:
            self.seconds += CONNECT_SECONDS + ANSWER_SECONDS
            raise ReadTimeoutError(endpoint_url=QueueUrl)
        for one in Entries:
            taken = QueueMessage(
                one["MessageBody"], one.get("MessageGroupId"), one.get("MessageDeduplicationId")
            )
            self._queues.send(QueueUrl, [taken])
        return {}

    def queues(self) -> SqsQueues:
        client: Any = self
        urls = {one.name: one.name for one in QUEUES}
        return SqsQueues(lambda: client, urls, self._sleep, lambda: self.seconds)

    def _sleep(self, seconds: float) -> None:
        self.seconds += seconds


def test_what_came_in_while_everything_stood_still_drains_in_order(house: House) -> None:
    house.minutes(1)
    house.stopped = {one.name for one in FUNCTIONS} - {WEBHOOK.name}
    house.engine.refusing = {table.name for table in TABLES}
    house.minutes(5)
    assert house.accepted[ROSA.name] == [f"Rosa {number}" for number in range(1, 7)]
    assert house.figures.newest("webhook errors") == 0
    assert house.figures.newest("inbound.fifo waiting") == 2 * 5
    house.stopped, house.engine.refusing = set(), set()
    house.minutes(2)
    house.minutes(4, quiet=True)
    assert house.troubles() == {}
    assert_nothing_is_lost(house)


@pytest.mark.parametrize("table", [CONVERSATIONS, CONTACTS, RECORDS], ids=lambda t: t.name)
def test_the_administrator_is_told_though_a_table_refuses(house: House, table: Table) -> None:
    house.minutes(2)
    house.engine.refusing = {table.name}
    house.say(ROSA, "¿Hay alguien?")
    house.minutes(1, quiet=True)
    house.ask("GET", "/v1/conversations?limit=100")
    house.ask("GET", "/v1/dead-letters")
    assert house.troubles() == {"table": ("refusing", table.name)}


def test_webhook_gives_up_in_time_when_the_queue_itself_is_slow(house: House) -> None:
    slow = SlowSqs(house)
    house.container.webhook = _with_queues(house, slow.queues())
    house.say(ROSA, "Rosa 1")
    house.minutes(1, quiet=True)
    deliveries = house.figures.newest("webhook calls")
    assert house.accepted[ROSA.name] == [], "acknowledged what is on no queue"
    each = slow.seconds / deliveries
    assert each <= PATIENCE_SECONDS + CONNECT_SECONDS + ANSWER_SECONDS
    assert each < WEBHOOK.timeout_seconds
    slow.is_slow = False
    house.minutes(1, quiet=True)
    (thread,) = house.conversations()
    assert house.texts(thread["id"], "in") == house.accepted[ROSA.name] == ["Rosa 1"]


def test_a_slow_queue_is_not_tried_for_every_batch(house: House) -> None:
    slow = SlowSqs(house)
    house.container.webhook = _with_queues(house, slow.queues())
    assert house.post(house.written(ROSA, *map(str, range(100)))) == 503
    assert slow.seconds < WEBHOOK.timeout_seconds


def test_client_of_queues_waits_no_longer_than_is_counted_on() -> None:
    class Session:
        def client(self, _service: str, *, config: Any) -> Any:
            return config

    made: Any = Session()
    config: Any = connect_sqs(made)
    assert (config.connect_timeout, config.read_timeout) == (CONNECT_SECONDS, ANSWER_SECONDS)
    assert config.retries["total_max_attempts"] == 1


def _with_queues(house: House, queues: SqsQueues) -> Any:
    return replace(house.container.webhook, queues=queues)
