"""Quick replies, values of customers and greetings over the API: who may, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters.channels.whatsapp_cloud.limits import SENDABLE
from chalicelib.bootstrap import Container, install
from chalicelib.core.ids import ContactId, QueueId, UserId
from chalicelib.domains.contacts.models import Contact
from chalicelib.domains.uploads.models import Announced
from chalicelib.domains.uploads.service import Uploads
from infra.local.seed import seed
from tests.fakes.api import Answer, ApiClient, fake_container
from tests.fakes.uploads import FakeUploadSpace
from tests.samples import CHANGE, NOW_SECOND, PHONE, heard, written

SALDO = {"name": "Saldo", "shortcut": "saldo", "text": "Debe {{cliente.saldo}}"}
HEAD = replace(heard("one", 0), window_expires_second=NOW_SECOND + 86_400)
CHAT = f"/v1/conversations/{HEAD.id}"
VALUES = f"/v1/contacts/{HEAD.contact_id}/values"
PDF = b"%PDF-1.7\n" + b"\0" * 40
REPLIES = "/v1/quick-replies"


@pytest.fixture
def space() -> FakeUploadSpace:
    return FakeUploadSpace()


@pytest.fixture
def services(space: FakeUploadSpace) -> Container:
    """The app on fakes, a customer waiting in the queue of agents 1 to 4."""
    made = fake_container()
    made.__dict__["uploads"] = Uploads(space, SENDABLE)
    install(made)
    seed(made)
    made.thread_store.create_head(HEAD, CHANGE)
    made.message_store.put(written(0), CHANGE)
    rosa = Contact(HEAD.contact_id, "Rosa Cárdenas", (PHONE,), None, None, 1)
    made.contact_store.create(rosa, CHANGE)
    return made


def ask(api: ApiClient, method: str, path: str, body: Any, name: str, **headers: str) -> Answer:
    return api.request(method, path, body, token=api.token(name), **headers)


def create(api: ApiClient, **fields: Any) -> Any:
    answer = ask(api, "POST", REPLIES, SALDO | fields, "admin")
    assert answer.status == 201, answer.text
    return answer.json


def listed(api: ApiClient, name: str) -> list[Any]:
    items: list[Any] = ask(api, "GET", REPLIES, None, name).json["items"]
    return items


def brought(services: Container, space: FakeUploadSpace, owner: str = "admin") -> str:
    announced = Announced("cuentas.pdf", "application/pdf", len(PDF))
    form = services.uploads.begin(UserId(owner), announced)
    space.post(form.upload_id, PDF)
    return form.upload_id


def send(api: ApiClient, key: str, text: str = "Debe 20", **fields: Any) -> Answer:
    body = {"kind": "text", "text": text, **fields}
    return ask(api, "POST", f"{CHAT}/messages", body, "agente1", Idempotency_Key=key)


class TestKeeping:
    @pytest.mark.parametrize("name", ["agente1", "supervisora"])
    @pytest.mark.parametrize(("method", "path"), [("POST", REPLIES), ("PATCH", f"{REPLIES}/X")])
    def test_is_for_administrators_alone(
        self, api: ApiClient, method: str, path: str, name: str
    ) -> None:
        answer = ask(api, method, path, {"nonsense": 1}, name)
        assert (answer.status, answer.code) == (403, "forbidden")

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", REPLIES),
            ("POST", REPLIES),
            ("PATCH", f"{REPLIES}/X"),
            ("POST", f"{REPLIES}/X/files"),
            ("GET", VALUES),
            ("PUT", VALUES),
        ],
    )
    def test_needs_a_token(self, api: ApiClient, method: str, path: str) -> None:
        assert api.request(method, path, {}).status == 401

    @pytest.mark.parametrize(
        ("change", "field", "code"),
        [
            ({"name": " "}, "name", "string_pattern_mismatch"),
            ({"shortcut": "Sal do"}, "shortcut", "string_pattern_mismatch"),
            ({"text": "Hola {{agente.correo}}"}, "text", "unknown_variable"),
            ({"text": "Hola {{cliente.saldo}"}, "text", "malformed_variable"),
            ({"text": ""}, "text", "nothing_to_send"),
            ({"text": "x" * 4097}, "text", "string_too_long"),
            ({"used_by": ["boss"]}, "used_by", "unknown_role"),
            ({"queue_ids": ["nowhere"]}, "queue_ids", "unknown_queue"),
            ({"files": [{"id": "FILE000001"}]}, "files.0", "unknown_file"),
            ({"files": [{}]}, "files.0", "value_error"),
            ({"greets": "always"}, "greets", "literal_error"),
        ],
    )
    def test_names_what_is_wrong(
        self, api: ApiClient, change: dict[str, Any], field: str, code: str
    ) -> None:
        answer = ask(api, "POST", REPLIES, SALDO | change, "admin")
        assert (answer.status, answer.code) == (422, "invalid_request")
        assert [(one["field"], one["code"]) for one in answer.json["errors"]] == [(field, code)]

    def test_names_and_shortcuts_are_their_own(self, api: ApiClient) -> None:
        made = create(api)
        same_name = ask(api, "POST", REPLIES, SALDO | {"shortcut": "x"}, "admin")
        assert (same_name.status, same_name.code) == (409, "name_taken")
        same_shortcut = ask(api, "POST", REPLIES, SALDO | {"name": "Otra"}, "admin")
        assert (same_shortcut.status, same_shortcut.code) == (409, "shortcut_taken")
        assert same_shortcut.json["holder"] == {"id": made["id"], "name": "Saldo"}

    def test_edits_name_their_version(self, api: ApiClient) -> None:
        made = create(api)
        path = f"{REPLIES}/{made['id']}"
        assert ask(api, "PATCH", path, {}, "admin").code == "precondition_required"
        edit = {"folder": " Cobranza  tardía ", "greets": "by_hand"}
        edited = ask(api, "PATCH", path, edit, "admin", If_Match="1").json
        assert (edited["folder"], edited["version"]) == ("Cobranza tardía", 2)
        late = ask(api, "PATCH", path, {"text": "otro"}, "admin", If_Match="1")
        assert (late.status, late.code) == (412, "version_conflict")
        wrong = ask(api, "PATCH", path, {"text": "{{x}}"}, "admin", If_Match="2")
        assert [one["code"] for one in wrong.json["errors"]] == ["unknown_variable"]


class TestUsing:
    def test_replies_are_shown_to_their_roles_and_queues_alone(self, api: ApiClient) -> None:
        create(api)
        create(api, name="De mando", shortcut="a", used_by=["supervisor"])
        create(api, name="De cobranzas", shortcut="b", queue_ids=["cobranzas"])
        retired = create(api, name="Vieja", shortcut="c")
        path = f"{REPLIES}/{retired['id']}"
        ask(api, "PATCH", path, {"is_retired": True}, "admin", If_Match="1")
        seen = {name: {one["name"] for one in listed(api, name)} for name in ("agente1", "agente3")}
        assert seen == {"agente1": {"Saldo"}, "agente3": {"Saldo", "De cobranzas"}}
        assert {one["name"]: one["may_use"] for one in listed(api, "admin")} == {
            "Saldo": True,
            "De mando": False,
            "De cobranzas": True,
            "Vieja": False,
        }

    def test_files_are_lent_as_uploads_of_who_sends_them(
        self, api: ApiClient, services: Container, space: FakeUploadSpace
    ) -> None:
        upload_id = brought(services, space)
        made = create(api, files=[{"upload_id": upload_id}])
        (file,) = made["files"]
        assert (file["filename"], file["bytes"]) == ("cuentas.pdf", len(PDF))
        lent = ask(api, "POST", f"{REPLIES}/{made['id']}/files", {}, "agente1")
        assert lent.status == 201
        (item,) = lent.json["items"]
        assert item["upload_id"] != upload_id
        ask(api, "POST", f"{CHAT}/claim", {}, "agente1")
        body = {"kind": "media", "upload_id": item["upload_id"], "caption": "Sus cuentas"}
        sent = ask(api, "POST", f"{CHAT}/messages", body, "agente1")
        assert (sent.status, sent.json["media"]["filename"]) == (201, "cuentas.pdf")

    def test_files_come_back_when_an_edit_is_undone(
        self, api: ApiClient, services: Container, space: FakeUploadSpace
    ) -> None:
        made = create(api, files=[{"upload_id": brought(services, space)}])
        path, (file,) = f"{REPLIES}/{made['id']}", made["files"]
        bare = ask(api, "PATCH", path, {"files": []}, "admin", If_Match="1").json
        assert bare["files"] == []
        again = ask(api, "PATCH", path, {"files": [{"id": file["id"]}]}, "admin", If_Match="2").json
        assert again["files"] == [file]

    def test_files_of_another_reply_cannot_be_had(
        self, api: ApiClient, services: Container, space: FakeUploadSpace
    ) -> None:
        secret = create(
            api, files=[{"upload_id": brought(services, space)}], used_by=["supervisor"]
        )
        for name, status in (("agente1", 404), ("supervisora", 201)):
            path = f"{REPLIES}/{secret['id']}/files"
            assert ask(api, "POST", path, {}, name).status == status
        stolen = {"name": "Otra", "shortcut": "", "files": [{"id": secret["files"][0]["id"]}]}
        answer = ask(api, "POST", REPLIES, SALDO | stolen, "admin")
        assert [one["code"] for one in answer.json["errors"]] == ["unknown_file"]

    def test_a_use_is_counted_once_however_often_it_is_sent(self, api: ApiClient) -> None:
        made, other = create(api), create(api, name="Cierre", shortcut="c")
        hidden = create(api, name="Oculta", shortcut="d", used_by=["supervisor"])
        ask(api, "POST", f"{CHAT}/claim", {}, "agente1")
        used = [other["id"], other["id"], hidden["id"], "NOSUCH"]
        first = send(api, "key-1", quick_reply_ids=used)
        again = send(api, "key-1", quick_reply_ids=used)
        assert (first.status, again.json["id"]) == (201, first.json["id"])
        send(api, "key-2", "sin respuesta")
        counts = {one["id"]: one["use_count"] for one in listed(api, "admin")}
        assert counts == {made["id"]: 0, other["id"]: 1, hidden["id"]: 0}
        assert listed(api, "agente1")[0]["id"] == other["id"]


class TestValues:
    def test_are_set_by_supervisors_and_read_by_who_sees_the_customer(self, api: ApiClient) -> None:
        body = {"values": {"saldo": "$ 250,00"}}
        assert ask(api, "PUT", VALUES, body, "agente1", If_Match="0").code == "forbidden"
        assert ask(api, "PUT", VALUES, body, "supervisora").code == "precondition_required"
        put = ask(api, "PUT", VALUES, body, "supervisora", If_Match="0")
        assert (put.status, put.json["version"]) == (200, 1)
        read = ask(api, "GET", VALUES, None, "agente1").json
        assert (read["name"], read["values"]) == ("Rosa Cárdenas", {"saldo": "$ 250,00"})
        assert read["changed_by"] == {"id": "supervisora", "name": "Silvia Supervisora"}
        late = ask(api, "PUT", VALUES, {"values": {}}, "supervisora", If_Match="0")
        assert (late.status, late.code) == (412, "version_conflict")

    def test_of_who_is_out_of_sight_do_not_exist(self, api: ApiClient, services: Container) -> None:
        held = replace(HEAD, queue_id=QueueId("cobranzas"), version=2)
        services.thread_store.save_head(HEAD, held, CHANGE)
        for path in (VALUES, "/v1/contacts/nobody/values", f"/v1/contacts/{HEAD.id}/values"):
            answer = ask(api, "GET", path, None, "agente1")
            assert (answer.status, answer.code) == (404, "not_found")
        assert ask(api, "GET", VALUES, None, "agente3").status == 200

    def test_of_a_merged_contact_are_those_of_the_one_that_stands_for_it(
        self, api: ApiClient, services: Container
    ) -> None:
        ask(api, "PUT", VALUES, {"values": {"saldo": "1"}}, "admin", If_Match="0")
        root = Contact(
            ContactId("0" * 19), "Rosa", (PHONE,), None, None, 1, aliases=(HEAD.contact_id,)
        )
        services.contact_store.create(root, CHANGE)
        services.contact_store.alias(HEAD.contact_id, root.id, CHANGE)
        read = ask(api, "GET", VALUES, None, "agente1").json
        assert (read["contact_id"], read["version"], read["values"]) == (root.id, 0, {"saldo": "1"})
        ask(api, "PUT", VALUES, {"values": {}}, "admin", If_Match="0")
        assert ask(api, "GET", VALUES, None, "agente1").json["values"] == {}

    def test_are_bounded(self, api: ApiClient) -> None:
        body = {"values": {"saldo": "x" * 201}}
        answer = ask(api, "PUT", VALUES, body, "admin", If_Match="0")
        assert [one["field"] for one in answer.json["errors"]] == ["values.saldo"]


class TestGreeting:
    @pytest.fixture(autouse=True)
    def greets(self, api: ApiClient) -> None:
        text = "Hola {{cliente.nombre}}, soy {{agente.nombre}}."
        create(api, name="Bienvenida", shortcut="", text=text, greets="on_claim")

    def claim(self, api: ApiClient, name: str = "agente1") -> Any:
        answer = ask(api, "POST", f"{CHAT}/claim", {}, name)
        assert answer.status == 200, answer.text
        return answer.json["greeting"]

    def sent(self, services: Container) -> list[str]:
        page = services.message_store.page(HEAD.id, None, 50)
        return [str(one.text) for one in page.items if one.direction == "out"]

    def test_goes_out_once_when_somebody_claims(self, api: ApiClient, services: Container) -> None:
        assert self.claim(api) == {"name": "Bienvenida", "reason": None, "missing": []}
        assert self.claim(api) is None
        ask(api, "POST", f"{CHAT}/release", {}, "agente1")
        assert self.claim(api, "agente2") is None
        assert self.sent(services) == ["Hola Rosa Cárdenas, soy Ana Rojas."]
        assert listed(api, "admin")[0]["use_count"] == 1

    def test_stays_away_when_a_value_is_missing(self, api: ApiClient, services: Container) -> None:
        create(api, name="A", shortcut="a", greets="on_claim", queue_ids=["general"])
        assert self.claim(api) == {
            "name": "A",
            "reason": "missing_values",
            "missing": ["cliente.saldo"],
        }
        assert self.sent(services) == []

    def test_takes_no_value_for_a_variable(self, api: ApiClient, services: Container) -> None:
        hostile = {"values": {"nombre": "{{agente.nombre}}"}}
        ask(api, "PUT", VALUES, hostile, "admin", If_Match="0")
        self.claim(api)
        assert self.sent(services) == ["Hola {{agente.nombre}}, soy Ana Rojas."]

    def test_stays_away_when_the_window_is_closed(
        self, api: ApiClient, services: Container
    ) -> None:
        closed = replace(HEAD, window_expires_second=NOW_SECOND - 1, version=HEAD.version + 1)
        services.thread_store.save_head(HEAD, closed, CHANGE)
        assert self.claim(api)["reason"] == "window_closed"
        assert self.sent(services) == []

    def test_stays_away_where_somebody_has_answered(
        self, api: ApiClient, services: Container
    ) -> None:
        (reply,) = listed(api, "admin")
        path = f"{REPLIES}/{reply['id']}"
        ask(api, "PATCH", path, {"is_retired": True}, "admin", If_Match="1")
        assert self.claim(api) is None
        send(api, "key-1", "ya le ayudo")
        ask(api, "PATCH", path, {"is_retired": False}, "admin", If_Match="2")
        assert self.claim(api) is None
        assert self.sent(services) == ["ya le ayudo"]
