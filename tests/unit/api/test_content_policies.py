"""Content policies over the API: who keeps them, and what they refuse to whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.bootstrap import Container
from chalicelib.core.ids import UserId
from chalicelib.domains.content_policies.models import CONTENT_KINDS
from tests.fakes.api import Answer, ApiClient
from tests.samples import CHANGE, heard, written

PATH = "/v1/content-policies"
NO_LINKS = {"name": "Sin enlaces", "allowed": [one for one in CONTENT_KINDS if one != "link"]}
HEAD = replace(heard("one", 0), assignee_id=UserId("agente1"))
MESSAGES = f"/v1/conversations/{HEAD.id}/messages"
PICTURE = {"filename": "foto.png", "content_type": "image/png", "bytes": 10}


def ask(
    api: ApiClient, method: str, path: str, body: Any = None, name: str = "admin", **headers: str
) -> Answer:
    return api.request(method, path, body, token=api.token(name), **headers)


def create(api: ApiClient, **fields: Any) -> Any:
    answer = ask(api, "POST", PATH, NO_LINKS | fields)
    assert answer.status == 201, answer.text
    return answer.json


@pytest.mark.parametrize(
    ("method", "path"), [("GET", PATH), ("POST", PATH), ("PATCH", f"{PATH}/one")]
)
class TestAccess:
    @pytest.mark.parametrize("name", ["agente1", "supervisora"])
    def test_is_the_administrator_s(
        self, api: ApiClient, method: str, path: str, name: str
    ) -> None:
        answer = ask(api, method, path, {}, name)
        assert (answer.status, answer.code) == (403, "forbidden")

    def test_needs_a_token(self, api: ApiClient, method: str, path: str) -> None:
        assert api.request(method, path, {}).status == 401


def test_one_is_created_edited_retired_and_restored(api: ApiClient) -> None:
    made = create(api, connections=["wa-principal"], roles=["agent"])
    assert made == {
        **NO_LINKS,
        "id": made["id"],
        "connections": ["wa-principal"],
        "roles": ["agent"],
        "is_retired": False,
        "changed_by": {"id": "admin", "name": "Administración"},
        "changed_at": made["changed_at"],
        "version": 1,
    }
    path = f"{PATH}/{made['id']}"
    assert ask(api, "PATCH", path, {}).code == "precondition_required"
    edited = ask(api, "PATCH", path, {"allowed": [], "roles": []}, If_Match="1").json
    assert (edited["allowed"], edited["roles"], edited["version"]) == ([], [], 2)
    late = ask(api, "PATCH", path, {"allowed": []}, If_Match="1")
    assert (late.status, late.code) == (412, "version_conflict")
    assert ask(api, "POST", PATH, NO_LINKS).code == "name_taken"
    for retired, version in ((True, "2"), (False, "3")):
        answer = ask(api, "PATCH", path, {"is_retired": retired}, If_Match=version)
        assert answer.json["is_retired"] is retired
    assert [one["version"] for one in ask(api, "GET", PATH).json["items"]] == [4]
    assert ask(api, "PATCH", f"{PATH}/unknown", {}, If_Match="1").status == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"allowed": ["text", "telepathy"]}, "allowed.1"),
        ({"allowed": None}, "allowed"),
        ({"connections": ["unknown"]}, "connections"),
        ({"roles": ["boss"]}, "roles"),
    ],
    ids=str,
)
def test_a_wrong_field_is_named(api: ApiClient, change: dict[str, Any], field: str) -> None:
    answer = ask(api, "POST", PATH, NO_LINKS | change)
    assert (answer.status, answer.code) == (422, "invalid_request")
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_everybody_is_told_what_they_may_not_send(api: ApiClient) -> None:
    create(api, connections=["wa-principal"], roles=["agent"])
    mine = ask(api, "GET", "/v1/me", name="agente1").json
    refused = [{"kind": "link", "policies": ["Sin enlaces"]}]
    assert mine["restrictions"] == [{"connection_id": "wa-principal", "refused": refused}]
    assert ask(api, "GET", "/v1/me", name="supervisora").json["restrictions"] == []
    (pictures,) = [one for one in mine["sendable"] if one["kind"] == "image"]
    assert pictures == {
        "kind": "image",
        "content_types": ["image/jpeg", "image/png"],
        "max_bytes": 5 * 1024 * 1024,
    }


def test_a_message_is_refused_at_the_door(api: ApiClient, services: Container) -> None:
    services.thread_store.create_head(HEAD, CHANGE)
    services.message_store.put(written(0), CHANGE)
    made = create(api)
    body = {"kind": "text", "text": "vea example.com"}
    answer = ask(api, "POST", MESSAGES, body, "agente1")
    assert (answer.status, answer.code) == (422, "content_not_allowed")
    assert answer.json["refused"] == [{"kind": "link", "policies": ["Sin enlaces"]}]
    assert answer.json["link"] == "example.com"
    assert answer.json["connection"]["id"] == HEAD.connection_id
    ask(api, "PATCH", f"{PATH}/{made['id']}", {"is_retired": True}, If_Match="1")
    accepted = ask(api, "POST", MESSAGES, body, "agente1")
    assert (accepted.status, accepted.json["text"]) == (201, "vea example.com")


class TestUploads:
    def test_are_refused_before_anything_is_brought_in(self, api: ApiClient) -> None:
        create(api, allowed=["text"], connections=["wa-principal"])
        there = PICTURE | {"connection_id": "wa-principal"}
        answer = ask(api, "POST", "/v1/uploads", there, "agente1")
        assert (answer.status, answer.code) == (422, "content_not_allowed")
        assert answer.json["connection"] == {"id": "wa-principal", "name": "WhatsApp principal"}

    def test_are_refused_without_the_name_of_a_line_that_is_none_of_theirs(
        self, api: ApiClient
    ) -> None:
        create(api, allowed=["text"], connections=["wa-cobranzas"])
        there = PICTURE | {"connection_id": "wa-cobranzas"}
        answer = ask(api, "POST", "/v1/uploads", there, "agente1")
        assert (answer.status, answer.code) == (422, "content_not_allowed")
        assert answer.json["connection"] is None

    def test_of_no_known_connection_are_judged_by_what_holds_on_all(self, api: ApiClient) -> None:
        create(api, allowed=["text"])
        answer = ask(api, "POST", "/v1/uploads", PICTURE, "agente1")
        assert (answer.status, answer.code) == (422, "content_not_allowed")
        assert answer.json["connection"] is None

    def test_for_a_connection_that_does_not_exist_are_not_found(self, api: ApiClient) -> None:
        body = PICTURE | {"connection_id": "unknown"}
        assert ask(api, "POST", "/v1/uploads", body, "agente1").status == 404
