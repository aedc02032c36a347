"""The thread over the API: who reads it, and that the way through it opens nothing else."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from app import app
from chalicelib.bootstrap import Container, install
from chalicelib.core.ids import ContactId, ConversationId, MessageId, UserId
from chalicelib.domains.contacts.models import Contact
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Media
from infra.local.seed import seed
from tests.fakes.api import Answer, ApiClient, fake_container
from tests.fakes.channel import FakeMediaStore
from tests.fakes.contacts import MemoryContacts
from tests.fakes.messages import MemoryMessages
from tests.fakes.threads import MemoryThreads
from tests.fakes.trays import MemoryTrays
from tests.samples import CHANGE, COBRANZAS, NOW_MS, conversation, id_at, id_of, written

NOW, PAST = id_of("now"), id_of("past")
FILE = Media("ready", "image/png", key="k")
EVERY_WAY = ("", f"?message={id_at(0)}", "?at=2026-01-01T00:00:00Z", "/search?words=hola")


@pytest.fixture
def services() -> Container:
    threads = MemoryThreads()
    made = fake_container()
    made.__dict__.update(
        thread_store=threads,
        message_store=MemoryMessages(),
        tray_store=MemoryTrays(threads),
        contact_store=MemoryContacts(),
        media_store=FakeMediaStore(),
    )
    install(made)
    seed(made)
    return made


@pytest.fixture
def api(services: Container) -> ApiClient:
    """agente1 has the customer's chat now; agente4 had the one before, of another queue."""
    people = services.people.get()
    holder = {name: people.by_email(f"{name}@hilo.test") for name in ("agente1", "agente4")}
    ids = {name: UserId(user.id) for name, user in holder.items() if user}
    maria = Contact(ContactId(id_of("María")), "María", (), None, None, 1)
    services.contact_store.create(maria, CHANGE)
    past = conversation("past", queue_id=COBRANZAS, assignee_id=ids["agente4"])
    now = conversation("now", opened_at_ms=NOW_MS + 20_000, assignee_id=ids["agente1"])
    for head in (rules.resolved(past, NOW_MS + 10_000), now):
        services.thread_store.create_head(head, CHANGE)
    for message in (
        written(0, conversation_id=PAST, text="Hola, ¿mi préstamo?", kind="image", media=FILE),
        written(20, conversation_id=NOW, text="Otra vez yo, https://ejemplo.test"),
    ):
        services.message_store.put(message, CHANGE)
    return ApiClient(app)


def ask(
    api: ApiClient, rest: str = "", name: str = "agente1", through: ConversationId = NOW
) -> Answer:
    return api.request("GET", f"/v1/conversations/{through}/thread{rest}", token=api.token(name))


def media(episode: ConversationId, message: MessageId) -> str:
    return f"/{episode}/messages/{message}/media"


@pytest.mark.parametrize("rest", [*EVERY_WAY, "/gallery?kind=picture", media(PAST, id_at(0))])
class TestAuthorization:
    def test_nobody_reads_without_a_token(self, api: ApiClient, rest: str) -> None:
        answer = api.request("GET", f"/v1/conversations/{NOW}/thread{rest}")
        assert (answer.status, answer.code) == (401, "unauthenticated")

    @pytest.mark.parametrize("name", ["agente2", "agente4"])
    def test_nobody_reads_through_what_somebody_else_holds(
        self, api: ApiClient, rest: str, name: str
    ) -> None:
        answer = ask(api, rest, name)
        assert (answer.status, answer.code) == (404, "not_found")

    def test_the_past_is_no_door_for_the_holder_of_today(self, api: ApiClient, rest: str) -> None:
        answer = ask(api, rest, through=PAST)
        assert (answer.status, answer.code) == (404, "not_found")


class TestThread:
    def test_the_holder_reads_what_was_said_before(self, api: ApiClient) -> None:
        page = ask(api).json
        assert [(one["conversation_id"], one["id"]) for one in page["items"]] == [
            (NOW, id_at(20)),
            (PAST, id_at(0)),
        ]
        assert [one["id"] for one in page["episodes"]] == [NOW, PAST]
        assert (page["next_cursor"], page["previous_cursor"]) == (None, None)

    def test_the_episode_itself_stays_out_of_sight(self, api: ApiClient) -> None:
        for rest in ("", "/messages", f"/messages/{id_at(0)}/media"):
            path = f"/v1/conversations/{PAST}{rest}"
            assert api.request("GET", path, token=api.token("agente1")).status == 404

    def test_who_had_the_chat_reads_nothing_that_came_after(self, api: ApiClient) -> None:
        page = ask(api, name="agente4", through=PAST).json
        assert [one["conversation_id"] for one in page["items"]] == [PAST]
        about = ask(api, f"?message={id_at(20)}&episode={NOW}", "agente4", PAST)
        assert about.status == 404
        file = ask(api, media(NOW, id_at(20)), "agente4", PAST)
        assert file.status == 404

    def test_a_walk_goes_up_and_down(self, api: ApiClient) -> None:
        first = ask(api, "?limit=1").json
        second = ask(api, f"?limit=1&cursor={first['next_cursor']}").json
        assert [one["id"] for one in second["items"]] == [id_at(0)]
        middle = ask(api, f"?limit=1&message={id_at(0)}&episode={PAST}").json
        assert (middle["anchor"], [one["id"] for one in middle["items"]]) == (id_at(0), [id_at(0)])
        below = ask(api, f"?cursor={middle['previous_cursor']}").json
        assert [one["id"] for one in below["items"]] == [id_at(20)]
        assert below["previous_cursor"] is None
        above = ask(api, f"?cursor={below['next_cursor']}").json
        assert [one["id"] for one in above["items"]] == [id_at(0)]

    def test_a_page_with_nothing_below_leads_up_from_where_it_stood(self, api: ApiClient) -> None:
        raw = json.dumps(["thread", "newer", NOW, id_at(20)]).encode()
        foot = base64.urlsafe_b64encode(raw).decode().rstrip("=")
        page = ask(api, f"?cursor={foot}").json
        assert page["items"] == []
        above = ask(api, f"?cursor={page['next_cursor']}").json
        assert [one["id"] for one in above["items"]] == [id_at(20), id_at(0)]

    def test_an_instant_begins_a_walk(self, api: ApiClient) -> None:
        page = ask(api, "?at=2000-01-01T00:00:00Z").json
        assert page["anchor"] == id_at(0)

    @pytest.mark.parametrize(
        ("rest", "status", "code"),
        [
            ("?message=x", 404, "not_found"),
            (f"?message={id_at(0)}&episode={id_of('nobody')}", 404, "not_found"),
            ("?at=yesterday", 422, "invalid_request"),
            ("?at=2026-01-01T00:00:00", 422, "invalid_request"),
            ("?limit=0", 422, "invalid_request"),
            ("?cursor=x", 422, "invalid_cursor"),
            ("/search?words=", 422, "invalid_request"),
            ("/search?words=%20", 422, "invalid_request"),
            ("/gallery?kind=secrets", 422, "invalid_request"),
            (media(PAST, MessageId("x")), 404, "not_found"),
            (media(NOW, id_at(20)), 404, "not_found"),  # no file
        ],
    )
    def test_what_makes_no_sense_is_refused(
        self, api: ApiClient, rest: str, status: int, code: str
    ) -> None:
        answer = ask(api, rest)
        assert (answer.status, answer.code) == (status, code)

    @pytest.mark.parametrize("parts", [["older", id_of("nobody"), id_at(0)], ["sideways"], []])
    def test_a_cursor_that_was_never_given_is_refused(
        self, api: ApiClient, parts: list[str]
    ) -> None:
        raw = json.dumps(["thread", *parts]).encode()
        cursor = base64.urlsafe_b64encode(raw).decode().rstrip("=")
        answer = ask(api, f"?cursor={cursor}")
        assert (answer.status, answer.code) == (422, "invalid_cursor")


class TestFindings:
    def test_words_are_found_without_their_accents(self, api: ApiClient) -> None:
        found = ask(api, "/search?words=prestamo").json
        assert [one["id"] for one in found["items"]] == [id_at(0)]
        assert [one["id"] for one in found["episodes"]] == [PAST]
        assert (found["searched"], found["next_cursor"]) == (2, None)
        assert found["searched_back_to"] == found["items"][0]["occurred_at"]

    def test_a_search_is_on_record_once_without_its_words(
        self, api: ApiClient, services: Container
    ) -> None:
        raw = json.dumps(["findings", PAST, id_at(0)]).encode()
        cursor = base64.urlsafe_b64encode(raw).decode().rstrip("=")
        for rest in ("/search?words=prestamo", f"/search?words=prestamo&cursor={cursor}"):
            assert ask(api, rest).status == 200
        [(sighting, change)] = services.witness.of("conversation.searched")  # type: ignore[attr-defined]
        assert (sighting.entity_id, sighting.detail) == (NOW, {})
        assert change.actor == services.people.get().by_email("agente1@hilo.test").id  # type: ignore[union-attr]

    def test_nothing_found_says_how_far_it_looked(self, api: ApiClient) -> None:
        found = ask(api, "/search?words=nada+parecido").json
        assert (found["items"], found["episodes"], found["searched"]) == ([], [], 2)

    @pytest.mark.parametrize(
        ("kind", "expected"),
        [("picture", [id_at(0)]), ("link", [id_at(20)]), ("audio", []), ("document", [])],
    )
    def test_the_gallery_has_its_parts(self, api: ApiClient, kind: str, expected: Any) -> None:
        found = ask(api, f"/gallery?kind={kind}").json
        assert [one["id"] for one in found["items"]] == expected

    def test_a_file_of_the_past_has_an_address_through_the_thread(self, api: ApiClient) -> None:
        answer = ask(api, media(PAST, id_at(0)))
        assert answer.json == {"url": "https://media.test/k"}
