"""What the tender lets administrators do, over the API.

Words of the tenders stand at each test; `tender.py` has them all.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.api.openapi import document
from tests.fakes.audit import FakeWitness
from tests.integration.authorization.askers import (
    AGENTS,
    NEW,
    SUPERVISORS,
    customers_seen,
    items,
    status,
)
from tests.integration.authorization.asking import BODIES
from tests.integration.authorization.conversations import (
    PLACES,
    contact_id,
    mark_of,
)
from tests.integration.authorization.expectations import TABLE, read
from tests.integration.authorization.house import House
from tests.integration.authorization.people import COLLEAGUE, PERSON_OF, STRANGER
from tests.integration.authorization.tender import shows


class TestAdministrator:
    @shows("admin-1")
    def test_crear_editar_e_inactivar_usuarios(self, house: House) -> None:
        made = house.call("administrator", "POST", "/v1/users", {**NEW, "role": "agent"})
        path = f"users/{made.json['id']}"
        assert made.status == 201
        edit = {"office": "El Alto"}
        assert status(house, "administrator", "PATCH", path, edit, If_Match="1") == 200
        gone = house.call("administrator", "POST", f"/v1/{path}/deactivate")
        assert (gone.status, gone.json["state"]) == (200, "deactivated")
        assert status(house, "administrator", "GET", path) == 200  # in history for ever

    @shows("admin-2")
    @pytest.mark.parametrize("role", PERSON_OF)
    def test_asignar_y_modificar_roles(self, house: House, role: str) -> None:
        path = f"users/{COLLEAGUE}"
        assert status(house, "administrator", "PATCH", path, {"role": role}, If_Match="1") == 200
        edit = {"description": "Como dice el reglamento"}
        changed = house.call("administrator", "PATCH", f"/v1/roles/{role}", edit, If_Match="1")
        assert (changed.status, changed.json["description"]) == (200, edit["description"])

    @shows("admin-3")
    def test_acceder_a_todas_las_secciones(self, house: House) -> None:
        """Whatever the API answers to anybody, it answers to administrators."""
        for line in read(TABLE.read_text()):
            others = (line.statuses[one] for one in (*SUPERVISORS, *AGENTS, "application"))
            if any(status < 300 for statuses in others for status in statuses):
                assert min(line.statuses["administrator"]) < 300, line.operation

    @shows("admin-4")
    def test_gestionar_conexiones(self, house: House) -> None:
        asked = BODIES["POST /v1/connections"](house, "administrator", {})
        made = house.call("administrator", "POST", "/v1/connections", asked)
        assert made.status == 201
        path = f"connections/{made.json['id']}"
        for edit in ({"name": "Ventas"}, {"queue_id": "cobranzas"}, {"enabled": False}):
            version = str(items_version(house, made.json["id"]))
            assert status(house, "administrator", "PATCH", path, edit, If_Match=version) == 200

    @shows("admin-5")
    def test_configurar_mensajes_de_bienvenida(self, house: House) -> None:
        welcome = {"name": "Bienvenida", "text": "Hola", "greets": "on_claim"}
        assert status(house, "administrator", "POST", "quick-replies", welcome) == 201
        for caller in (*SUPERVISORS, *AGENTS):
            assert status(house, caller, "POST", "quick-replies", {**welcome, "name": "B"}) == 403
            shown = items(house, caller, "quick-replies")
            assert "Bienvenida" in {one["name"] for one in shown}

    @shows("admin-6", "supervisor-1")
    def test_metricas_de_lo_que_hay(self, house: House) -> None:
        """Of the whole for administrators; queues and people of their own for supervisors."""
        assert status(house, "administrator", "GET", "health/details") == 200
        for caller in ("administrator", *SUPERVISORS):
            assert status(house, caller, "GET", "presence") == 200
            assert status(house, caller, "GET", "conversations/counters") == 200
        for caller in SUPERVISORS:
            assert status(house, caller, "GET", "health/details") == 403
            assert STRANGER not in house.call(caller, "GET", "/v1/presence").text
        for caller in AGENTS:
            assert status(house, caller, "GET", "presence") == 403

    @shows("admin-7", "supervisor-6")
    @pytest.mark.parametrize("caller", ["administrator", *SUPERVISORS])
    def test_crear_editar_e_inactivar_etiquetas(self, house: House, caller: str) -> None:
        made = house.call(caller, "POST", "/v1/labels", {"name": "Urgente", "colour": "rojo"})
        assert made.status == 201
        path = f"labels/{made.json['id']}"
        assert status(house, caller, "PATCH", path, {"name": "Muy urgente"}, If_Match="1") == 200
        assert status(house, caller, "PATCH", path, {"is_retired": True}, If_Match="2") == 200
        for agent in AGENTS:
            asked = {"name": "Otra", "colour": "rojo"}
            assert status(house, agent, "POST", "labels", asked) == 403
            assert status(house, agent, "PATCH", path, {"name": "X"}, If_Match="3") == 403

    @shows("admin-9")
    def test_visualizar_todos_los_chats(self, house: House) -> None:
        assert customers_seen(house, "administrator") == set(PLACES)
        for place in PLACES:
            path = f"contacts/{contact_id(place)}/values"
            assert status(house, "administrator", "GET", path) == 200

    @shows("admin-10")
    def test_alertas_criticas(self, house: House) -> None:
        for path in ("health/details", "dead-letters", "provider-notices?app_id=meta-local"):
            assert status(house, "administrator", "GET", path) == 200
            for caller in (*SUPERVISORS, *AGENTS):
                assert status(house, caller, "GET", path) == 403

    @shows("admin-11")
    def test_definir_reglas_operativas(self, house: House) -> None:
        """Who is assigned what, and who is told of what."""
        members = {"members": [{"user_id": COLLEAGUE}]}
        rule = {"events": {"assigned": {"ways": ["screen"], "is_open": False}}}
        rules = [
            ("PUT", "queues/general/members", members, "1"),
            ("PUT", "alert-rules/agent", rule, "0"),
            ("PATCH", f"content-policies/{house.made['policy']['id']}", {"roles": []}, "1"),
        ]
        for method, path, body, version in rules:
            for caller in (*SUPERVISORS, *AGENTS):
                assert status(house, caller, method, path, body, If_Match=version) == 403
            assert status(house, "administrator", method, path, body, If_Match=version) == 200

    @shows("admin-12", "agent-8")
    def test_no_elimina_informacion_de_forma_definitiva(self, house: House) -> None:
        """What the API takes away, and why none of it is lost."""
        assert set(deletions()) == {
            "/v1/contacts/{contact_id}/exports/{export_id}",  # a copy, that it was there stays
            "/v1/conversations/{conversation_id}/messages/{message_id}",  # cancelled, and stays
            "/v1/conversations/{conversation_id}/snooze",  # comes back to the tray
            "/v1/me/drafts/{conversation_id}",  # one's own, never said to anybody
            "/v1/me/sessions/{session_id}",  # ended, on record in the audit
            "/v1/users/{user_id}/invitation",  # a link serves no more
            "/v1/users/{user_id}/second-factor",
            "/v1/users/{user_id}/sessions",
            "/v1/users/{user_id}/sessions/{session_id}",
        }
        line = next(one for one in read(TABLE.read_text()) if one.kind == "message for later")
        assert set(line.statuses["agent"]) == {200, 409, 404}

    @shows("admin-12", "agent-8", "insurer-3")
    def test_quien_lo_pide_por_ley_se_borra_sin_borrar_lo_que_paso(self, house: House) -> None:
        """A person who asks to be erased: with a permission of its own, and on record for ever."""
        path = f"contacts/{contact_id(COLLEAGUE)}/erasure"
        typed = {"confirmation": f"Cliente {mark_of(COLLEAGUE)}"}
        for caller in (*SUPERVISORS, *AGENTS):
            assert status(house, caller, "POST", path, typed) in (403, 404)
        assert status(house, "administrator", "POST", path, {"confirmation": "otra"}) == 422
        assert status(house, "administrator", "POST", path, typed) == 201
        witness = house.container.witness
        assert isinstance(witness, FakeWitness)
        (ordered,) = (one for one, _ in witness.seen if one.event == "erasure.ordered")
        assert ordered.entity_id == contact_id(COLLEAGUE)


def deletions() -> Iterator[str]:
    for path, verbs in document()["paths"].items():
        if "delete" in verbs:
            yield path


def items_version(house: House, connection_id: str) -> int:
    found = items(house, "administrator", "connections")
    return next(int(one["version"]) for one in found if one["id"] == connection_id)
