"""Applications over the API: who keeps them, what may be given to them, and their secrets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.bootstrap import Container
from chalicelib.core.ids import QueueId
from chalicelib.domains.access.models import Permission, Role
from tests.fakes.api import Answer, ApiClient
from tests.fakes.catalogue import MemoryCatalogue
from tests.fakes.clock import FakeClock
from tests.samples import CHANGE

PATH = "/v1/applications"
SHOP = {
    "name": "Tienda",
    "description": "Avisa de los pedidos",
    "permissions": ["conversations.answer", "conversations.read"],
    "scope": "queues",
    "queues": ["general"],
}


def ask(
    api: ApiClient, method: str, path: str, body: Any = None, name: str = "admin", **headers: str
) -> Answer:
    return api.request(method, path, body, token=api.token(name), **headers)


def create(api: ApiClient, **fields: Any) -> Any:
    answer = ask(api, "POST", PATH, SHOP | fields)
    assert answer.status == 201, answer.text
    return answer.json


def add_secret(api: ApiClient, application: Any, **body: Any) -> Answer:
    path, version = f"{PATH}/{application['id']}/secrets", str(application["version"])
    return ask(api, "POST", path, body, If_Match=version)


def keeper_with(services: Container, *permissions: Permission) -> None:
    """The supervisor's role keeps applications and holds those, in her two queues."""
    role = Role("supervisor", frozenset({*permissions, "applications.manage"}), "queues", 2)
    services.people_repository.save_role(role, CHANGE)
    services.people.forget()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", PATH),
        ("POST", PATH),
        ("PATCH", f"{PATH}/one"),
        ("POST", f"{PATH}/one/secrets"),
        ("POST", f"{PATH}/one/secrets/two/end"),
    ],
)
class TestAccess:
    @pytest.mark.parametrize("name", ["agente1", "supervisora"])
    def test_is_refused_without_the_permission(
        self, api: ApiClient, method: str, path: str, name: str
    ) -> None:
        answer = ask(api, method, path, {}, name)
        assert (answer.status, answer.code) == (403, "forbidden")

    def test_needs_a_token(self, api: ApiClient, method: str, path: str) -> None:
        assert api.request(method, path, {}).status == 401


def test_one_is_created_edited_retired_and_restored(api: ApiClient) -> None:
    made = create(api)
    assert made == {
        **SHOP,
        "id": made["id"],
        "secrets": [],
        "last_used_at": None,
        "is_retired": False,
        "changed_by": {"id": "admin", "name": "Administración"},
        "changed_at": made["changed_at"],
        "version": 1,
    }
    path = f"{PATH}/{made['id']}"
    assert ask(api, "PATCH", path, {}).code == "precondition_required"
    edited = ask(api, "PATCH", path, {"scope": "all"}, If_Match="1").json
    assert (edited["scope"], edited["queues"], edited["version"]) == ("all", [], 2)
    late = ask(api, "PATCH", path, {"description": ""}, If_Match="1")
    assert (late.status, late.code) == (412, "version_conflict")
    assert ask(api, "POST", PATH, SHOP).code == "name_taken"
    for retired, version in ((True, "2"), (False, "3")):
        answer = ask(api, "PATCH", path, {"is_retired": retired}, If_Match=version)
        assert answer.json["is_retired"] is retired
    assert [one["version"] for one in ask(api, "GET", PATH).json["items"]] == [4]
    assert ask(api, "PATCH", f"{PATH}/unknown", {}, If_Match="1").status == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"permissions": ["conversations.fly"]}, "permissions.0"),
        ({"scope": "own"}, "scope"),
        ({"queues": []}, "queues"),
        ({"queues": ["unknown"]}, "queues"),
    ],
    ids=str,
)
def test_a_wrong_field_is_named(api: ApiClient, change: dict[str, Any], field: str) -> None:
    answer = ask(api, "POST", PATH, SHOP | change)
    assert (answer.status, answer.code) == (422, "invalid_request")
    assert [error["field"] for error in answer.json["errors"]] == [field]


class TestNobodyGrantsWhatTheyDoNotHold:
    @pytest.mark.parametrize(
        ("fields", "lacking", "sight"),
        [
            ({"permissions": ["queues.manage"]}, ["queues.manage"], False),
            ({"scope": "all", "queues": []}, [], True),
            ({"queues": ["general", "ventas"]}, [], True),
        ],
        ids=str,
    )
    def test_in_a_new_one(
        self,
        api: ApiClient,
        services: Container,
        fields: dict[str, Any],
        lacking: list[str],
        sight: bool,
    ) -> None:
        keeper_with(services, "conversations.read", "conversations.answer")
        general = services.people_repository.load().queues[QueueId("general")]
        sales = replace(general, id=QueueId("ventas"), name="Ventas")
        services.people_repository.save_queue(sales, CHANGE)
        services.people.forget()
        answer = ask(api, "POST", PATH, SHOP | fields, "supervisora")
        assert (answer.status, answer.code) == (403, "beyond_own_rights")
        assert (answer.json["permissions"], answer.json["sight"]) == (lacking, sight)
        assert ask(api, "POST", PATH, SHOP, "supervisora").status == 201

    def test_by_the_secret_of_one_that_may_more(self, api: ApiClient, services: Container) -> None:
        made = create(api, permissions=["queues.manage"])
        keeper_with(services, "conversations.read")
        path = f"{PATH}/{made['id']}"
        for method, where, body in (
            ("POST", f"{path}/secrets", {}),
            ("PATCH", path, {"name": "Otra"}),
            ("PATCH", path, {"permissions": []}),
            ("PATCH", path, {"is_retired": False}),
        ):
            answer = ask(api, method, where, body, "supervisora", If_Match="1")
            assert (answer.status, answer.code) == (403, "beyond_own_rights"), where
        retired = ask(api, "PATCH", path, {"is_retired": True}, "supervisora", If_Match="1")
        assert retired.status == 200


class TestSecrets:
    def test_one_is_shown_once(self, api: ApiClient, services: Container) -> None:
        made = create(api)
        answer = add_secret(api, made)
        assert answer.status == 201
        told = answer.json
        assert told["client_id"] == made["id"]
        assert told["client_secret"].startswith(f"hilo_{told['secret_id']}_")
        assert len(told["client_secret"]) > 50
        assert told["client_secret"] not in ask(api, "GET", PATH).text
        (stored,) = services.application_store.load()[made["id"]].secrets
        assert told["client_secret"] not in repr(stored)
        assert isinstance(services.application_store, MemoryCatalogue)
        assert services.application_store.changes[-1].event == "application.secret_created"

    def test_the_earlier_one_ends_after_the_overlap(
        self, api: ApiClient, services: Container
    ) -> None:
        clock = services.clock
        assert isinstance(clock, FakeClock)
        first = add_secret(api, create(api)).json["application"]
        second = add_secret(api, first, overlap_hours=1).json["application"]
        newest, older = second["secrets"]
        assert (newest["is_live"], newest["ends_at"]) == (True, None)
        assert older["is_live"]
        assert older["ends_at"] is not None
        third = add_secret(api, second)
        assert (third.status, third.code, third.json["limit"]) == (409, "too_many_secrets", 2)
        clock.advance(3600)
        (listed,) = ask(api, "GET", PATH).json["items"]
        assert [one["is_live"] for one in listed["secrets"]] == [True, False]
        assert add_secret(api, second).status == 201

    def test_one_ends_at_once(self, api: ApiClient) -> None:
        made = add_secret(api, create(api)).json
        path = f"{PATH}/{made['client_id']}/secrets/{made['secret_id']}/end"
        ended = ask(api, "POST", path, If_Match="2").json
        assert [one["is_live"] for one in ended["secrets"]] == [False]
        again = ask(api, "POST", path, If_Match="3").json
        assert again["secrets"] == ended["secrets"]
        assert ask(api, "POST", path, If_Match="2").code == "version_conflict"
        unknown = f"{PATH}/{made['client_id']}/secrets/unknown/end"
        assert ask(api, "POST", unknown, If_Match="3").status == 404

    def test_two_people_at_once_make_one(self, api: ApiClient) -> None:
        made = create(api)
        assert add_secret(api, made).status == 201
        late = add_secret(api, made)
        assert (late.status, late.code) == (412, "version_conflict")

    def test_a_retired_one_gets_none(self, api: ApiClient) -> None:
        made = create(api)
        path = f"{PATH}/{made['id']}"
        retired = ask(api, "PATCH", path, {"is_retired": True}, If_Match="1").json
        answer = add_secret(api, retired)
        assert (answer.status, answer.code) == (409, "application_retired")
