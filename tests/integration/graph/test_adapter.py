"""Our own adapter against the double: each reads the other as it reads Meta."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from chalicelib.adapters.channels.whatsapp_cloud.graph import GraphApi, GraphSettings
from chalicelib.adapters.channels.whatsapp_cloud.media import GraphMedia
from chalicelib.adapters.channels.whatsapp_cloud.parser import parse
from chalicelib.adapters.channels.whatsapp_cloud.sender import GraphSender
from chalicelib.adapters.channels.whatsapp_cloud.signature import is_signed
from chalicelib.adapters.channels.whatsapp_cloud.updates import split
from chalicelib.core.ids import AppId, ConnectionId, QueueId
from chalicelib.core.secret_store import app_secret_name
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.conversations.events import (
    ChannelEvent,
    DeliveryReported,
    MessageChanged,
    MessageReceived,
)
from chalicelib.domains.conversations.ports import (
    Accepted,
    MediaGoneError,
    OutcomeUnknown,
    Recipient,
    Refused,
    SendOutcome,
    TextToSend,
)
from tests.fakes.channel import FakeMediaStore
from tests.fakes.secrets import FakeSecretStore
from tests.integration.graph.world import CUSTOMER, NUMBER, World

pytestmark = pytest.mark.anyio
APP, HERE = AppId("meta-local"), ConnectionId("wa-principal")
CONNECTION = Connection(
    HERE, "whatsapp_cloud", "Principal", APP, NUMBER, QueueId("general"), True, 1
)
TO_ROSA = Recipient(phone=CUSTOMER, user_id=None)


def api_of(world: World) -> GraphApi:
    base = str(world.http.base_url).rstrip("/")
    return GraphApi(
        GraphSettings(graph_base_url=f"{base}/local/graph"),
        FakeSecretStore({app_secret_name(APP): {"access_token": "local-access-token"}}),
        {HERE: CONNECTION}.__getitem__,
    )


async def send(world: World, recipient: Recipient = TO_ROSA, **more: Any) -> SendOutcome:
    message = TextToSend(HERE, recipient, "hola", "conversation/message", **more)
    return await asyncio.to_thread(
        GraphSender(api_of(world), FakeMediaStore(), world.clock).send_text, message
    )


def events(world: World) -> list[ChannelEvent | None]:
    """What our parser makes of all the product was told."""
    return [
        parse(update, HERE)
        for _, raw, _ in world.product.received
        for update in split(json.loads(raw), app_id=APP, intake_ms=0)
    ]


async def test_accepted_text_and_its_statuses_are_understood(world: World) -> None:
    outcome = await send(world, reply_to_provider_id="wamid.X")
    assert isinstance(outcome, Accepted)
    await world.settle()
    reports = [event for event in events(world) if isinstance(event, DeliveryReported)]
    assert [report.status for report in reports] == ["sent", "delivered"]
    assert {report.provider_id for report in reports} == {outcome.provider_id}
    assert {report.callback_data for report in reports} == {"conversation/message"}
    for _, raw, signature in world.product.received:
        assert is_signed(raw, signature, "local-app-secret")
        assert not is_signed(raw, signature, "another secret")


async def test_who_has_no_number_is_reached(world: World) -> None:
    outcome = await send(world, Recipient(None, "EC.13491208655302741918"))
    assert isinstance(outcome, Accepted)
    assert [bubble["text"] for bubble in await world.thread("sin-numero")] == ["hola"]


@pytest.mark.parametrize(
    ("knobs", "code", "retryable"),
    [
        ({"fail_status": 429}, "130429", True),
        ({"fail_status": 503}, "131016", True),
        ({"fail_status": 400, "fail_code": 131026}, "131026", False),
    ],
)
async def test_provoked_refusal_is_told_apart(
    world: World, knobs: dict[str, Any], code: str, retryable: bool
) -> None:
    await world.behave(fail_next=1, **knobs)
    outcome = await send(world)
    assert isinstance(outcome, Refused)
    assert (outcome.error.code, outcome.error.retryable) == (code, retryable)


async def test_lost_answer_is_an_unknown_outcome(world: World) -> None:
    await world.behave(timeout_next=1)
    assert isinstance(await send(world), OutcomeUnknown)


async def test_file_of_a_person_is_fetched_whole(world: World) -> None:
    pdf = b"%PDF-1.4\n%%EOF\n"
    await world.http.post(
        f"{world.chat()}/files", files={"file": ("recibo.pdf", pdf, "application/pdf")}
    )
    await world.settle()
    (event,) = events(world)
    assert isinstance(event, MessageReceived)
    assert event.media is not None
    assert event.media.filename == "recibo.pdf"
    media = GraphMedia(api_of(world))
    fetched = await asyncio.to_thread(media.fetch, HERE, event.media.provider_media_id)
    assert (fetched.content, fetched.content_type) == (pdf, "application/pdf")
    with pytest.raises(MediaGoneError):
        await asyncio.to_thread(media.fetch, HERE, "4242")


async def test_all_a_person_does_is_understood(world: World) -> None:
    asked = (await world.send("¿Cuánto paga?")).json()["messages"][0]["id"]
    await world.behave(auto_status=False)
    await world.settle()
    world.product.received.clear()
    own = (await world.act(kind="text", text="150", reply_to=asked)).json()["id"]
    await world.act(kind="edit", message_id=own, text="160")
    await world.act(kind="reaction", message_id=asked, emoji="👍")
    await world.act(kind="revoke", message_id=own)
    await world.act(kind="unsupported")
    await world.settle()
    text, edit, reaction, revocation, unsupported = events(world)
    assert isinstance(text, MessageReceived)
    assert (text.kind, text.text, text.reply_to_provider_id) == ("text", "150", asked)
    changes = [one for one in (edit, reaction, revocation) if isinstance(one, MessageChanged)]
    assert [(one.what, one.target_provider_id) for one in changes] == [
        ("edit", own),
        ("reaction", asked),
        ("revocation", own),
    ]
    assert changes[0].text == "160"
    assert changes[1].emoji == "👍"
    assert isinstance(unsupported, MessageReceived)
    assert unsupported.kind == "unsupported"
