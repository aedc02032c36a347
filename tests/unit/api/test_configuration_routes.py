"""Labels and queues over the API: who sees and keeps them, and what an edit says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.bootstrap import Container
from chalicelib.core.ids import QueueId, UserId
from tests.fakes.api import Answer, ApiClient
from tests.samples import CHANGE, heard, written

MORA = {"name": "Mora alta", "colour": "rojo", "description": "Más de 90 días"}
HEAD = heard("one", 0)
LABELS = f"/v1/conversations/{HEAD.id}/labels"


def ask(api: ApiClient, method: str, path: str, body: Any, name: str, **headers: str) -> Answer:
    return api.request(method, path, body, token=api.token(name), **headers)


def create(api: ApiClient, path: str, body: Any) -> Any:
    answer = ask(api, "POST", path, body, "admin")
    assert answer.status == 201, answer.text
    return answer.json


def listed(api: ApiClient, path: str, name: str) -> list[Any]:
    items: list[Any] = ask(api, "GET", path, None, name).json["items"]
    return items


@pytest.fixture
def talk(services: Container) -> None:
    """A customer waits in the queue of agents 1 to 4."""
    services.thread_store.create_head(HEAD, CHANGE)
    services.message_store.put(written(0), CHANGE)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/queues"),
        ("PATCH", "/v1/queues/general"),
        ("PUT", "/v1/queues/general/members"),
    ],
)
@pytest.mark.parametrize("name", ["agente1", "supervisora"])
def test_only_administrators_keep_them(api: ApiClient, method: str, path: str, name: str) -> None:
    answer = ask(api, method, path, {"nonsense": 1}, name)
    assert (answer.status, answer.code) == (403, "forbidden")


@pytest.mark.parametrize("path", ["/v1/roles", "/v1/queues/general"])
def test_agents_see_neither_roles_nor_who_serves_a_queue(api: ApiClient, path: str) -> None:
    answer = ask(api, "GET", path, None, "agente1")
    assert (answer.status, answer.code) == (403, "forbidden")


def test_roles_are_listed_by_name(api: ApiClient) -> None:
    roles = [one["name"] for one in listed(api, "/v1/roles", "supervisora")]
    assert roles == [
        "administrator",
        "agent",
        "outbound_agent",
        "outbound_supervisor",
        "supervisor",
    ]


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/v1/labels"), ("PATCH", "/v1/labels/MORA00")]
)
def test_agents_keep_no_labels(api: ApiClient, method: str, path: str) -> None:
    answer = ask(api, method, path, {"nonsense": 1}, "agente1")
    assert (answer.status, answer.code) == (403, "forbidden")


def test_supervisors_create_change_and_retire_labels(api: ApiClient) -> None:
    made = ask(api, "POST", "/v1/labels", MORA, "supervisora").json
    path = f"/v1/labels/{made['id']}"
    version = {"If-Match": str(made["version"])}
    retired = ask(api, "PATCH", path, {"is_retired": True}, "supervisora", **version)
    assert (retired.status, retired.json["is_retired"]) == (200, True)


class TestLabels:
    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"name": ""}, "name"),
            ({"name": " \t"}, "name"),
            ({"name": "x" * 41}, "name"),
            ({"colour": "amarillo"}, "colour"),
            ({"description": "x" * 201}, "description"),
            ({"seen_by": ["boss"]}, "seen_by"),
            ({"used_by": ["boss"]}, "used_by"),
            ({"version": 1}, "version"),
        ],
    )
    def test_are_refused_with_the_wrong_field_named(
        self, api: ApiClient, change: dict[str, Any], field: str
    ) -> None:
        answer = ask(api, "POST", "/v1/labels", MORA | change, "admin")
        assert (answer.status, answer.code) == (422, "invalid_request")
        assert [error["field"] for error in answer.json["errors"]] == [field]

    def test_have_names_of_their_own(self, api: ApiClient) -> None:
        first = create(api, "/v1/labels", MORA)
        answer = ask(api, "POST", "/v1/labels", MORA | {"name": "MORA ÁLTA"}, "admin")
        assert (answer.status, answer.code) == (409, "name_taken")
        assert answer.json["errors"][0]["field"] == "name"
        assert answer.json["holder"]["id"] == first["id"]

    def test_are_created_edited_retired_and_restored(self, api: ApiClient) -> None:
        made = create(api, "/v1/labels", MORA)
        assert made == {
            **MORA,
            "id": made["id"],
            "seen_by": [],
            "used_by": [],
            "may_use": True,
            "is_retired": False,
            "changed_by": {"id": "admin", "name": "Administración"},
            "changed_at": made["changed_at"],
            "version": 1,
        }
        path = f"/v1/labels/{made['id']}"
        assert ask(api, "PATCH", path, {}, "admin").code == "precondition_required"
        edit = {"colour": "azul", "used_by": ["supervisor"]}
        edited = ask(api, "PATCH", path, edit, "admin", If_Match="1").json
        expected = edit | {"name": "Mora alta", "version": 2, "may_use": False}
        assert edited == made | expected
        late = ask(api, "PATCH", path, {"colour": "gris"}, "admin", If_Match="1")
        assert (late.status, late.code) == (412, "version_conflict")
        for retired, version in ((True, "2"), (False, "3")):
            answer = ask(api, "PATCH", path, {"is_retired": retired}, "admin", If_Match=version)
            assert answer.json["is_retired"] is retired

    def test_are_listed_for_who_sees_them(self, api: ApiClient) -> None:
        create(api, "/v1/labels", MORA | {"used_by": ["supervisor"]})
        create(api, "/v1/labels", MORA | {"name": "Riesgo", "seen_by": ["supervisor"]})
        seen = {
            name: [(one["name"], one["may_use"]) for one in listed(api, "/v1/labels", name)]
            for name in ("agente1", "supervisora", "admin")
        }
        assert seen == {
            "agente1": [("Mora alta", False)],
            "supervisora": [("Mora alta", True), ("Riesgo", True)],
            "admin": [("Mora alta", False), ("Riesgo", False)],
        }

    @pytest.mark.usefixtures("talk")
    def test_are_put_on_what_one_sees(self, api: ApiClient) -> None:
        label = create(api, "/v1/labels", MORA)["id"]
        secret = create(api, "/v1/labels", MORA | {"name": "R", "seen_by": ["supervisor"]})["id"]
        both = ask(api, "PUT", LABELS, {"labels": [label, secret]}, "supervisora")
        assert both.json["labels"] == [label, secret]
        shown = api.request("GET", f"/v1/conversations/{HEAD.id}", token=api.token("agente1"))
        assert shown.json["labels"] == [label]
        assert secret not in str(listed(api, "/v1/conversations", "agente1"))
        off = ask(api, "PUT", LABELS, {"labels": []}, "agente1")
        assert off.json["labels"] == []
        left = api.request("GET", f"/v1/conversations/{HEAD.id}", token=api.token("supervisora"))
        assert left.json["labels"] == [secret]

    @pytest.mark.usefixtures("talk")
    def test_are_put_on_messages_too(self, api: ApiClient) -> None:
        label = create(api, "/v1/labels", MORA)["id"]
        path = f"/v1/conversations/{HEAD.id}/messages/{written(0).id}/labels"
        answer = ask(api, "PUT", path, {"labels": [label]}, "agente1")
        assert (answer.json["labels"], answer.json["version"]) == ([label], 2)
        refused = ask(api, "PUT", path, {"labels": ["NOSUCH"]}, "agente1")
        assert (refused.status, refused.code) == (422, "unknown_label")
        nowhere = path.replace(written(0).id, written(9).id)
        assert ask(api, "PUT", nowhere, {"labels": []}, "agente1").status == 404

    @pytest.mark.usefixtures("talk")
    def test_more_than_eight_are_refused(self, api: ApiClient) -> None:
        ids = [create(api, "/v1/labels", MORA | {"name": f"N{n}"})["id"] for n in range(9)]
        refused = ask(api, "PUT", LABELS, {"labels": ids}, "agente1")
        assert (refused.status, refused.code, refused.json["limit"]) == (422, "too_many_labels", 8)

    def test_of_what_is_out_of_sight_are_nobodys_business(
        self, api: ApiClient, services: Container
    ) -> None:
        hidden = replace(HEAD, queue_id=QueueId("cobranzas"), assignee_id=UserId("agente3"))
        services.thread_store.create_head(hidden, CHANGE)
        answer = ask(api, "PUT", LABELS, {"labels": []}, "agente1")
        assert (answer.status, answer.code) == (404, "not_found")


class TestQueues:
    def test_are_created_and_edited(self, api: ApiClient) -> None:
        sent = {"name": " Ventas  Quito", "description": "De día", "target_seconds": 120}
        made = create(api, "/v1/queues", sent)
        assert (made["name"], made["target_seconds"], made["version"]) == ("Ventas Quito", 120, 1)
        path = f"/v1/queues/{made['id']}"
        edited = ask(api, "PATCH", path, {"target_seconds": None}, "admin", If_Match="1").json
        assert (edited["target_seconds"], edited["description"]) == (None, "De día")
        kept = ask(api, "PATCH", path, {"name": None}, "admin", If_Match="2").json
        assert kept == edited
        taken = ask(api, "PATCH", path, {"name": "general"}, "admin", If_Match="2")
        assert (taken.status, taken.code) == (409, "name_taken")
        assert made["id"] in [one["id"] for one in listed(api, "/v1/queues", "admin")]
        assert made["id"] not in [one["id"] for one in listed(api, "/v1/queues", "supervisora")]

    @pytest.mark.parametrize("seconds", [9, 604_801, "60"])
    def test_have_targets_that_make_sense(self, api: ApiClient, seconds: Any) -> None:
        body = {"name": "Ventas", "target_seconds": seconds}
        answer = ask(api, "POST", "/v1/queues", body, "admin")
        assert [one["field"] for one in answer.json["errors"]] == ["target_seconds"]

    def test_out_of_scope_do_not_exist(self, api: ApiClient) -> None:
        made = create(api, "/v1/queues", {"name": "Ventas"})
        for queue_id in (made["id"], "unknown"):
            answer = ask(api, "GET", f"/v1/queues/{queue_id}", None, "supervisora")
            assert (answer.status, answer.code) == (404, "not_found")
            patched = ask(api, "PATCH", f"/v1/queues/{queue_id}", {}, "supervisora")
            assert patched.status == 404

    def test_with_connections_are_not_retired(self, api: ApiClient) -> None:
        body = {"is_retired": True}
        answer = ask(api, "PATCH", "/v1/queues/general", body, "admin", If_Match="1")
        assert (answer.status, answer.code) == (409, "queue_in_use")
        assert answer.json["connections"] == [{"id": "wa-principal", "name": "WhatsApp principal"}]

    def test_that_are_retired_take_no_connections(self, api: ApiClient) -> None:
        made = create(api, "/v1/queues", {"name": "Ventas"})
        path, retire = f"/v1/queues/{made['id']}", {"is_retired": True}
        assert ask(api, "PATCH", path, retire, "admin", If_Match="1").json["is_retired"]
        bound = {"queue_id": made["id"]}
        moved = ask(api, "PATCH", "/v1/connections/wa-principal", bound, "admin", If_Match="1")
        assert [one["code"] for one in moved.json["errors"]] == ["unknown_queue"]

    @pytest.mark.usefixtures("talk")
    def test_members_are_put_and_keep_what_they_hold(self, api: ApiClient) -> None:
        ask(api, "POST", f"/v1/conversations/{HEAD.id}/claim", {}, "agente1")
        members = [{"user_id": "agente2", "channels": ["whatsapp_cloud"]}]
        path = "/v1/queues/general/members"
        assert ask(api, "PUT", path, {"members": members}, "admin").code == "precondition_required"
        put = ask(api, "PUT", path, {"members": members}, "admin", If_Match="1").json
        assert [(one["id"], one["channels"]) for one in put["members"]] == [
            ("agente2", ["whatsapp_cloud"])
        ]
        assert [(one["id"], one["open_count"]) for one in put["former"]] == [("agente1", 1)]
        assert [one["name"] for one in put["connections"]] == ["WhatsApp principal"]
        held = listed(api, "/v1/conversations", "agente1")
        assert [one["id"] for one in held] == [HEAD.id]
        assert api.request("GET", "/v1/me", token=api.token("agente1")).json["queues"] == []
        late = ask(api, "PUT", path, {"members": []}, "admin", If_Match="1")
        assert (late.status, late.code) == (412, "version_conflict")

    @pytest.mark.parametrize(
        ("member", "code"),
        [
            ({"user_id": "nobody"}, "unknown_member"),
            ({"user_id": "agente1", "channels": ["fax"]}, "invalid_request"),
            ({"channels": []}, "invalid_request"),
        ],
    )
    def test_members_are_refused(self, api: ApiClient, member: Any, code: str) -> None:
        body = {"members": [member]}
        answer = ask(api, "PUT", "/v1/queues/general/members", body, "admin", If_Match="1")
        assert (answer.status, answer.code) == (422, code)

    @pytest.mark.usefixtures("talk")
    def test_a_channel_that_one_does_not_serve_is_not_taken(
        self, api: ApiClient, services: Container
    ) -> None:
        people = services.people_repository
        ana = people.load().users[UserId("agente1")]
        limits = frozenset({(QueueId("general"), "telegram")})
        people.save_user(replace(ana, channel_limits=limits), CHANGE)
        services.people.forget()
        claimed = ask(api, "POST", f"/v1/conversations/{HEAD.id}/claim", {}, "agente1")
        assert (claimed.status, claimed.code) == (403, "channel_not_served")
        given = {"user_id": "agente1"}
        assigned = ask(api, "POST", f"/v1/conversations/{HEAD.id}/assign", given, "supervisora")
        assert (assigned.status, assigned.code) == (422, "unknown_reference")
