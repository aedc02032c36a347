"""The stack with worker processes: how many, and what is lost when one, or the front, is killed."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import httpx
import pytest

from infra.local.graph.customers import Customer
from tests.integration.stack.processes import children_of, is_running
from tests.integration.stack.running import Running
from tests.integration.stack.serving import eventually

pytestmark = [pytest.mark.engine, pytest.mark.timeout(400)]
CUSTOMERS = [Customer(f"c{n}", f"Clienta {n}", f"59399000000{n}", None) for n in range(4)]
MESSAGES, KILLS = 25, 3


@pytest.fixture
def count() -> int:
    return 2


@pytest.fixture
def stack(count: int) -> Iterator[Running]:
    started = Running("dynamodb-local", demo=False, workers=count)
    try:
        started.ready()
        yield started
    finally:
        if started.process.poll() is None:
            started.stop()
        started.http.close()


def texts(stack: Running, conversation_id: str) -> list[str]:
    """What a conversation says, oldest first."""
    place = f"/conversations/{conversation_id}/messages?limit=100"
    return [one["text"] for one in stack.call("supervisora", "GET", place)["items"]][::-1]


@pytest.mark.parametrize("count", [0, 3])
def test_as_many_workers_run_as_asked_for(stack: Running, count: int) -> None:
    workers = stack.workers()
    assert len(workers) == count
    assert set(workers) <= set(children_of(stack.process.pid))
    stack.deliver("hola")
    eventually(stack.at_rest, 60)
    assert len(stack.conversations()) == 1


def test_nothing_is_lost_or_doubled_when_workers_are_killed_while_messages_come(
    stack: Running,
) -> None:
    def write(customer: Customer) -> None:
        for number in range(MESSAGES):
            deliver_until_taken(stack, f"{customer.id}/{number}", customer)

    writers = [threading.Thread(target=write, args=(one,), daemon=True) for one in CUSTOMERS]
    for writer in writers:
        writer.start()
    killed: set[int] = set()
    for _ in range(KILLS):
        pid = busy_worker(stack, killed)
        os.kill(pid, signal.SIGKILL)
        killed.add(pid)
    for writer in writers:
        writer.join()
    eventually(stack.at_rest, 120)
    eventually(lambda: len(stack.workers()) == 2, 60)
    assert not killed & set(stack.workers())
    conversations = stack.conversations()
    said = {one["contact"]["name"]: texts(stack, one["id"]) for one in conversations}
    assert len(conversations) == len(CUSTOMERS)
    assert said == {
        one.name: [f"{one.id}/{number}" for number in range(MESSAGES)] for one in CUSTOMERS
    }
    assert {one["unread_count"] for one in conversations} == {MESSAGES}


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_no_process_is_left_behind_when_the_front_ends(
    stack: Running, sent: signal.Signals
) -> None:
    stack.deliver("hola")
    children = children_of(stack.process.pid)
    assert set(stack.workers()) < set(children)  # and the engine
    stack.stop(sent)
    eventually(lambda: not any(map(is_running, children)), 60)


def test_an_ended_session_ends_in_every_worker(stack: Running) -> None:
    headers = {"authorization": f"Bearer {stack.token('agente1')}"}

    def answers() -> set[int]:
        """Of both workers: they take turns."""
        return {stack.http.get("/api/v1/me", headers=headers).status_code for _ in range(4)}

    assert answers() == {200}
    assert stack.http.post("/api/v1/auth/sign-out", headers=headers).is_success
    eventually(lambda: answers() == {401}, 60)


def deliver_until_taken(stack: Running, text: str, customer: Customer) -> None:
    """As the provider does: the same delivery again until it is acknowledged."""
    body = stack.delivery(text, customer)
    eventually(lambda: is_taken(stack, body), 60)


def is_taken(stack: Running, body: object) -> bool:
    try:
        stack.post(body)
    except (AssertionError, httpx.TransportError):
        return False
    return True


def busy_worker(stack: Running, killed: set[int]) -> int:
    """A worker that runs something at this moment and was not killed before."""
    busy: list[int] = []

    def look() -> bool:
        items = stack.http.get("/local/workers").json()["items"]
        busy[:] = [one["pid"] for one in items if one["running"] and one["pid"] not in killed]
        return bool(busy)

    eventually(look, 60)
    return busy[0]
