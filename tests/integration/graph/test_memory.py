"""The double and the phone after a restart of the stack: they remember what real ones would."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from infra.local.graph.memory import Memory
from infra.local.keeping.journal import Journal
from tests.integration.graph.conftest import SETTINGS
from tests.integration.graph.world import Product, World, running, until

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def life(folder: Path, product: Product | None = None) -> AsyncIterator[World]:
    """A world with the memory of a folder."""
    journal = Journal(folder)
    try:
        async with running(SETTINGS, product, Memory(journal)) as world:
            yield world
    finally:
        journal.close()


async def test_a_chat_with_a_new_person_is_shown_as_it_was(tmp_path: Path) -> None:
    async with life(tmp_path) as world:
        new = {"name": "Ana Páez", "phone": "+593 98 765 4321"}
        ana = (await world.http.post("/local/phone/people", json=new)).json()["id"]
        said = (await world.act(ana, kind="text", text="hola")).json()["id"]
        await world.act(ana, kind="text", text="perdón", reply_to=said)
        await world.act(ana, kind="edit", message_id=said, text="hola, buenas")
        sent = await world.send("buenos días", to="593987654321")
        answer_id = sent.json()["messages"][0]["id"]
        await world.act(ana, kind="react", message_id=answer_id, emoji="👍")
        await world.settle()
        files = {"file": ("a.pdf", b"%PDF-1.4\n", "application/pdf")}
        await world.http.post(f"{world.chat(ana)}/files", files=files)
        await world.settle()
        before = await world.thread(ana)
    async with life(tmp_path) as world:
        assert await world.thread(ana) == before
        file = await world.http.get(before[-1]["media"]["url"])
        assert file.content == b"%PDF-1.4\n"
        another = await world.http.post(
            "/local/phone/people", json={"name": "B", "user_id": "EC.7"}
        )
        assert another.json()["id"] not in {ana, None}


async def test_what_nobody_took_is_delivered_after_a_restart(tmp_path: Path) -> None:
    async with life(tmp_path, Product(answers=[503] * 100)) as world:
        await world.act(kind="text", text="hola")
        await world.send()
        await until(lambda: len(world.product.received) >= 3)
    async with life(tmp_path) as world:
        await world.settle()
        assert [one["text"]["body"] for one in world.product.messages()] == ["hola"]
        assert sorted(world.product.statuses()) == ["delivered", "sent"]
        assert (await world.thread())[0]["status"] == "delivered"
    async with life(tmp_path) as world:
        await world.settle()
        assert world.product.received == []


async def test_an_accepted_message_gets_its_next_status_after_a_restart(tmp_path: Path) -> None:
    async with life(tmp_path) as world:
        await world.send()
        await world.settle()
    async with life(tmp_path) as world:
        await world.http.post(f"{world.chat()}/open")
        await world.settle()
        assert world.product.statuses() == ["read"]


async def test_numbers_of_requests_go_on(tmp_path: Path) -> None:
    async with life(tmp_path) as world:
        await world.send()
        (first,) = await world.requests()
    async with life(tmp_path) as world:
        assert await world.requests() == []
        await world.send()
        (second,) = await world.requests(after=first["n"])
        assert second["n"] > first["n"]


async def test_a_reset_is_remembered_too(tmp_path: Path) -> None:
    async with life(tmp_path) as world:
        await world.act(kind="text", text="hola")
        await world.send()
        await world.settle()
        (first,) = await world.requests()
        world.double.reset()
        world.phone.reset()
    async with life(tmp_path) as world:
        assert await world.thread() == []
        await world.send()
        assert (await world.requests())[0]["n"] > first["n"]
