"""Client credentials: who gets a token, what it is good for, and when it stops."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any
from urllib.parse import quote_plus, urlencode

import pytest

from chalicelib.api.endpoint import ENDPOINTS, PUBLIC
from chalicelib.api.openapi import document
from chalicelib.bootstrap import Container
from chalicelib.core.change import Change
from chalicelib.core.ids import UserId
from chalicelib.core.stamped_cache import STAMP_CHECK_SECONDS
from chalicelib.domains.audit.models import Sighting
from tests.fakes.api import Answer, ApiClient
from tests.fakes.applications import MemorySecretUses
from tests.fakes.audit import FakeWitness
from tests.fakes.catalogue import MemoryCatalogue
from tests.fakes.clock import FakeClock
from tests.samples import CHANGE, heard, written
from tests.unit.api.test_applications import PATH, add_secret, ask, create

TOKEN = "/v1/auth/token"
HEAD = heard("one", 0)
MESSAGES = f"/v1/conversations/{HEAD.id}/messages"
BODY = {"kind": "text", "text": "Su pedido salió"}


class Client:
    """A program with the credentials of an application."""

    def __init__(self, api: ApiClient, **fields: Any) -> None:
        self.api = api
        made = add_secret(api, create(api, **fields)).json
        self.id, self.secret = made["client_id"], made["client_secret"]
        self.application, self.secret_id = made["application"], made["secret_id"]

    def ask(self, form: dict[str, str] | None = None, **headers: str) -> Answer:
        credentials = {"client_id": self.id, "client_secret": self.secret}
        sent = {"grant_type": "client_credentials"} | credentials | (form or {})
        return post_form(self.api, sent, **headers)

    def token(self, **form: str) -> str:
        answer = self.ask(form)
        assert answer.status == 200, answer.text
        token: str = answer.json["access_token"]
        return token


def post_form(api: ApiClient, form: dict[str, str] | str, **headers: str) -> Answer:
    body = form if isinstance(form, str) else urlencode(form)
    kind = {"Content_Type": "application/x-www-form-urlencoded"}
    return api.request("POST", TOKEN, body.encode(), **(kind | headers))


def basic(client_id: str, secret: str) -> str:
    both = f"{quote_plus(client_id)}:{quote_plus(secret)}"
    return f"Basic {base64.b64encode(both.encode()).decode()}"


@pytest.fixture
def clock(services: Container) -> FakeClock:
    assert isinstance(services.clock, FakeClock)
    return services.clock


@pytest.fixture
def client(api: ApiClient) -> Client:
    return Client(api)


class TestRefused:
    @pytest.mark.parametrize(
        ("form", "status", "error"),
        [
            ({"grant_type": "password"}, 400, "unsupported_grant_type"),
            ({"grant_type": ""}, 400, "invalid_request"),
            ({"client_secret": "hilo_AAAAAAAA_wrong"}, 401, "invalid_client"),
            ({"client_secret": "without any form"}, 401, "invalid_client"),
            ({"client_secret": ""}, 401, "invalid_client"),
            ({"client_id": "unknown"}, 401, "invalid_client"),
            ({"scope": "queues.manage"}, 400, "invalid_scope"),
            ({"scope": "conversations.read queues.manage"}, 400, "invalid_scope"),
            ({"scope": ""}, 400, "invalid_scope"),
        ],
        ids=str,
    )
    def test_in_the_form_of_the_standard(
        self, client: Client, form: dict[str, str], status: int, error: str
    ) -> None:
        answer = client.ask(form)
        assert (answer.status, answer.json["error"]) == (status, error)
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["cache-control"] == "no-store"
        assert ("www-authenticate" in answer.headers) == (status == 401)

    def test_with_the_secret_of_another(self, api: ApiClient, client: Client) -> None:
        other = Client(api, name="Otra")
        assert client.ask({"client_secret": other.secret}).json["error"] == "invalid_client"

    def test_where_a_field_stands_twice(self, api: ApiClient, client: Client) -> None:
        twice = f"grant_type=client_credentials&client_id={client.id}&client_id={client.id}"
        answer = post_form(api, twice)
        assert (answer.status, answer.json["error"]) == (422, "invalid_request")

    def test_where_the_secret_stands_twice(self, client: Client) -> None:
        header = basic(client.id, client.secret)
        assert client.ask(Authorization=header).json["error"] == "invalid_request"

    def test_as_json(self, api: ApiClient) -> None:
        assert api.request("POST", TOKEN, {}).status == 415

    def test_an_address_that_guesses_but_not_the_client(
        self, api: ApiClient, client: Client, clock: FakeClock, services: Container
    ) -> None:
        policy = services.access_policy
        for _ in range(policy.attempts_per_address):
            client.ask({"client_secret": "hilo_AAAAAAAA_guess"})
        held = client.ask()
        assert (held.status, held.json["error"]) == (429, "too_many_requests")
        assert 0 < int(held.headers["retry-after"]) <= policy.attempts_window_seconds
        clock.advance(policy.attempts_window_seconds)
        assert client.ask().status == 200

    def test_a_client_that_does_not_keep_its_token(
        self, client: Client, clock: FakeClock, services: Container
    ) -> None:
        statuses = [
            client.ask().status for _ in range(services.access_policy.application_tokens_per_minute)
        ]
        assert set(statuses) == {200}
        assert client.ask().status == 429
        clock.advance(60)
        assert client.ask().status == 200


class TestGiven:
    def test_for_credentials_in_the_form_or_in_the_header(
        self, api: ApiClient, client: Client
    ) -> None:
        answer = client.ask()
        assert answer.json == {
            "access_token": answer.json["access_token"],
            "token_type": "Bearer",
            "expires_in": 300,
            "scope": "conversations.answer conversations.read",
        }
        header = basic(client.id, client.secret)
        form = {"grant_type": "client_credentials"}
        assert post_form(api, form, Authorization=header).status == 200

    def test_for_less_where_less_is_asked(self, api: ApiClient, client: Client) -> None:
        token = client.token(scope="conversations.read")
        assert api.request("GET", "/v1/conversations", token=token).status == 200
        refused = api.request("POST", "/v1/uploads", {}, token=token)
        assert (refused.status, refused.code) == (403, "forbidden")

    def test_and_the_use_is_noted_once_a_minute(
        self, api: ApiClient, client: Client, clock: FakeClock, services: Container
    ) -> None:
        uses = services.secret_uses
        assert isinstance(uses, MemorySecretUses)
        for _ in range(3):
            client.token()
        assert uses.writes == 1
        clock.advance(61)
        client.token()
        assert uses.writes == 2
        (listed,) = ask(api, "GET", PATH).json["items"]
        assert listed["last_used_at"] == listed["secrets"][0]["last_used_at"] is not None


def last_seen(services: Container) -> tuple[Sighting, Change]:
    witness = services.witness
    assert isinstance(witness, FakeWitness)
    return witness.seen[-1]


class TestOnRecord:
    def test_a_token_given_names_the_secret(self, client: Client, services: Container) -> None:
        client.token(scope="conversations.read")
        sighting, change = last_seen(services)
        assert (sighting.event, sighting.entity_id) == ("application.token_given", client.id)
        assert sighting.detail == {"secret": client.secret_id, "scope": ["conversations.read"]}
        assert (change.actor, change.event) == (client.id, sighting.event)

    @pytest.mark.parametrize(
        ("form", "reason", "known"),
        [
            ({"client_secret": "wrong"}, "invalid_client", True),
            ({"client_id": "unknown"}, "invalid_client", False),
            ({"scope": "queues.manage"}, "invalid_scope", True),
        ],
        ids=str,
    )
    def test_a_refusal_says_why_and_nothing_that_was_sent(
        self, client: Client, services: Container, form: dict[str, str], reason: str, known: bool
    ) -> None:
        client.ask(form)
        sighting, change = last_seen(services)
        assert (sighting.event, sighting.outcome) == ("application.token_refused", "refused")
        assert sighting.entity_id == (client.id if known else "")
        assert (sighting.detail, change.actor) == ({"reason": reason}, "anonymous")


class TestStops:
    @pytest.fixture
    def token(self, client: Client) -> str:
        return client.token()

    def status(self, api: ApiClient, token: str) -> tuple[int, Any]:
        answer = api.request("GET", "/v1/conversations", token=token)
        return answer.status, answer.code if answer.status != 200 else None

    def test_after_its_five_minutes(self, api: ApiClient, token: str, clock: FakeClock) -> None:
        clock.advance(299)
        assert self.status(api, token) == (200, None)
        clock.advance(1)
        assert self.status(api, token) == (401, "unauthenticated")

    @pytest.mark.parametrize("how", ["retired", "secret ended"])
    def test_within_seconds_of_its_end(
        self, api: ApiClient, client: Client, token: str, clock: FakeClock, how: str
    ) -> None:
        assert self.status(api, token) == (200, None)
        path = f"{PATH}/{client.id}"
        if how == "retired":
            ended = ask(api, "PATCH", path, {"is_retired": True}, If_Match="2")
        else:
            ended = ask(api, "POST", f"{path}/secrets/{client.secret_id}/end", If_Match="2")
        assert ended.status == 200
        clock.advance(STAMP_CHECK_SECONDS)
        assert self.status(api, token) == (401, "application_ended")
        assert client.ask().json["error"] == "invalid_client"

    def test_where_a_permission_was_taken_away(
        self, api: ApiClient, client: Client, token: str
    ) -> None:
        body = {"permissions": ["conversations.answer"]}
        ask(api, "PATCH", f"{PATH}/{client.id}", body, If_Match="2")
        assert self.status(api, token) == (403, "forbidden")

    def test_when_a_secret_runs_out_the_other_serves(
        self, api: ApiClient, client: Client, clock: FakeClock
    ) -> None:
        new = add_secret(api, client.application, overlap_hours=1).json
        assert client.ask().status == 200
        clock.advance(3600)
        assert client.ask().status == 401
        client.secret = new["client_secret"]
        assert client.ask().status == 200


def held(services: Container, user: str | None = None) -> None:
    head = replace(HEAD, assignee_id=UserId(user) if user else None)
    services.thread_store.create_head(head, CHANGE)
    services.message_store.put(written(0), CHANGE)


class TestAtWork:
    def test_sees_only_its_queues(self, api: ApiClient, services: Container) -> None:
        held(services)
        near, far = Client(api), Client(api, name="Otra", queues=["cobranzas"])
        path = f"/v1/conversations/{HEAD.id}"
        assert api.request("GET", path, token=near.token()).status == 200
        assert api.request("GET", path, token=far.token()).status == 404

    def test_writes_in_its_own_name_where_nobody_holds(
        self, api: ApiClient, client: Client, services: Container
    ) -> None:
        held(services)
        answer = api.request("POST", MESSAGES, BODY, token=client.token())
        assert answer.status == 201, answer.text
        assert answer.json["author"] == {"kind": "bot", "id": client.id, "name": "Tienda"}
        assert services.thread_store.heads([HEAD.id])[0].assignee_id is None

    def test_does_not_talk_into_what_a_person_holds(
        self, api: ApiClient, client: Client, services: Container
    ) -> None:
        held(services, "agente1")
        answer = api.request("POST", MESSAGES, BODY, token=client.token())
        assert (answer.status, answer.code) == (409, "not_holder")

    def test_a_key_gives_the_first_answer_again(
        self, api: ApiClient, client: Client, services: Container
    ) -> None:
        held(services)
        sent = [
            api.request("POST", MESSAGES, BODY, token=client.token(), Idempotency_Key="k")
            for _ in range(2)
        ]
        assert sent[0].json["id"] == sent[1].json["id"]
        other = BODY | {"text": "Otro"}
        again = api.request("POST", MESSAGES, other, token=client.token(), Idempotency_Key="k")
        assert again.code == "idempotency_key_reused"

    def test_what_it_changes_bears_its_name(self, api: ApiClient, services: Container) -> None:
        client = Client(api, permissions=["labels.manage", "labels.read"])
        label = {"name": "Pedido", "colour": "azul"}
        made = api.request("POST", "/v1/labels", label, token=client.token()).json
        assert made["changed_by"] == {"id": client.id, "name": "Tienda"}
        assert isinstance(services.label_store, MemoryCatalogue)
        change = services.label_store.changes[-1]
        assert (change.actor, change.application) == (client.id, client.id)
        path = f"/v1/labels/{made['id']}"
        late = api.request("PATCH", path, {}, token=client.token(), If_Match="7")
        assert late.code == "version_conflict"


def test_every_endpoint_says_who_may_call_it() -> None:
    document()
    silent = [
        f"{one.method} {one.path}"
        for one in ENDPOINTS
        if one.permission != PUBLIC and one.callers is None
    ]
    assert not silent


def test_what_only_people_do_is_refused_to_applications(api: ApiClient) -> None:
    document()
    token = Client(api, scope="all", queues=[]).token()
    of_people = [one for one in ENDPOINTS if one.callers == "people"]
    assert {"/v1/me", "/v1/realtime/ticket", "/v1/applications"} <= {one.path for one in of_people}
    for one in of_people:
        path = one.path.replace("{", "").replace("}", "")
        answer = api.request(one.method, path, {}, token=token)
        assert (answer.status, answer.code) == (403, "people_only"), path


def test_the_metadata_names_the_endpoint(api: ApiClient) -> None:
    path = "/v1/auth/.well-known/oauth-authorization-server"
    told = api.request("GET", path, Host="hilo.example").json
    assert told["token_endpoint"] == "http://hilo.example/api/v1/auth/token"
    assert told["grant_types_supported"] == ["client_credentials"]
    assert "conversations.read" in told["scopes_supported"]
