"""Me, queues, users and connections: who sees and who may change what."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from chalicelib.bootstrap import Container
from chalicelib.core.change import Change
from chalicelib.core.ids import ConnectionId
from chalicelib.domains.connections.models import Trouble
from chalicelib.domains.conversations.events import UpdateKept
from tests.fakes.api import Answer, ApiClient

NEW = {
    "channel": "whatsapp_cloud",
    "name": "Ventas",
    "app_id": "meta-local",
    "phone_number_id": "100000000000009",
    "queue_id": "general",
}
UNTOLD = (
    "trouble",
    "waba_id",
    "display_phone_number",
    "restriction",
    "violation",
    "quality",
    "messaging_limit",
    "display_name",
    "account_review",
    "history",
)


def create(api: ApiClient, body: Any = NEW, **headers: str) -> Answer:
    return api.request("POST", "/v1/connections", body, token=api.token("admin"), **headers)


def edit(api: ApiClient, body: Any, connection_id: str = "wa-principal", **headers: str) -> Answer:
    path = f"/v1/connections/{connection_id}"
    return api.request("PATCH", path, body, token=api.token("admin"), **headers)


@pytest.mark.parametrize(
    ("name", "role", "scope", "queues"),
    [
        ("admin", "administrator", "all", ["cobranzas", "general"]),
        ("supervisora", "supervisor", "queues", ["cobranzas", "general"]),
        ("agente1", "agent", "own", ["general"]),
        ("agente4", "agent", "own", ["cobranzas", "general"]),
    ],
)
def test_everybody_is_who_they_are(
    api: ApiClient, name: str, role: str, scope: str, queues: list[str]
) -> None:
    profile = api.request("GET", "/v1/me", token=api.token(name)).json
    assert profile["email"] == f"{name}@hilo.test"
    assert (profile["role"], profile["scope"], profile["queues"]) == (role, scope, queues)
    assert profile["permissions"] == sorted(profile["permissions"])
    listed = api.request("GET", "/v1/queues", token=api.token(name)).json
    assert sorted(queue["id"] for queue in listed["items"]) == queues
    assert listed["next_cursor"] is None


@pytest.mark.parametrize(
    "path", ["/v1/conversations?", "/v1/dead-letters?", "/v1/provider-notices?app_id=meta-local&"]
)
@pytest.mark.parametrize("position", ['["a"]', '["a","b"]', f'["{"0" * 9}","{"0" * 19}"]'])
def test_a_cursor_that_the_list_never_gave_is_refused(
    api: ApiClient, path: str, position: str
) -> None:
    cursor = base64.urlsafe_b64encode(position.encode()).decode().rstrip("=")
    answer = api.request("GET", f"{path}cursor={cursor}", token=api.token("admin"))
    assert (answer.status, answer.code) == (422, "invalid_cursor")


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("GET", "/v1/users", "agente1"),
        ("GET", "/v1/connections", "agente1"),
        ("POST", "/v1/connections", "agente1"),
        ("POST", "/v1/connections", "supervisora"),
        ("PATCH", "/v1/connections/wa-principal", "agente1"),
    ],
)
def test_a_role_without_the_permission_is_refused_whatever_it_sends(
    api: ApiClient, method: str, path: str, name: str
) -> None:
    answer = api.request(method, path, {"nonsense": 1}, token=api.token(name))
    assert (answer.status, answer.code) == (403, "forbidden")


def test_a_supervisor_sees_the_people_of_her_queues(api: ApiClient) -> None:
    users = api.request("GET", "/v1/users", token=api.token("supervisora")).json["items"]
    assert {user["id"] for user in users} == {
        "supervisora",
        "agente1",
        "agente2",
        "agente3",
        "agente4",
    }
    assert "password" not in str(users)


def test_connections_are_listed_without_secrets(api: ApiClient) -> None:
    listed = api.request("GET", "/v1/connections", token=api.token("admin"))
    assert [one["id"] for one in listed.json["items"]] == ["wa-cobranzas", "wa-principal"]
    assert "secret" not in listed.text


def test_a_connection_that_cannot_send_says_why(api: ApiClient, services: Container) -> None:
    trouble = Trouble("190", "The access token has expired", "Session expired", 1_700_000_000_000)
    change = Change("connection.troubled", "outbound", trouble.since_ms)
    services.connections.note_trouble(ConnectionId("wa-principal"), trouble, change)
    listed = api.request("GET", "/v1/connections", token=api.token("admin")).json["items"]
    assert {one["id"]: one["trouble"] for one in listed} == {
        "wa-cobranzas": None,
        "wa-principal": {
            "code": "190",
            "title": "The access token has expired",
            "detail": "Session expired",
            "since": "2023-11-14T22:13:20.000Z",
        },
    }


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"channel": "fax"}, "channel"),
        ({"name": ""}, "name"),
        ({"name": " \t\u00a0"}, "name"),
        ({"phone_number_id": "+591 7"}, "phone_number_id"),
        ({"app_id": "unknown"}, "app_id"),
        ({"queue_id": "unknown"}, "queue_id"),
        ({"app_secret": "x"}, "app_secret"),
    ],
)
def test_a_connection_is_refused_with_the_wrong_field_named(
    api: ApiClient, change: dict[str, str], field: str
) -> None:
    answer = create(api, NEW | change)
    assert (answer.status, answer.code) == (422, "invalid_request")
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_a_connection_is_created_once(api: ApiClient) -> None:
    made = create(api)
    assert made.status == 201
    signals = {"sends_read_receipts": True, "sends_typing": True}
    state = {"enabled": True, "version": 1}
    untold = dict.fromkeys(UNTOLD)
    assert made.json == {**NEW, "id": made.json["id"], **signals, **state, **untold}
    again = create(api)
    assert (again.status, again.code) == (409, "connection_exists")


def test_an_edit_needs_the_version_it_was_made_from(api: ApiClient) -> None:
    assert edit(api, {"enabled": False}).code == "precondition_required"
    assert edit(api, {"enabled": False}, If_Match="garbage").code == "version_conflict"
    done = edit(api, {"enabled": False, "name": "Otra"}, If_Match='"1"')
    assert (done.status, done.json["enabled"], done.json["version"]) == (200, False, 2)
    late = edit(api, {"enabled": True}, If_Match="1")
    assert (late.status, late.code) == (412, "version_conflict")
    quiet = edit(api, {"sends_typing": False}, If_Match="2").json
    assert (quiet["name"], quiet["enabled"], quiet["sends_typing"]) == ("Otra", False, False)
    assert quiet["sends_read_receipts"] is True
    assert edit(api, {}, If_Match="3").json == quiet


@pytest.mark.parametrize(
    "change",
    [{"enabled": "false"}, {"enabled": 0}, {"sends_typing": "no"}, {"name": 7}, {"name": "  "}],
    ids=str,
)
def test_an_edit_takes_types_at_their_word(api: ApiClient, change: dict[str, Any]) -> None:
    answer = edit(api, change, If_Match="1")
    assert (answer.status, answer.code) == (422, "invalid_request")
    assert [error["field"] for error in answer.json["errors"]] == list(change)


@pytest.mark.parametrize(
    "hostile", ["0", "..%2f..%2fme", "%00", "%27%20OR%201", "%C3%B1", "x" * 1000]
)
def test_an_id_that_cannot_be_ours_names_nothing(api: ApiClient, hostile: str) -> None:
    answer = edit(api, {"enabled": False}, hostile, If_Match="1")
    assert (answer.status, answer.code) == (404, "not_found")


class TestIdempotencyKey:
    def test_a_malformed_key_is_refused(self, api: ApiClient) -> None:
        for key in ("", "tab\tbed", "ñ", "x" * 256):
            answer = create(api, Idempotency_Key=key)
            assert (answer.status, answer.code) == (422, "invalid_request")

    def test_another_body_is_refused(self, api: ApiClient) -> None:
        create(api, Idempotency_Key="k")
        answer = create(api, NEW | {"name": "Otra"}, Idempotency_Key="k")
        assert (answer.status, answer.code) == (422, "idempotency_key_reused")

    def test_the_first_answer_is_given_again(self, api: ApiClient) -> None:
        first = create(api, Idempotency_Key="k")
        again = create(api, Idempotency_Key="k")
        assert (again.status, again.text) == (first.status, first.text)

    def test_a_refusal_keeps_no_key(self, api: ApiClient) -> None:
        wrong = NEW | {"queue_id": "unknown"}
        assert create(api, wrong, Idempotency_Key="k").code == "invalid_request"
        assert create(api, Idempotency_Key="k").status == 201


def notices(api: ApiClient, query: str, name: str = "admin") -> Answer:
    return api.request("GET", f"/v1/provider-notices?{query}", token=api.token(name))


@pytest.mark.parametrize("name", ["supervisora", "agente1"])
def test_only_who_may_read_connections_is_told_what_the_provider_said(
    api: ApiClient, name: str
) -> None:
    answer = notices(api, "app_id=meta-local", name)
    assert (answer.status, answer.code) == (403, "forbidden")


@pytest.mark.parametrize(
    "query", ["", "app_id=", "app_id=a%2Fb", "app_id=a&limit=0", "app_id=a&x=1"]
)
def test_a_malformed_question_for_notices_is_refused(api: ApiClient, query: str) -> None:
    answer = notices(api, query)
    assert (answer.status, answer.code) == (422, "invalid_request")


def test_notices_are_listed_page_by_page(api: ApiClient, services: Container) -> None:
    store: Any = services.provider_notices
    for number in range(3):
        change = Change("provider_update.kept", "inbound", 1_700_000_000_000 + number)
        update = UpdateKept("account_update", None, {"event": "DISABLED_UPDATE", "n": number})
        store.keep("meta-local", update, 1_700_000_000_000 + number, change)
    first = notices(api, "app_id=meta-local&limit=2").json
    assert [one["payload"]["n"] for one in first["items"]] == [2, 1]
    assert first["items"][0]["at"] == "2023-11-14T22:13:20.002Z"
    rest = notices(api, f"app_id=meta-local&limit=2&cursor={first['next_cursor']}").json
    assert [one["payload"]["n"] for one in rest["items"]] == [0]
    assert rest["next_cursor"] is None
    assert notices(api, "app_id=other").json == {"items": [], "next_cursor": None}
