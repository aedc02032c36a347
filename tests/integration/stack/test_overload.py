"""One customer who floods a number harms nobody else, and loses nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from infra.local.graph.customers import Customer
from infra.local.graph.models import SEEDED_NUMBERS
from infra.local.graph.webhooks import change_body, new_message_id
from tests.integration.stack.running import GRAPH, Running
from tests.integration.stack.serving import eventually

FLOOD = 400
FLOODER = Customer("flood", "Máquina", "593990000002", None)
PERSON = Customer("person", "Persona", "593990000003", None)


@pytest.fixture
def stack() -> Iterator[Running]:
    running = Running("moto", demo=False)
    try:
        running.ready()
        yield running
    finally:
        running.stop()
        running.http.close()


def said(stack: Running, customer: Customer, many: int) -> None:
    """One POST with so many messages, as the provider batches them."""
    messages = [
        {
            "id": new_message_id(customer.key, from_customer=True),
            "from": customer.phone,
            "timestamp": str(int(time.time())),
            "type": "text",
            "text": {"body": str(number)},
        }
        for number in range(many)
    ]
    number = SEEDED_NUMBERS[0]
    stack.post(change_body(GRAPH, number, contacts=[customer.contact()], messages=messages))


def unread(stack: Running, customer: Customer) -> int:
    found = [one for one in stack.conversations() if one["contact"]["name"] == customer.name]
    return sum(one["unread_count"] for one in found)


def test_a_person_is_heard_in_the_middle_of_a_flood(stack: Running) -> None:
    said(stack, FLOODER, FLOOD)
    said(stack, PERSON, 1)
    eventually(lambda: unread(stack, PERSON) == 1, 30)
    assert unread(stack, FLOODER) < FLOOD, "the flood was over before: make it larger"
    eventually(lambda: unread(stack, FLOODER) == FLOOD, 90)
    eventually(stack.at_rest, 30)
    flooded = next(one for one in stack.conversations() if one["unread_count"] == FLOOD)
    place = f"/conversations/{flooded['id']}/messages?limit=100"
    newest = [one["text"] for one in stack.call("supervisora", "GET", place)["items"]]
    assert newest == [str(number) for number in range(FLOOD - 1, FLOOD - 101, -1)]
