"""People over the API: kept by administrators, seen by supervisors, never beyond one's rights."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.bootstrap import Container
from chalicelib.core.ids import UserId
from tests.fakes.api import Answer, ApiClient
from tests.fakes.audit import FakeWitness
from tests.samples import CHANGE, heard, written

BEA = {
    "first_name": "Bea",
    "last_name": "Quispe Choque",
    "username": "bquispe",
    "email": "Bea@hilo.test",
    "role": "agent",
    "file_number": "L-0017",
    "national_id": "1234567 LP",
    "office": "El Alto",
    "queues": ["general"],
}
HEAD = heard("one", 0)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 60


def ask(
    api: ApiClient, method: str, path: str, body: Any = None, name: str = "admin", **headers: str
) -> Answer:
    return api.request(method, path, body, token=api.token(name), **headers)


def created(api: ApiClient, **different: Any) -> Any:
    answer = ask(api, "POST", "/v1/users", BEA | different)
    assert answer.status == 201, answer.text
    return answer.json


def joined(api: ApiClient, user: Any, password: str = "una clave larga y propia") -> Answer:
    token = ask(api, "POST", f"/v1/users/{user['id']}/invitation").json["token"]
    body = {"token": token, "password": password}
    return api.request("POST", "/v1/auth/invitation/accept", body)


ROUTES = [
    ("POST", "/v1/users"),
    ("PATCH", "/v1/users/agente1"),
    ("GET", "/v1/users/agente1/held-conversations"),
    ("POST", "/v1/users/agente1/deactivate"),
    ("POST", "/v1/users/agente1/reactivate"),
    ("POST", "/v1/users/agente1/invitation"),
    ("DELETE", "/v1/users/agente1/invitation"),
    ("POST", "/v1/users/agente1/picture/form"),
    ("PUT", "/v1/users/agente1/picture"),
    ("POST", "/v1/user-imports"),
    ("POST", "/v1/user-imports/preview"),
    ("POST", "/v1/groups"),
    ("PATCH", "/v1/groups/G1"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_only_who_keeps_people_may(api: ApiClient, method: str, path: str) -> None:
    assert api.request(method, path, {"nonsense": 1}).code == "unauthenticated"
    for name in ("supervisora", "agente1"):
        answer = ask(api, method, path, {"nonsense": 1}, name)
        assert (answer.status, answer.code) == (403, "forbidden")


@pytest.mark.parametrize(("method", "path"), [one for one in ROUTES if "agente1" in one[1]])
def test_who_is_out_of_sight_is_nobody(api: ApiClient, method: str, path: str) -> None:
    nowhere = path.replace("agente1", "nadie")
    assert ask(api, method, nowhere, {}, "supervisora").status == 404
    assert ask(api, method, nowhere, {}).status == 404


def test_a_supervisor_reads_who_is_in_her_queues_without_national_ids(api: ApiClient) -> None:
    bea = created(api)
    assert ask(api, "GET", "/v1/users/admin", name="supervisora").status == 404
    seen = ask(api, "GET", f"/v1/users/{bea['id']}", name="supervisora").json
    assert (seen["national_id"], bea["national_id"]) == (None, "1234567 LP")
    found = "/v1/users?search=1234567"
    assert ask(api, "GET", found, name="supervisora").json["total"] == 0
    assert ask(api, "GET", found).json["total"] == 1


class TestList:
    def test_is_searched_and_filtered(self, api: ApiClient) -> None:
        created(api)
        for query, names in {
            "search=QUISPÉ": ["Bea Quispe Choque", "Carla Quispe"],
            "search=l-0017": ["Bea Quispe Choque"],
            "role=supervisor": ["Silvia Supervisora"],
            "queue=cobranzas&role=agent": ["Carla Quispe", "Diego Flores"],
            "state=invited": ["Bea Quispe Choque"],
            "state=deactivated": [],
        }.items():
            listed = ask(api, "GET", f"/v1/users?{query}").json
            assert [one["name"] for one in listed["items"]] == names, query
            assert listed["total"] == len(names)
        assert ask(api, "GET", "/v1/users?state=gone").status == 422

    def test_is_walked_in_pages(self, api: ApiClient) -> None:
        everybody = [one["id"] for one in ask(api, "GET", "/v1/users").json["items"]]
        walked, cursor = list[str](), ""
        while True:
            page = ask(api, "GET", f"/v1/users?limit=2{cursor}").json
            walked += [one["id"] for one in page["items"]]
            if page["next_cursor"] is None:
                break
            cursor = f"&cursor={page['next_cursor']}"
        assert walked == everybody
        assert ask(api, "GET", "/v1/users?cursor=x").code == "invalid_cursor"


class TestCreating:
    def test_answers_all_there_is_of_them(self, api: ApiClient) -> None:
        bea = created(api)
        assert bea["name"] == "Bea Quispe Choque"
        assert (bea["email"], bea["state"], bea["version"]) == ("bea@hilo.test", "invited", 1)
        assert bea["changed_by"] == {"id": "admin", "name": "Administración"}
        assert bea == ask(api, "GET", f"/v1/users/{bea['id']}").json
        assert "hash" not in str(bea)

    @pytest.mark.parametrize(
        ("different", "field"),
        [
            ({"username": "AGENTE1"}, "username"),
            ({"email": " Agente1@HILO.test"}, "email"),
        ],
    )
    def test_is_refused_for_what_another_has(
        self, api: ApiClient, different: dict[str, str], field: str
    ) -> None:
        answer = ask(api, "POST", "/v1/users", BEA | different)
        assert (answer.status, answer.code) == (409, "identifier_taken")
        assert answer.json["errors"][0]["field"] == field
        assert answer.json["holder"] == {"id": "agente1", "name": "Ana Rojas", "is_active": True}

    @pytest.mark.parametrize(
        ("different", "field"),
        [
            ({"first_name": " "}, "first_name"),
            ({"username": "con espacio"}, "username"),
            ({"email": "nadie"}, "email"),
            ({"role": "jefe"}, "role"),
            ({"queues": ["ventas"]}, "queues"),
            ({"groups": ["G9"]}, "groups"),
            ({"office": "=1+1"}, "office"),
            ({"password": "x"}, "password"),
        ],
    )
    def test_is_refused_with_the_wrong_field_named(
        self, api: ApiClient, different: dict[str, Any], field: str
    ) -> None:
        answer = ask(api, "POST", "/v1/users", BEA | different)
        assert (answer.status, answer.code) == (422, "invalid_request")
        assert [error["field"] for error in answer.json["errors"]] == [field]

    def test_repeated_under_its_key_makes_one_person(self, api: ApiClient) -> None:
        first = ask(api, "POST", "/v1/users", BEA, Idempotency_Key="one")
        again = ask(api, "POST", "/v1/users", BEA, Idempotency_Key="one")
        assert (again.status, again.json) == (201, first.json)

    def test_gives_nobody_more_than_the_giver_has(
        self, api: ApiClient, services: Container
    ) -> None:
        agent = services.people.get().roles["agent"]
        keeper = replace(
            agent,
            name="rrhh",
            permissions=agent.permissions | {"users.manage", "users.read"},
            scope="queues",
        )
        services.people_repository.save_role(keeper, CHANGE)
        services.people.forget()
        boss = services.people.get().users[UserId("supervisora")]
        services.people_repository.save_user(replace(boss, role="rrhh"), CHANGE)
        services.people.forget()
        mine = ask(api, "POST", "/v1/users", BEA, "supervisora")
        assert mine.status == 201, mine.text
        for different in ({"role": "administrator"}, {"role": "supervisor"}):
            body = BEA | different | {"username": "otra", "email": "otra@hilo.test"}
            body |= {"file_number": ""}
            answer = ask(api, "POST", "/v1/users", body, "supervisora")
            assert (answer.status, answer.code) == (403, "role_not_grantable")
        path = f"/v1/users/{mine.json['id']}"
        raised = ask(api, "PATCH", path, {"role": "administrator"}, "supervisora", If_Match="1")
        assert (raised.status, raised.code) == (403, "role_not_grantable")


class TestEditing:
    def test_changes_what_is_named_and_nothing_else(self, api: ApiClient) -> None:
        bea = created(api)
        path = f"/v1/users/{bea['id']}"
        assert ask(api, "PATCH", path, {}).code == "precondition_required"
        edit = {"last_name": "Mamani", "queues": ["general", "cobranzas"]}
        edited = ask(api, "PATCH", path, edit, If_Match="1").json
        assert edited["name"] == "Bea Mamani"
        assert edited["queues"] == ["cobranzas", "general"]
        assert (edited["office"], edited["version"]) == ("El Alto", 2)
        late = ask(api, "PATCH", path, {"office": "Sur"}, If_Match="1")
        assert (late.status, late.code) == (412, "version_conflict")
        same = ask(api, "PATCH", path, {"office": "El Alto"}, If_Match="2").json
        assert same["version"] == 2

    def test_keeps_the_last_administrator(self, api: ApiClient) -> None:
        version = str(ask(api, "GET", "/v1/users/admin").json["version"])
        moved = ask(api, "PATCH", "/v1/users/admin", {"role": "agent"}, If_Match=version)
        assert (moved.status, moved.code) == (409, "last_administrator")

    def test_a_freed_user_name_is_free(self, api: ApiClient) -> None:
        bea = created(api)
        ask(api, "PATCH", f"/v1/users/{bea['id']}", {"username": "bea"}, If_Match="1")
        again = BEA | {"email": "otra@hilo.test", "file_number": ""}
        assert ask(api, "POST", "/v1/users", again).status == 201


class TestInvitation:
    def test_lets_somebody_in_once_with_a_password_of_their_own(self, api: ApiClient) -> None:
        bea = created(api)
        asked = ask(api, "POST", f"/v1/users/{bea['id']}/invitation").json
        shown = api.request("POST", "/v1/auth/invitation", {"token": asked["token"]}).json
        assert (shown["name"], shown["username"]) == ("Bea Quispe Choque", "bquispe")
        body = {"token": asked["token"], "password": "una clave larga y propia"}
        weak = api.request("POST", "/v1/auth/invitation/accept", body | {"password": "corta"})
        assert (weak.status, weak.code) == (422, "password_refused")
        come = api.request("POST", "/v1/auth/invitation/accept", body)
        assert come.status == 200, come.text
        me = api.request("GET", "/v1/me", token=come.json["access_token"]).json
        assert (me["profile"]["state"], me["profile"]["national_id"]) == ("active", "1234567 LP")
        again = api.request("POST", "/v1/auth/invitation/accept", body)
        assert (again.status, again.code) == (410, "link_not_good")
        by_name = {"email": "BQuispe", "password": body["password"]}
        assert api.request("POST", "/v1/auth/sign-in", by_name).status == 200
        late = ask(api, "POST", f"/v1/users/{bea['id']}/invitation")
        assert (late.status, late.code) == (409, "not_invited")

    def test_only_the_newest_link_serves_and_none_once_it_was_taken_back(
        self, api: ApiClient
    ) -> None:
        path = f"/v1/users/{created(api)['id']}/invitation"
        old, new = (ask(api, "POST", path).json["token"] for _ in range(2))
        look = "/v1/auth/invitation"
        assert api.request("POST", look, {"token": old}).code == "link_not_good"
        assert api.request("POST", look, {"token": new}).status == 200
        assert ask(api, "DELETE", path).json["state"] == "invited"
        assert api.request("POST", look, {"token": new}).code == "link_not_good"
        for token in ("x", "x.y", "é.é", "." * 200):
            assert api.request("POST", look, {"token": token}).code == "link_not_good"

    def test_serves_nobody_who_was_deactivated(self, api: ApiClient) -> None:
        bea = created(api)
        token = ask(api, "POST", f"/v1/users/{bea['id']}/invitation").json["token"]
        ask(api, "POST", f"/v1/users/{bea['id']}/deactivate")
        ask(api, "POST", f"/v1/users/{bea['id']}/reactivate")
        look = api.request("POST", "/v1/auth/invitation", {"token": token})
        assert look.code == "link_not_good"


class TestDeactivating:
    @pytest.fixture
    def talk(self, services: Container) -> None:
        """A customer waits in the queue of agents 1 to 4."""
        services.thread_store.create_head(HEAD, CHANGE)
        services.message_store.put(written(0), CHANGE)

    def test_ends_sessions_and_gives_back_what_they_hold(
        self, api: ApiClient, services: Container, talk: None
    ) -> None:
        theirs = api.token("agente1")
        claimed = api.request("POST", f"/v1/conversations/{HEAD.id}/claim", token=theirs)
        assert claimed.status == 200
        held = ask(api, "GET", "/v1/users/agente1/held-conversations").json
        assert held["items"] == [{"queue_id": "general", "name": "General", "count": 1}]
        gone = ask(api, "POST", "/v1/users/agente1/deactivate").json
        assert (gone["state"], gone["is_active"]) == ("deactivated", False)
        head = services.thread_store.head(HEAD.id)
        assert head
        assert head.assignee_id is None
        assert api.request("GET", "/v1/me", token=theirs).code == "session_ended"
        assert api.sign_in("agente1").code == "invalid_credentials"
        again = ask(api, "POST", "/v1/users/agente1/deactivate").json
        assert again["version"] == gone["version"]
        back = ask(api, "POST", "/v1/users/agente1/reactivate").json
        assert (back["state"], back["name"]) == ("active", "Ana Rojas")
        assert api.request("GET", "/v1/me", token=theirs).code == "session_ended"
        assert api.sign_in("agente1").status == 200

    def test_who_had_a_role_that_was_retired_does_not_come_back_with_it(
        self, api: ApiClient, services: Container
    ) -> None:
        ask(api, "POST", "/v1/users/agente1/deactivate")
        repository = services.people_repository
        old = repository.load().roles["agent"]
        repository.replace_role(replace(old, is_retired=True, version=old.version + 1), old, CHANGE)
        services.people.forget()
        answer = ask(api, "POST", "/v1/users/agente1/reactivate")
        assert (answer.status, answer.code) == (409, "retired_role")

    def test_is_nothing_one_does_to_oneself(self, api: ApiClient) -> None:
        answer = ask(api, "POST", "/v1/users/admin/deactivate")
        assert (answer.status, answer.code) == (409, "own_account")

    def test_who_is_out_of_customer_service_takes_nothing_and_signs_in(
        self, api: ApiClient, services: Container, talk: None
    ) -> None:
        claim, assign = (f"/v1/conversations/{HEAD.id}/{one}" for one in ("claim", "assign"))
        assert ask(api, "POST", claim, name="agente1").status == 200
        out = {"serves_customers": False, "return_conversations": True}
        version = str(ask(api, "GET", "/v1/users/agente1").json["version"])
        assert ask(api, "PATCH", "/v1/users/agente1", out, If_Match=version).status == 200
        head = services.thread_store.head(HEAD.id)
        assert head
        assert head.assignee_id is None
        refused = ask(api, "POST", claim, name="agente1")
        assert (refused.status, refused.code) == (403, "out_of_customer_service")
        given = ask(api, "POST", assign, {"user_id": "agente1"}, "supervisora")
        assert (given.status, given.code) == (422, "unknown_reference")
        assert ask(api, "GET", "/v1/me", name="agente1").json["serves_customers"] is False
        present = ask(api, "GET", "/v1/presence", name="supervisora").json["items"]
        assert "agente1" not in [one["id"] for one in present]


class TestImport:
    TABLE = "usuario;nombres;apellidos;correo;rol;colas\n" + "".join(
        f"persona{number};Ana {number};Rojas;persona{number}@hilo.test;agente;General\n"
        for number in range(40)
    )

    @pytest.fixture(autouse=True)
    def witness(self, services: Container) -> FakeWitness:
        services.__dict__["witness"] = witness = FakeWitness()
        return witness

    def body(self, table: str | None = None, **different: Any) -> Any:
        content = base64.b64encode((table or self.TABLE).encode()).decode()
        return {"content": content} | different

    def test_is_looked_at_before_anything_is_written(self, api: ApiClient) -> None:
        table = self.TABLE + "agente1;=cmd;;nadie;jefe;ventas\n"
        shown = ask(api, "POST", "/v1/user-imports/preview", self.body(table, limit=5)).json
        assert shown["counts"] == {"create": 40, "change": 0, "same": 0, "refused": 1}
        assert (len(shown["items"]), shown["next_offset"]) == (5, 5)
        last = ask(api, "POST", "/v1/user-imports/preview", self.body(table, offset=40)).json
        fields = {one["field"] for one in last["items"][0]["problems"]}
        assert fields == {"first_name", "email", "role", "queues"}
        assert last["next_offset"] is None
        assert ask(api, "GET", "/v1/users").json["total"] == 6

    def test_is_applied_part_by_part_and_taken_up_again(
        self, api: ApiClient, witness: FakeWitness
    ) -> None:
        path, offset = "/v1/user-imports", 0
        for _ in range(2):  # all of it again changes nothing
            offset = 0
            while offset is not None:
                part = self.body(offset=offset, limit=15)
                answer = ask(api, "POST", path, part, Idempotency_Key=f"k{offset}")
                assert answer.status == 200, answer.text
                offset = answer.json["next_offset"]
        assert ask(api, "GET", "/v1/users?state=invited").json["total"] == 40
        assert answer.json["counts"] == {"create": 0, "change": 0, "same": 10, "refused": 0}
        assert len(witness.of("user.imported")) == 6

    def test_invites_who_is_new(self, api: ApiClient, services: Container) -> None:
        table = self.TABLE.splitlines()[0] + "\nbea;Bea;Q;bea@hilo.test;agente;General\n"
        answer = ask(api, "POST", "/v1/user-imports", self.body(table, invite=True))
        assert answer.json["counts"]["create"] == 1
        bea = services.people_repository.load().by_login("bea")
        assert bea
        assert (bea.state, bea.version) == ("invited", 2)

    @pytest.mark.parametrize("content", ["¡no!", "", base64.b64encode(b"\0").decode()])
    def test_is_refused_where_it_is_no_table(self, api: ApiClient, content: str) -> None:
        answer = ask(api, "POST", "/v1/user-imports/preview", {"content": content})
        assert answer.status == 422


class TestGroups:
    def test_are_kept_as_everything_configured(self, api: ApiClient) -> None:
        made = ask(api, "POST", "/v1/groups", {"name": "Turno noche"})
        assert made.status == 201, made.text
        taken = ask(api, "POST", "/v1/groups", {"name": "TURNO NOCHE"})
        assert (taken.status, taken.code) == (409, "name_taken")
        created(api, groups=[made.json["id"]])
        (shown,) = ask(api, "GET", "/v1/groups", name="supervisora").json["items"]
        assert (shown["name"], shown["people"]) == ("Turno noche", 1)
        assert ask(api, "GET", "/v1/groups", name="agente1").status == 403
        retired = ask(api, "PATCH", f"/v1/groups/{shown['id']}", {"is_retired": True}, If_Match="1")
        assert retired.json["is_retired"] is True
        assert ask(api, "GET", f"/v1/users?group={shown['id']}").json["total"] == 1


class TestPicture:
    PATH = "/v1/users/agente1/picture"

    def test_is_brought_in_shown_and_taken_away(self, api: ApiClient, services: Container) -> None:
        space: Any = services.upload_space
        announced = {"filename": "ana.png", "content_type": "image/png", "bytes": len(PNG)}
        form = ask(api, "POST", f"{self.PATH}/form", announced)
        assert form.status == 201, form.text
        upload_id = form.json["upload_id"]
        early = ask(api, "PUT", self.PATH, {"upload_id": upload_id}, If_Match="1")
        assert early.code == "upload_missing"
        space.post(upload_id, PNG)
        shown = ask(api, "PUT", self.PATH, {"upload_id": upload_id}, If_Match="1")
        assert shown.status == 200, shown.text
        assert upload_id in shown.json["picture_url"]
        gone = ask(api, "PUT", self.PATH, {"upload_id": None}, If_Match="2").json
        assert gone["picture_url"] is None

    @pytest.mark.parametrize(
        ("announced", "code"),
        [
            ({"content_type": "image/svg+xml"}, "file_type_refused"),
            ({"content_type": "application/pdf"}, "file_type_refused"),
            ({"bytes": 1024 * 1024 + 1}, "file_too_large"),
        ],
    )
    def test_is_refused_before_it_comes(
        self, api: ApiClient, announced: dict[str, Any], code: str
    ) -> None:
        body = {"filename": "a.png", "content_type": "image/png", "bytes": 10} | announced
        assert ask(api, "POST", f"{self.PATH}/form", body).code == code

    def test_is_refused_where_it_is_something_else(
        self, api: ApiClient, services: Container
    ) -> None:
        space: Any = services.upload_space
        page = b"<!doctype html><script>alert(1)</script>"
        announced = {"filename": "ana.png", "content_type": "image/png", "bytes": len(page)}
        upload_id = ask(api, "POST", f"{self.PATH}/form", announced).json["upload_id"]
        space.post(upload_id, page)
        answer = ask(api, "PUT", self.PATH, {"upload_id": upload_id}, If_Match="1")
        assert answer.code == "file_contradicts_type"
