"""The knobs of the contract: latency, failures, lost answers, and what is no knob."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import httpx
import pytest

from tests.integration.graph.world import World, until

pytestmark = pytest.mark.anyio
CALM = {
    "auto_status": True,
    "latency_ms": 0,
    "fail_next": 0,
    "fail_status": 500,
    "fail_code": None,
    "timeout_next": 0,
    "duplicate_rate": 0,
    "disorder": False,
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"latency": 5},
        {"latency_ms": -1},
        {"latency_ms": "5"},
        {"fail_status": 200},
        {"duplicate_rate": 1.5},
        {"auto_status": "yes"},
        [],
    ],
)
async def test_unknown_or_wrong_knob_is_refused_and_changes_nothing(
    world: World, wrong: Any
) -> None:
    await world.behave(latency_ms=7)
    answer = await world.http.put("/local/whatsapp-cloud/behaviour", json=wrong)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["code"], problem["status"]) == ("invalid_request", 422)
    assert problem["errors"]
    shown = (await world.http.get("/local/whatsapp-cloud/behaviour")).json()
    assert shown == {**CALM, "latency_ms": 7}


async def test_what_is_not_named_is_calm_again(world: World) -> None:
    await world.behave(fail_next=3, disorder=True)
    await world.behave()
    assert (await world.http.get("/local/whatsapp-cloud/behaviour")).json() == CALM


async def test_next_sends_fail_with_the_body_of_the_code_then_succeed(world: World) -> None:
    await world.behave(fail_next=2, fail_status=400, fail_code=131026)
    answers = [await world.send(f"{n}") for n in range(3)]
    assert [answer.status_code for answer in answers] == [400, 400, 200]
    error = answers[0].json()["error"]
    assert error["code"] == 131026
    assert error["message"] == "(#131026) Message undeliverable"
    assert [one["answered"]["status"] for one in await world.requests()] == [400, 400, 200]
    await world.settle()
    assert world.product.statuses() == ["sent", "delivered"]


@pytest.mark.parametrize(
    ("status", "code"), [(500, 131000), (429, 130429), (503, 131016), (401, 190), (418, 100)]
)
async def test_failure_without_code_gets_one_that_fits(
    world: World, status: int, code: int
) -> None:
    await world.behave(fail_next=1, fail_status=status)
    answer = await world.send()
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


async def test_only_sends_use_failures_up(world: World) -> None:
    await world.behave(fail_next=1)
    headers = {"Authorization": "Bearer local-access-token"}
    assert (await world.http.get("/local/graph/v26.0/1", headers=headers)).status_code == 404
    assert (await world.send()).status_code == 500


async def test_latency_delays_the_answer_while_the_request_is_listed_and_statuses_go_out(
    world: World,
) -> None:
    await world.behave(latency_ms=400)
    started = time.monotonic()
    sending = asyncio.create_task(world.send())
    await until(lambda: len(world.product.received) == 2)
    (listed,) = await world.requests()
    assert listed["answered"] is None
    assert not sending.done()
    assert (await sending).status_code == 200
    assert time.monotonic() - started >= 0.4
    assert (await world.requests())[0]["answered"]["status"] == 200


async def test_lost_answer_is_accepted_with_its_statuses_but_the_caller_waits_in_vain(
    world: World,
) -> None:
    await world.behave(timeout_next=1)
    with pytest.raises(httpx.ReadTimeout):
        await world.http.post(
            "/local/graph/v26.0/100000000000001/messages",
            json={
                "messaging_product": "whatsapp",
                "to": "593995550148",
                "type": "text",
                "text": {"body": "¿llegó?"},
                "biz_opaque_callback_data": "m-1",
            },
            headers={"Authorization": "Bearer local-access-token"},
            timeout=0.3,
        )
    await world.settle()
    assert world.product.statuses() == ["sent", "delivered"]
    callbacks = [
        value["statuses"][0]["biz_opaque_callback_data"] for value in world.product.values()
    ]
    assert callbacks == ["m-1", "m-1"]
    assert [one["answered"] for one in await world.requests()] == [None]
    assert [bubble["text"] for bubble in await world.thread()] == ["¿llegó?"]
    assert (await world.send()).status_code == 200


async def test_lost_answer_breaks_without_a_verdict_when_the_caller_is_patient(
    world: World,
) -> None:
    await world.behave(timeout_next=1)
    started = time.monotonic()
    with pytest.raises(httpx.RemoteProtocolError):
        await world.send()
    assert time.monotonic() - started >= 1.5


async def test_reset_is_the_seed(world: World) -> None:
    await world.behave(fail_next=3, latency_ms=0)
    await world.http.post("/local/phone/people", json={"name": "Ana", "phone": "593987654321"})
    await world.act(kind="text", text="hola")
    world.double.reset()
    world.phone.reset()
    assert world.double.idle()
    assert (await world.http.get("/local/whatsapp-cloud/behaviour")).json() == CALM
    assert await world.thread() == []
    people = (await world.http.get("/local/phone/people")).json()["items"]
    assert [one["name"] for one in people][-1] == "Usuario sin número"
