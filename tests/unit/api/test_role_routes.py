"""Roles, permissions and fields over the API: who asks, who edits, and what is withheld."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.bootstrap import Container
from chalicelib.core.ids import UserId
from chalicelib.domains.access.fields import FieldRule, FieldRules
from chalicelib.domains.access.standard_roles import STANDARD_ROLES
from chalicelib.domains.contacts.models import Identity, Person
from tests.fakes.api import Answer, ApiClient
from tests.samples import CHANGE

READS = {"title": "Sólo lectura", "permissions": ["conversations.read"], "scope": "own"}


def ask(api: ApiClient, method: str, path: str, body: Any, name: str, **headers: str) -> Answer:
    return api.request(method, path, body, token=api.token(name), **headers)


def edit(api: ApiClient, name: str, by: str = "admin", /, **fields: Any) -> Answer:
    version = str(ask(api, "GET", f"/v1/roles/{name}", None, "admin").json["version"])
    return ask(api, "PATCH", f"/v1/roles/{name}", fields, by, **{"If-Match": version})


class TestWhoMay:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/v1/roles/agent"),
            ("POST", "/v1/roles"),
            ("PATCH", "/v1/roles/agent"),
            ("GET", "/v1/roles/agent/compared-with/supervisor"),
            ("GET", "/v1/permissions"),
            ("GET", "/v1/permissions/users.read/holders"),
            ("GET", "/v1/access-review"),
            ("GET", "/v1/access-review/csv"),
        ],
    )
    def test_only_administrators_and_nobody_without_a_token(
        self, api: ApiClient, method: str, path: str
    ) -> None:
        assert api.request(method, path, {"x": 1}).status == 401
        for name in ("agente1", "supervisora"):
            answer = ask(api, method, path, {"x": 1}, name)
            assert (answer.status, answer.code) == (403, "forbidden")

    def test_what_a_person_can_do_is_told_of_those_in_sight(self, api: ApiClient) -> None:
        path = "/v1/users/agente1/permissions"
        assert api.request("GET", path).status == 401
        assert ask(api, "GET", path, None, "supervisora").code == "forbidden"
        assert ask(api, "GET", "/v1/users/admin/permissions", None, "supervisora").status == 404
        assert ask(api, "GET", "/v1/users/nobody/permissions", None, "admin").status == 404

    def test_a_supervisor_is_told_which_roles_there_are_and_not_what_they_may(
        self, api: ApiClient
    ) -> None:
        items = ask(api, "GET", "/v1/roles", None, "supervisora").json["items"]
        agent = next(one for one in items if one["name"] == "agent")
        assert (agent["people"], agent["permissions"], agent["field_rules"]) == (4, None, None)


class TestKeeping:
    def test_a_role_is_created_edited_and_retired(self, api: ApiClient) -> None:
        made = ask(api, "POST", "/v1/roles", READS, "admin")
        assert made.status == 201
        assert made.json["name"] == "solo_lectura"
        rule = {"field": "contact.phone", "sight": "masked", "is_editable": False}
        changed = edit(api, "solo_lectura", field_rules=[rule], description="Auditoría externa")
        assert (changed.status, changed.json["version"]) == (200, 2)
        assert changed.json["field_rules"] == [rule]
        assert changed.json["changed_by"] == {"id": "admin", "name": "Administración"}
        retired = edit(api, "solo_lectura", is_retired=True)
        assert (retired.status, retired.json["is_retired"]) == (200, True)

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"title": " "}, "title"),
            ({"permissions": ["conversations.love"]}, "permissions.0"),
            ({"permissions": ["roles.manage"]}, "permissions.roles.manage"),
            ({"scope": "world"}, "scope"),
            ({"field_rules": [{"field": "shoes"}]}, "field_rules.0.field"),
            (
                {"field_rules": [{"field": "contact.shoes", "sight": "hidden"}]},
                "field_rules.contact.shoes",
            ),
        ],
    )
    def test_what_makes_no_sense_is_refused_with_its_field(
        self, api: ApiClient, change: dict[str, Any], field: str
    ) -> None:
        answer = ask(api, "POST", "/v1/roles", READS | change, "admin")
        assert (answer.status, answer.code) == (422, "invalid_request")
        assert [one["field"] for one in answer.json["errors"]] == [field]

    def test_conflicts_and_repetitions_are_told(self, api: ApiClient) -> None:
        key = {"Idempotency-Key": "a-role-once"}
        first = ask(api, "POST", "/v1/roles", READS, "admin", **key)
        assert ask(api, "POST", "/v1/roles", READS, "admin", **key).json == first.json
        again = ask(api, "POST", "/v1/roles", READS, "admin")
        assert (again.status, again.code) == (409, "name_taken")
        stale = {"If-Match": "7"}
        answer = ask(api, "PATCH", "/v1/roles/agent", {"scope": "all"}, "admin", **stale)
        assert (answer.status, answer.code) == (412, "version_conflict")

    def test_the_last_administrator_and_a_role_in_use_stay(self, api: ApiClient) -> None:
        answer = edit(api, "administrator", permissions=["users.read"])
        assert (answer.status, answer.code) == (409, "last_administrator")
        answer = edit(api, "agent", is_retired=True)
        assert (answer.status, answer.code, answer.json["people"]) == (409, "role_in_use", 4)

    def test_nobody_grants_what_they_do_not_hold(self, api: ApiClient, services: Container) -> None:
        gives(services, "supervisor", "roles.read", "roles.manage")
        answer = edit(api, "administrator", "supervisora", description="mía")
        assert (answer.status, answer.code) == (403, "not_yours_to_grant")
        more = READS | {"permissions": ["users.read", "users.manage"]}
        answer = ask(api, "POST", "/v1/roles", more, "supervisora")
        assert (answer.code, answer.json["permissions"]) == ("not_yours_to_grant", ["users.manage"])
        assert ask(api, "POST", "/v1/roles", READS, "supervisora").status == 201


def gives(services: Container, name: str, *permissions: Any) -> None:
    """A role has these besides its own."""
    role = services.people_repository.load().roles[name]
    more = replace(role, permissions=role.permissions | set(permissions), version=role.version + 1)
    services.people_repository.save_role(more, CHANGE)
    services.people.forget()


def withholds(services: Container, name: str, *rules: FieldRule) -> None:
    role = services.people_repository.load().roles[name]
    strict = replace(role, field_rules=FieldRules(frozenset(rules)), version=role.version + 1)
    services.people_repository.save_role(strict, CHANGE)
    services.people.forget()


class TestAnswers:
    def test_a_person_s_permissions(self, api: ApiClient) -> None:
        told = ask(api, "GET", "/v1/users/agente3/permissions", None, "admin").json
        agent = next(role for role in STANDARD_ROLES if role.name == "agent")
        assert told["permissions"] == sorted(agent.permissions)
        assert (told["role"], told["scope"], told["dangerous"]) == ("agent", "own", [])
        assert told["queues"] == ["cobranzas", "general"]
        assert {one["field"] for one in told["field_rules"]} == {
            "contact.name",
            "contact.phone",
            "contact.username",
            "client.*",
        }

    def test_who_can_do_something(self, api: ApiClient) -> None:
        told = ask(api, "GET", "/v1/permissions/conversations.assign/holders", None, "admin").json
        assert told["roles"] == ["administrator", "outbound_supervisor", "supervisor"]
        assert {one["id"] for one in told["people"]} == {"admin", "supervisora"}
        assert ask(api, "GET", "/v1/permissions/love/holders", None, "admin").status == 404

    def test_how_two_roles_differ(self, api: ApiClient) -> None:
        path = "/v1/roles/outbound_agent/compared-with/agent"
        told = ask(api, "GET", path, None, "admin").json
        assert (told["only"], told["only_other"]) == ([], ["conversations.claim"])
        assert told["fields"] == []
        path = "/v1/roles/agent/compared-with/supervisor"
        told = ask(api, "GET", path, None, "admin").json
        assert (told["scope"], told["other_scope"]) == ("own", "queues")
        assert [one["field"] for one in told["fields"]] == [
            "client.*",
            "contact.name",
            "contact.phone",
            "contact.username",
        ]
        assert ask(api, "GET", "/v1/roles/x/compared-with/agent", None, "admin").status == 404

    def test_the_access_review_as_a_page_and_as_a_table(
        self, api: ApiClient, services: Container
    ) -> None:
        user = services.people.get().users[UserId("agente1")]
        services.people_repository.save_user(replace(user, name="=cmd|calc"), CHANGE)
        services.people.forget()
        review = ask(api, "GET", "/v1/access-review", None, "admin").json
        by_id = {one["user_id"]: one for one in review["items"]}
        assert len(by_id) == 6
        assert "roles.manage" in by_id["admin"]["dangerous"]
        assert by_id["agente1"]["dangerous"] == []
        table = ask(api, "GET", "/v1/access-review/csv", None, "admin")
        assert table.headers["content-type"] == "text/csv; charset=utf-8"
        assert table.headers["content-disposition"].startswith("attachment")
        rows = list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff"), newline="")))
        assert {row["user_id"] for row in rows} == by_id.keys()
        assert "'=cmd|calc" in {row["name"] for row in rows}
        assert len(services.witness.of("access_review.exported")) == 1  # type: ignore[attr-defined]


class TestMaintaining:
    """A supervisor runs the connections of her queues."""

    def patch(self, api: ApiClient, body: Any, name: str = "supervisora") -> Answer:
        path = "/v1/connections/wa-principal"
        return ask(api, "PATCH", path, body, name, **{"If-Match": "1"})

    @pytest.mark.parametrize("change", [{"enabled": True}, {"name": "Principal"}])
    def test_renames_and_reconnects(self, api: ApiClient, change: dict[str, Any]) -> None:
        assert self.patch(api, change).status == 200

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"enabled": False}, "enabled"),
            ({"queue_id": "cobranzas"}, "queue_id"),
            ({"waba_id": "12345"}, "waba_id"),
        ],
    )
    def test_neither_stops_nor_moves_nor_lends(
        self, api: ApiClient, change: dict[str, Any], field: str
    ) -> None:
        answer = self.patch(api, change)
        assert (answer.status, answer.code) == (403, "field_read_only")
        assert [one["field"] for one in answer.json["errors"]] == [field]

    def test_agents_do_nothing_of_it(self, api: ApiClient) -> None:
        assert self.patch(api, {"enabled": True}, "agente1").code == "forbidden"

    def test_connections_of_other_queues_are_out_of_sight(
        self, api: ApiClient, services: Container
    ) -> None:
        user = services.people.get().users[UserId("supervisora")]
        elsewhere = replace(user, queue_ids=frozenset({"cobranzas"}))  # type: ignore[arg-type]
        services.people_repository.save_user(elsewhere, CHANGE)
        services.people.forget()
        assert self.patch(api, {"enabled": True}).status == 404
        items = ask(api, "GET", "/v1/connections", None, "supervisora").json["items"]
        assert [one["id"] for one in items] == ["wa-cobranzas"]


@pytest.fixture
def rosa(services: Container) -> str:
    """A customer with values; whoever sees everything sees her."""
    contacts = services.contacts
    person = Person((Identity("phone", "593995550148"),), name="Rosa Quishpe", username="rosa.q")
    identified = contacts.identify(person)
    contact = contacts.ensure(identified.contact_id, person, first_sight=True)
    services.clients.put(
        contact,
        {"saldo": "1250.40", "cedula": "1712345678"},
        0,
        field_rules=FieldRules(),
        change=CHANGE,
    )
    return contact.id


class TestRevealing:
    def reveal(self, api: ApiClient, contact_id: str, field: str, name: str = "admin") -> Answer:
        return ask(api, "POST", f"/v1/contacts/{contact_id}/reveal", {"field": field}, name)

    @pytest.mark.parametrize(
        ("field", "values"),
        [
            ("contact.name", ["Rosa Quishpe"]),
            ("contact.phone", ["593995550148"]),
            ("contact.username", ["rosa.q"]),
            ("client.cedula", ["1712345678"]),
            ("client.nothing", []),
        ],
    )
    def test_answers_that_field_alone_and_is_on_record_without_it(
        self, api: ApiClient, services: Container, rosa: str, field: str, values: list[str]
    ) -> None:
        withholds(services, "administrator", FieldRule(field, "hidden"))
        answer = self.reveal(api, rosa, field)
        assert answer.json == {"contact_id": rosa, "field": field, "values": values}
        [(sighting, change)] = services.witness.of("field.revealed")  # type: ignore[attr-defined]
        assert (sighting.event, sighting.entity_id) == ("field.revealed", rosa)
        assert sighting.detail == {"field": field}
        assert change.actor == "admin"

    @pytest.mark.parametrize("field", ["agent.name", "client.*", "contact.shoes", "x"])
    def test_of_no_field_of_a_customer_is_refused(
        self, api: ApiClient, rosa: str, field: str
    ) -> None:
        assert self.reveal(api, rosa, field).status == 422

    def test_nothing_is_revealed_that_cannot_be_put_on_record(
        self, api: ApiClient, services: Container, rosa: str
    ) -> None:
        services.witness.is_blind = True  # type: ignore[attr-defined]
        answer = self.reveal(api, rosa, "contact.phone")
        assert answer.status >= 500
        assert "593995550148" not in answer.text

    def test_nobody_reveals_without_permission_sight_or_token(
        self, api: ApiClient, services: Container, rosa: str
    ) -> None:
        path, body = f"/v1/contacts/{rosa}/reveal", {"field": "contact.phone"}
        assert api.request("POST", path, body).status == 401
        assert self.reveal(api, rosa, "contact.phone", "agente1").status == 404
        gives(services, "supervisor", "fields.reveal")
        assert self.reveal(api, rosa, "contact.phone", "supervisora").status == 404
        scope = replace(services.people.get().roles["agent"], scope="all")
        services.people_repository.save_role(scope, CHANGE)
        services.people.forget()
        assert self.reveal(api, rosa, "contact.phone", "agente1").code == "forbidden"


class TestValues:
    def test_who_sees_in_part_changes_what_is_theirs_and_loses_nothing(
        self, api: ApiClient, services: Container, rosa: str
    ) -> None:
        withholds(
            services,
            "administrator",
            FieldRule("client.cedula", "masked", is_editable=False),
            FieldRule("contact.name", "hidden"),
        )
        path = f"/v1/contacts/{rosa}/values"
        shown = ask(api, "GET", path, None, "admin").json
        assert (shown["name"], shown["values"]["cedula"]) == (None, "••••5678")
        sent = {"values": shown["values"] | {"saldo": "0"}}
        saved = ask(api, "PUT", path, sent, "admin", **{"If-Match": "1"})
        assert saved.json["values"] == {"saldo": "0", "cedula": "••••5678"}
        stored = services.clients.of_id(saved.json["contact_id"]).standing.values
        assert stored == {"saldo": "0", "cedula": "1712345678"}
        sent = {"values": {"cedula": "1"}}
        refused = ask(api, "PUT", path, sent, "admin", **{"If-Match": "2"})
        assert (refused.status, refused.code) == (403, "field_read_only")
        assert [one["field"] for one in refused.json["errors"]] == ["values.cedula"]
