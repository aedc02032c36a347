"""A customer's file from the webhook to the agent who may see it, and to nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from app import app
from chalicelib.core.queues import HISTORY_MEDIA, MEDIA
from tests.fakes.api import Answer, ApiClient
from tests.fakes.channel import FakeFile
from tests.integration.journey.customers import START_SECOND, Customer, Past, Written, past_update
from tests.integration.journey.pictures import Stored
from tests.integration.journey.scenes import only_conversation, resolves
from tests.integration.journey.world import World
from tests.unit.domains.conversations import hostile_files as hostile

ANA = Customer.fresh("Ana Núñez")
PNG = FakeFile(hostile.PNG, "image/png")


def sends(world: World, file: FakeFile, kind: str = "document", **told: Any) -> None:
    """A customer sends a file, and all that follows has happened."""
    world.files.files["m1"] = file
    reference = {"id": "m1", "mime_type": file.content_type, **told}
    world.receive(Written(ANA, "archivo", kind=kind, extra={kind: reference}))
    world.run_down()


def takes_back(world: World) -> None:
    (message,) = Stored.of(world).messages
    revoked = {"original_message_id": message.provider_id}
    world.receive(
        Written(ANA, "borrado", START_SECOND + 5, kind="revoke", extra={"revoke": revoked})
    )
    world.run_down()


def asks(world: World, name: str | None, what: str = "/media", method: str = "GET") -> Answer:
    """Somebody asks for the file of the only message."""
    (message,) = Stored.of(world).messages
    path = f"/v1/conversations/{message.conversation_id}/messages/{message.id}{what}"
    api = ApiClient(app)
    token = api.token(name) if name else None
    return api.request(method, path, {} if method == "POST" else None, token=token)


def shown(world: World) -> dict[str, Any]:
    """The file as its agent sees it."""
    conversation_id = only_conversation(world)
    api = ApiClient(app)
    path = f"/v1/conversations/{conversation_id}/messages"
    (message,) = api.request("GET", path, token=api.token("agente1")).json["items"]
    media: dict[str, Any] = message["media"]
    return media


class TestWhoMaySee:
    @pytest.fixture
    def held(self, world: World) -> World:
        """`agente1` holds the conversation of one file."""
        sends(world, PNG, "image")
        world.claim(only_conversation(world))
        return world

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_nobody_without_a_token(self, held: World, method: str) -> None:
        what = "/media" if method == "GET" else "/media/retry"
        assert asks(held, None, what, method).status == 401

    @pytest.mark.parametrize("name", ["agente2", "agente3"])
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_no_colleague_of_the_holder(self, held: World, name: str, method: str) -> None:
        what = "/media" if method == "GET" else "/media/retry"
        refused = asks(held, name, what, method)
        assert (refused.status, refused.code) == (404, "not_found")

    def test_nobody_through_another_conversation(self, held: World) -> None:
        held.receive(Written(Customer.fresh("Otra"), "hola"))
        (file,) = [one for one in Stored.of(held).messages if one.media]
        other = next(id_ for id_ in Stored.of(held).heads if id_ != file.conversation_id)
        held.claim(other)
        api = ApiClient(app)
        path = f"/v1/conversations/{other}/messages/{file.id}/media"
        assert api.request("GET", path, token=api.token("agente1")).status == 404

    def test_the_holder_as_long_as_they_hold_it(self, held: World) -> None:
        assert asks(held, "agente1").json["url"].startswith("https://media.test/")
        held.container.desk.release(held.head(only_conversation(held)), held.acting())
        held.claim(only_conversation(held), "agente2")
        assert asks(held, "agente1").status == 404
        assert asks(held, "agente2").status == 200

    def test_the_supervisor(self, held: World) -> None:
        assert asks(held, "supervisora").status == 200

    def test_it_is_still_there_when_all_is_resolved(self, held: World) -> None:
        resolves(held)
        assert asks(held, "supervisora").json["url"] is not None


def test_no_address_is_given_once_the_customer_took_it_back(world: World) -> None:
    sends(world, PNG, "image")
    assert shown(world)["url"] is not None
    takes_back(world)
    assert shown(world)["url"] is None
    assert asks(world, "supervisora").json == {"url": None}


@pytest.mark.parametrize(
    ("file", "failure"),
    [
        (FakeFile(hostile.WINDOWS_PROGRAM, "application/pdf"), "program"),
        (FakeFile(hostile.TEST_VIRUS, "text/plain"), "program"),
        (FakeFile(hostile.PDF, "application/pdf", "ab" * 32), "corrupt"),
        (FakeFile(hostile.PDF, "application/pdf", None, 10_000), "corrupt"),
    ],
)
def test_the_agent_is_told_why_a_file_was_not_kept(
    world: World, file: FakeFile, failure: str
) -> None:
    sends(world, file, filename="factura.pdf")
    media = shown(world)
    assert (media["state"], media["failure"], media["url"]) == ("failed", failure, None)
    assert world.media_store.kept == {}


def test_a_file_is_fetched_again_when_the_agent_asks(world: World) -> None:
    sends(world, FakeFile(hostile.PNG, "image/png", "ab" * 32), "image")
    world.files.files["m1"] = PNG
    answer = asks(world, "supervisora", "/media/retry", "POST")
    assert (answer.json["media"]["state"], answer.json["media"]["failure"]) == ("fetching", None)
    world.run_down()
    media = shown(world)
    assert (media["state"], media["failure"]) == ("ready", None)
    assert asks(world, "supervisora", "/media/retry", "POST").code == "media_not_failed"


def test_a_page_is_kept_as_one_and_its_name_misleads_nobody(world: World) -> None:
    page = FakeFile(b"<html><script>alert(1)</script>", "image/png")
    sends(world, page, filename="../../\u202egnp.foto\u202c.png")
    media = shown(world)
    assert (media["content_type"], media["filename"]) == ("text/html", "gnp.foto.png")
    assert [kind for _, kind in world.media_store.kept.values()] == ["text/html"]


def test_a_file_of_today_waits_for_none_of_the_past(world: World) -> None:
    """A number's history has thousands; here three, on a queue that nobody reads yet."""
    ids = [f"past{number}" for number in range(3)]
    world.files.files |= dict.fromkeys(["m1", *ids], PNG)
    past = [
        Past(ANA, one, kind="image", extra={"image": {"id": one, "mime_type": "image/png"}})
        for one in ids
    ]
    world.recall(past_update(*past))
    reference = {"id": "m1", "mime_type": "image/png"}
    world.receive(Written(ANA, "foto", kind="image", extra={"image": reference}))
    world.pump_stream()
    assert (world.queues.waiting(MEDIA), world.queues.waiting(HISTORY_MEDIA)) == (1, 3)
    (today,) = world.queues.receive(MEDIA)
    world.deliver(MEDIA, today.body)
    states = [one.media.state for one in Stored.of(world).messages if one.media]
    assert sorted(states) == ["fetching"] * 3 + ["ready"]
    world.run_down()
    assert {one.media.state for one in Stored.of(world).messages if one.media} == {"ready"}


def test_a_file_of_the_past_comes_again_from_its_own_queue(world: World) -> None:
    reference = {"id": "m1", "mime_type": "image/png"}
    world.files.files["m1"], world.files.failures = PNG, 1
    world.recall(past_update(Past(ANA, "foto", kind="image", extra={"image": reference})))
    world.run_down()
    assert world.queues.counts()[HISTORY_MEDIA]["in_flight"] == 1
    world.clock.advance(2)  # as it was told, and not at the end of its invisibility
    world.run_down()
    assert [one.media and one.media.state for one in Stored.of(world).messages] == ["ready"]
