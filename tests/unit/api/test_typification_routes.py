"""Typifications over the API: who keeps trees, who closes with them, who corrects."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.bootstrap import Container
from chalicelib.core.ids import QueueId, UserId
from chalicelib.domains.conversations.models import Conversation
from tests.fakes.api import Answer, ApiClient
from tests.samples import CHANGE, heard, id_at, id_of, written

TREES = "/v1/typifications"
NODES: list[dict[str, Any]] = [
    {"id": "PR0MES", "parent_id": None, "name": "Promesa de pago", "is_retired": False},
    {"id": "H0Y000", "parent_id": "PR0MES", "name": "Hoy", "is_retired": False},
    {"id": "NEGAT0", "parent_id": None, "name": "Negativa", "is_retired": False},
]
TREE: dict[str, Any] = {"name": "Cobranza", "nodes": NODES}
DUE = TREE | {"is_mandatory": True}
HELD = replace(heard("one"), assignee_id=UserId("agente1"))
PATH = f"/v1/conversations/{HELD.id}"
SEEN = {"last_seen_message_id": id_at(0)}


def ask(
    api: ApiClient, method: str, path: str, body: Any, name: str | None, **headers: str
) -> Answer:
    token = api.token(name) if name else None
    return api.request(method, path, body, token=token, **headers)


def create(api: ApiClient, body: Any) -> Any:
    answer = ask(api, "POST", TREES, body, "admin")
    assert answer.status == 201, answer.text
    return answer.json


def resolve(api: ApiClient, name: str = "agente1", **typification: Any) -> Answer:
    body = SEEN | ({"typification": typification} if typification else {})
    return ask(api, "POST", f"{PATH}/resolve", body, name)


@pytest.fixture(autouse=True)
def talk(services: Container) -> None:
    """Agent 1 holds a conversation of the queue `general`."""
    services.thread_store.create_head(HELD, CHANGE)
    services.message_store.put(written(0), CHANGE)


class TestTrees:
    @pytest.mark.parametrize(
        ("method", "path"), [("POST", TREES), ("PATCH", f"{TREES}/any"), ("GET", TREES)]
    )
    def test_are_nothing_to_nobody(self, api: ApiClient, method: str, path: str) -> None:
        assert ask(api, method, path, {}, None).status == 401

    @pytest.mark.parametrize(("method", "path"), [("POST", TREES), ("PATCH", f"{TREES}/any")])
    @pytest.mark.parametrize("name", ["agente1", "supervisora"])
    def test_only_administrators_keep_them(
        self, api: ApiClient, method: str, path: str, name: str
    ) -> None:
        answer = ask(api, method, path, {"nonsense": 1}, name)
        assert (answer.status, answer.code) == (403, "forbidden")

    def test_are_created_edited_retired_and_restored(self, api: ApiClient) -> None:
        made = create(api, TREE | {"name": " Cobranza  tardía", "queue_ids": ["general"]})
        leaves = [one["id"] for one in made["nodes"] if one["is_choosable"]]
        assert leaves == ["H0Y000", "NEGAT0"]
        assert made["name"] == "Cobranza tardía"
        assert (made["queue_ids"], made["is_mandatory"], made["version"]) == (["general"], False, 1)
        path = f"{TREES}/{made['id']}"
        assert ask(api, "PATCH", path, {}, "admin").code == "precondition_required"
        edit = {"is_mandatory": True, "nodes": NODES[:1]}
        edited = ask(api, "PATCH", path, edit, "admin", If_Match="1").json
        assert [one["is_choosable"] for one in edited["nodes"]] == [True]
        late = ask(api, "PATCH", path, {"is_mandatory": False}, "admin", If_Match="1")
        assert (late.status, late.code) == (412, "version_conflict")
        for retired, version in ((True, "2"), (False, "3")):
            answer = ask(api, "PATCH", path, {"is_retired": retired}, "admin", If_Match=version)
            assert answer.json["is_retired"] is retired
        assert ask(api, "PATCH", f"{TREES}/nowhere", {}, "admin", If_Match="1").status == 404

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"name": " "}, "name"),
            ({"name": "x" * 61}, "name"),
            ({"queue_ids": ["nowhere"]}, "queue_ids"),
            ({"mandatory_queue_ids": ["nowhere"]}, "mandatory_queue_ids"),
            ({"nodes": [NODES[0] | {"name": ""}]}, "nodes.0.name"),
            ({"nodes": [NODES[0] | {"name": "x" * 81}]}, "nodes.0.name"),
            ({"nodes": [NODES[0] | {"id": "../x"}]}, "nodes.0.id"),
            ({"nodes": [NODES[0], NODES[0]]}, "nodes.1.id"),
            ({"nodes": [NODES[1]]}, "nodes.0.parent_id"),
            ({"nodes": [NODES[0], NODES[2] | {"name": "PROMESA DE PAGO"}]}, "nodes.1.name"),
            ({"version": 1}, "version"),
        ],
    )
    def test_are_refused_with_the_wrong_field_named(
        self, api: ApiClient, change: dict[str, Any], field: str
    ) -> None:
        answer = ask(api, "POST", TREES, TREE | change, "admin")
        assert (answer.status, answer.code) == (422, "invalid_request")
        assert [error["field"] for error in answer.json["errors"]] == [field]

    def test_have_names_of_their_own(self, api: ApiClient) -> None:
        create(api, TREE)
        answer = ask(api, "POST", TREES, TREE | {"name": "COBRÁNZA"}, "admin")
        assert (answer.status, answer.code) == (409, "name_taken")

    def test_are_listed_for_a_queue_that_they_serve(self, api: ApiClient) -> None:
        create(api, TREE)
        create(api, TREE | {"name": "Solo cobranzas", "queue_ids": ["cobranzas"]})
        create(api, {"name": "Vacía"})

        def names(query: str, name: str = "agente1") -> list[str]:
            items = ask(api, "GET", TREES + query, None, name).json["items"]
            return [one["name"] for one in items]

        assert names("", "admin") == ["Cobranza", "Solo cobranzas", "Vacía"]
        assert names("") == ["Cobranza"]  # of the queues they serve
        assert names("?queue=general") == ["Cobranza"]
        assert names("?queue=cobranzas") == ["Cobranza", "Solo cobranzas"]


class TestClosing:
    def test_asks_for_nothing_when_nothing_is_mandatory(self, api: ApiClient) -> None:
        create(api, TREE)
        answer = resolve(api)
        assert (answer.status, answer.json["state"]) == (200, "resolved")
        assert answer.json["typification"] is None

    def test_names_the_trees_when_one_is_due(self, api: ApiClient) -> None:
        tree = create(api, DUE)
        answer = resolve(api)
        assert (answer.status, answer.code) == (422, "typification_required")
        assert answer.json["trees"] == [{"id": tree["id"], "name": "Cobranza"}]
        assert ask(api, "GET", PATH, None, "agente1").json["state"] == "pending"

    @pytest.mark.parametrize("name", ["agente1", "supervisora", "admin"])
    def test_keeps_what_was_chosen(self, api: ApiClient, name: str) -> None:
        tree = create(api, DUE)
        chosen = {"tree_id": tree["id"], "node_id": "H0Y000", "comment": "a las 5"}
        answer = resolve(api, name, **chosen)
        told = answer.json["typification"]
        expected = {
            **chosen,
            "conversation_id": HELD.id,
            "version": 1,
            "tree_name": "Cobranza",
            "tree_version": 1,
            "path": ["Promesa de pago", "Hoy"],
            "closed_at": answer.json["resolved_at"],
        }
        assert {key: told[key] for key in expected} == expected
        assert told["by"]["id"] == name
        assert "typification" not in ask(api, "GET", PATH, None, "agente1").json  # as in frames
        page = ask(api, "GET", f"{PATH}/thread", None, "agente1").json
        assert page["typifications"] == [told]

    @pytest.mark.parametrize(
        ("node_id", "code"),
        [("PR0MES", "typification_not_choosable"), ("N0SUCH", "unknown_typification")],
    )
    def test_refuses_what_cannot_be_chosen(self, api: ApiClient, node_id: str, code: str) -> None:
        tree = create(api, DUE)
        answer = resolve(api, tree_id=tree["id"], node_id=node_id)
        assert (answer.status, answer.code) == (422, code)

    def test_refuses_a_comment_that_is_too_long(self, api: ApiClient) -> None:
        tree = create(api, DUE)
        answer = resolve(api, tree_id=tree["id"], node_id="H0Y000", comment="x" * 501)
        assert [one["field"] for one in answer.json["errors"]] == ["typification.comment"]

    def test_is_not_for_who_does_not_see_it(self, api: ApiClient) -> None:
        create(api, DUE)
        assert resolve(api, "agente2").status == 404
        assert ask(api, "POST", f"{PATH}/resolve", SEEN, None).status == 401


class TestCorrection:
    @pytest.fixture
    def tree(self, api: ApiClient) -> Any:
        """The conversation is closed with `Hoy`."""
        made = create(api, TREE)
        assert resolve(api, tree_id=made["id"], node_id="H0Y000").status == 200
        return made

    def correct(self, api: ApiClient, tree: Any, name: str | None, node_id: str) -> Answer:
        body = {"tree_id": tree["id"], "node_id": node_id}
        return ask(api, "PUT", f"{PATH}/typification", body, name)

    @pytest.mark.parametrize("name", ["supervisora", "admin"])
    def test_keeps_what_was_said_before(self, api: ApiClient, tree: Any, name: str) -> None:
        answer = self.correct(api, tree, name, "NEGAT0")
        assert answer.json["typification"]["path"] == ["Negativa"]
        history = ask(api, "GET", f"{PATH}/typifications", None, "agente1").json["items"]
        told = [(one["version"], one["path"][-1], one["by"]["id"]) for one in history]
        assert told == [(2, "Negativa", name), (1, "Hoy", "agente1")]

    @pytest.mark.parametrize(("name", "status"), [("agente1", 403), ("agente2", 404), (None, 401)])
    def test_is_for_supervisors_alone(
        self, api: ApiClient, tree: Any, name: str | None, status: int
    ) -> None:
        assert self.correct(api, tree, name, "NEGAT0").status == status

    def test_of_an_open_one_is_refused(self, api: ApiClient) -> None:
        answer = self.correct(api, create(api, TREE), "supervisora", "NEGAT0")
        assert (answer.status, answer.code) == (409, "conversation_open")

    @pytest.mark.parametrize(
        ("name", "status"), [("agente1", 200), ("supervisora", 200), ("agente2", 404), (None, 401)]
    )
    def test_its_history_is_for_who_sees_the_conversation(
        self, api: ApiClient, tree: Any, name: str | None, status: int
    ) -> None:
        assert tree["version"] == 1
        assert ask(api, "GET", f"{PATH}/typifications", None, name).status == status

    def test_out_of_scope_does_not_exist(self, api: ApiClient, services: Container) -> None:
        tree = create(api, TREE)
        hidden: Conversation = replace(heard("two"), queue_id=QueueId("ventas"), resolved_at_ms=1)
        services.thread_store.create_head(hidden, CHANGE)
        body = {"tree_id": tree["id"], "node_id": "NEGAT0"}
        path = f"/v1/conversations/{id_of('two')}"
        assert ask(api, "PUT", f"{path}/typification", body, "supervisora").status == 404
        assert ask(api, "GET", f"{path}/typifications", None, "supervisora").status == 404


def test_labels_that_only_some_roles_see_are_shown_to_them_in_the_thread(
    api: ApiClient,
) -> None:
    secret = ask(
        api,
        "POST",
        "/v1/labels",
        {"name": "Riesgo", "colour": "rojo", "seen_by": ["supervisor"]},
        "admin",
    ).json["id"]
    path = f"{PATH}/messages/{id_at(0)}/labels"
    assert ask(api, "PUT", path, {"labels": [secret]}, "supervisora").json["labels"] == [secret]
    for name, expected in (("supervisora", [secret]), ("agente1", [])):
        (message,) = ask(api, "GET", f"{PATH}/thread", None, name).json["items"]
        assert message["labels"] == expected
