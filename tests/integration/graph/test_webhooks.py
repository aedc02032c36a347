"""Status webhooks: shape, signature, order, duplicates, disorder, retries, and when all is idle."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import pytest

from tests.integration.graph.world import CUSTOMER, NUMBER, World, until

pytestmark = pytest.mark.anyio


async def test_every_webhook_is_signed_over_its_raw_bytes(world: World) -> None:
    await world.act(kind="text", text="año / 😀 https://example.org/a")
    await world.send()
    await world.settle()
    assert len(world.product.received) == 3
    for _, raw, signature in world.product.received:
        digest = hmac.new(b"local-app-secret", raw, hashlib.sha256).hexdigest()
        assert signature == f"sha256={digest}"
        assert raw.isascii()
    assert rb"https:\/\/example.org\/a" in world.product.received[0][1]


async def test_sent_then_delivered_follow_an_accepted_message(world: World) -> None:
    answer = await world.send(biz_opaque_callback_data="conversation/message")
    await world.settle()
    sent, delivered = (value["statuses"][0] for value in world.product.values())
    assert (sent["status"], delivered["status"]) == ("sent", "delivered")
    for status in (sent, delivered):
        assert status["id"] == answer.json()["messages"][0]["id"]
        assert status["recipient_id"] == CUSTOMER
        assert status["recipient_user_id"] == "EC.20481907355120046613"
        assert status["biz_opaque_callback_data"] == "conversation/message"
        assert status["timestamp"].isdecimal()
        assert "conversation" not in status
        assert status["pricing"]["pricing_model"] == "PMP"
    metadata = world.product.values()[0]["metadata"]
    assert metadata["phone_number_id"] == NUMBER


async def test_no_status_comes_when_they_are_not_automatic(world: World) -> None:
    await world.behave(auto_status=False)
    await world.send()
    await world.http.post(f"{world.chat()}/open")
    assert world.double.idle()
    assert world.product.received == []


async def test_read_comes_once_when_the_phone_opens_the_chat(world: World) -> None:
    await world.send()
    await world.settle()
    for _ in range(2):
        assert (await world.http.post(f"{world.chat()}/open")).status_code == 204
    await world.settle()
    assert world.product.statuses() == ["sent", "delivered", "read"]
    read = world.product.values()[-1]["statuses"][0]
    assert "pricing" not in read


async def test_voice_note_is_reported_played(world: World) -> None:
    voice = await world.double.media.keep(b"OggS", "audio/ogg", None)
    answer = await world.send(type="audio", audio={"id": voice.id})
    message_id = answer.json()["messages"][0]["id"]
    await world.http.post(f"{world.chat()}/messages/{message_id}/played")
    await world.settle()
    assert world.product.statuses() == ["sent", "delivered", "played"]


async def test_every_webhook_comes_twice_when_all_are_duplicated(world: World) -> None:
    await world.behave(duplicate_rate=1)
    await world.send()
    await world.settle()
    assert world.product.statuses() == ["sent", "sent", "delivered", "delivered"]
    raws = [raw for _, raw, _ in world.product.received]
    assert raws[0] == raws[1]


async def test_order_is_kept_when_calm_and_not_when_disordered(world: World) -> None:
    for number in range(20):
        await world.act(kind="text", text=f"{number}")
    await world.settle()
    written = [message["text"]["body"] for message in world.product.messages()]
    assert written == [f"{number}" for number in range(20)]
    world.product.received.clear()
    await world.behave(disorder=True)
    for number in range(20):
        await world.act(kind="text", text=f"{number}")
    assert not world.double.idle()
    await world.settle()
    shuffled = [message["text"]["body"] for message in world.product.messages()]
    assert sorted(shuffled) == sorted(written)
    assert shuffled != written


async def test_refused_webhook_is_retried_until_taken_and_holds_nothing_up(world: World) -> None:
    world.product.answers = [503, 200, 500]
    await world.act(kind="text", text="uno")
    await world.act(kind="text", text="dos")
    await until(lambda: len(world.product.received) >= 2)
    assert not world.double.idle()
    await world.settle()
    bodies = [message["text"]["body"] for message in world.product.messages()]
    assert bodies == ["uno", "dos", "uno", "uno"]
    log = (await world.http.get("/local/phone/log")).json()["items"]
    assert [(one["attempt"], one["status"]) for one in reversed(log)] == [
        (1, 503),
        (1, 200),
        (2, 500),
        (3, 200),
    ]


async def test_webhook_nobody_takes_is_given_up(world: World) -> None:
    world.product.answers = [403] * 10
    await world.act(kind="text", text="uno")
    await world.settle()
    assert len(world.product.received) == 4
    assert [bubble["status"] for bubble in await world.thread()] == ["sending"]


async def test_double_is_busy_from_acceptance_until_the_last_status(world: World) -> None:
    seen: list[Any] = []
    await world.send()
    while not world.double.idle():
        seen.append(len(world.product.received))
        await until(lambda: world.double.idle() or len(world.product.received) != seen[-1])
    assert seen[0] < 2
    assert world.product.statuses() == ["sent", "delivered"]
