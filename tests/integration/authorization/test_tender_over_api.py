"""The tenders' table of roles over the API: what each may, and what each may not.

Words of the tenders stand at each test; `tender.py` has them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.api.openapi import document
from tests.integration.authorization.asking import BODIES
from tests.integration.authorization.conversations import (
    PLACES,
    contact_id,
    conversation_id,
    mark_of,
    phone_of,
)
from tests.integration.authorization.expectations import TABLE, read
from tests.integration.authorization.house import House, alert_of
from tests.integration.authorization.people import COLLEAGUE, PERSON_OF, STRANGER
from tests.integration.authorization.tender import shows
from tests.samples import GENERAL

SUPERVISORS = ("supervisor", "outbound_supervisor")
AGENTS = ("agent", "outbound_agent")
NEW = {"first_name": "Bea", "username": "bea", "email": "bea@hilo.test", "queues": [GENERAL]}


def status(house: House, caller: str, method: str, path: str, body: Any = None, **more: str) -> int:
    return house.call(caller, method, f"/v1/{path}", body, **more).status


def items(house: House, caller: str, path: str) -> list[Any]:
    found: list[Any] = house.call(caller, "GET", f"/v1/{path}").json["items"]
    return found


def customers_seen(house: House, caller: str) -> set[str]:
    """Whose open and closed conversations somebody finds in the lists."""
    trays = ("conversations?limit=100", "conversations?state=resolved&limit=100")
    text = "".join(house.call(caller, "GET", f"/v1/{one}").text for one in trays)
    return {place for place in PLACES if mark_of(place) in text}


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


def deletions() -> Iterator[str]:
    for path, verbs in document()["paths"].items():
        if "delete" in verbs:
            yield path


def items_version(house: House, connection_id: str) -> int:
    found = items(house, "administrator", "connections")
    return next(int(one["version"]) for one in found if one["id"] == connection_id)


class TestSupervisor:
    @shows("supervisor-2")
    @pytest.mark.parametrize("caller", SUPERVISORS)
    def test_gestionar_contactos_y_clientes(self, house: House, caller: str) -> None:
        values = {"values": {"saldo": "12"}}
        for place, expected in ((COLLEAGUE, 200), ("waiting", 200), (STRANGER, 404)):
            path = f"contacts/{contact_id(place)}/values"
            assert status(house, caller, "PUT", path, values, If_Match="0") == expected

    @shows("supervisor-3", "crm-aislamiento")
    @pytest.mark.parametrize("caller", SUPERVISORS)
    def test_todos_los_chats_de_su_ambito(self, house: House, caller: str) -> None:
        elsewhere = {STRANGER, f"closed by {STRANGER}", "waiting elsewhere"}
        assert customers_seen(house, caller) == set(PLACES) - elsewhere
        for place in elsewhere:
            assert status(house, caller, "GET", f"conversations/{conversation_id(place)}") == 404
            assert status(house, caller, "GET", f"contacts/{contact_id(place)}/values") == 404

    @shows("supervisor-5", "agency-8", "crm-asignacion")
    def test_asignar_chats_a_agentes(self, house: House) -> None:
        path = f"conversations/{conversation_id('waiting')}/assign"
        for agent in AGENTS:
            assert status(house, agent, "POST", path, {"user_id": COLLEAGUE}) == 403
        for caller in ("administrator", *SUPERVISORS):
            assert status(house, caller, "POST", path, {"user_id": COLLEAGUE}) == 200
            assert status(house, caller, "POST", path, {"user_id": STRANGER}) == 422

    @shows("supervisor-8")
    @pytest.mark.parametrize("caller", SUPERVISORS)
    def test_gestionar_parcialmente_conexiones(self, house: House, caller: str) -> None:
        assert [one["id"] for one in items(house, caller, "connections")] == ["wa-principal"]
        path = "connections/wa-principal"
        assert status(house, caller, "PATCH", path, {"name": "Ventas"}, If_Match="1") == 200
        assert status(house, caller, "PATCH", path, {"enabled": True}, If_Match="2") == 200
        for edit in ({"enabled": False}, {"queue_id": GENERAL}, {"waba_id": "200000000000009"}):
            answer = house.call(caller, "PATCH", f"/v1/{path}", edit, If_Match="2")
            assert (answer.status, answer.code) == (403, "field_read_only")
        others = "connections/wa-cobranzas"
        assert status(house, caller, "PATCH", others, {"name": "X"}, If_Match="1") == 404
        asked = BODIES["POST /v1/connections"](house, caller, {})
        assert status(house, caller, "POST", "connections", asked) == 403

    @shows("supervisor-9")
    @pytest.mark.parametrize("caller", SUPERVISORS)
    def test_no_crea_ni_elimina_administradores(self, house: House, caller: str) -> None:
        new = {**NEW, "role": "administrator"}
        assert status(house, caller, "POST", "users", new) == 403
        raised = {"role": "administrator"}
        assert status(house, caller, "PATCH", f"users/{COLLEAGUE}", raised, If_Match="1") == 403
        for path in ("deactivate", "reactivate", "invitation"):
            assert status(house, caller, "POST", f"users/admin/{path}") == 404

    @shows("supervisor-9")
    def test_ni_con_un_rol_que_gestiona_usuarios(self, house: House) -> None:
        """The application holds `users.manage` and no right to roles, as a custom role might."""
        new = {**NEW, "role": "administrator"}
        refused = house.call("application", "POST", "/v1/users", new)
        assert (refused.status, refused.code) == (403, "role_not_grantable")
        assert status(house, "application", "POST", "users", {**new, "role": "agent"}) == 201

    @shows("supervisor-10")
    @pytest.mark.parametrize("caller", SUPERVISORS)
    def test_no_modifica_configuraciones_globales(self, house: House, caller: str) -> None:
        settings = {
            "PUT security": {"minimum_length": 8},
            "PUT author-colours": {},
            "PUT alert-rules/agent": {},
            "POST queues": {"name": "Nueva"},
            "PATCH queues/general": {"name": "Otra"},
            "PUT queues/general/members": {"members": []},
            "POST roles": {},
            "PATCH roles/agent": {"title": "X"},
            "POST typifications": {"name": "Otro"},
            "POST content-policies": {},
            "POST break-types": {},
            "POST quick-replies": {},
            "POST groups": {},
            "POST applications": {},
        }
        for operation, body in settings.items():
            method, path = operation.split()
            assert status(house, caller, method, path, body, If_Match="0") == 403, operation


class TestAgent:
    @shows("agent-1", "crm-aislamiento")
    @pytest.mark.parametrize("caller", AGENTS)
    def test_unicamente_los_chats_y_contactos_asignados(self, house: House, caller: str) -> None:
        """And what waits for somebody in their queues, which nobody could take otherwise."""
        person = PERSON_OF[caller]
        own = {person, f"closed by {person}", "waiting"}
        assert customers_seen(house, caller) == own
        for place in set(PLACES) - own:
            for rest in ("", "/messages", "/notes", "/thread", "/history"):
                path = f"conversations/{conversation_id(place)}{rest}"
                assert status(house, caller, "GET", path) == 404
            assert status(house, caller, "GET", f"contacts/{contact_id(place)}/values") == 404
            assert phone_of(place) not in house.call(caller, "GET", "/v1/me/alerts").text

    @shows("agent-2")
    @pytest.mark.parametrize("caller", AGENTS)
    def test_enviar_texto_imagenes_y_audios(self, house: House, caller: str) -> None:
        path = f"conversations/{conversation_id(PERSON_OF[caller])}/messages"
        assert status(house, caller, "POST", path, {"kind": "text", "text": "Hola"}) == 201
        upload = house.upload_of(PERSON_OF[caller])
        picture = {"kind": "media", "upload_id": upload}
        assert status(house, caller, "POST", path, picture) == 201
        audio = {"filename": "voz.ogg", "content_type": "audio/ogg", "bytes": 4_096}
        assert status(house, caller, "POST", "uploads", audio) == 201
        of_others = f"conversations/{conversation_id(COLLEAGUE)}/messages"
        assert status(house, caller, "POST", of_others, {"kind": "text", "text": "Hola"}) == 404

    @shows("agent-3")
    @pytest.mark.parametrize("caller", AGENTS)
    def test_plantillas_predefinidas(self, house: House, caller: str) -> None:
        assert items(house, caller, "connections/wa-principal/templates")
        assert status(house, caller, "GET", "connections/wa-cobranzas/templates") == 404
        names = {one["name"] for one in items(house, caller, "quick-replies")}
        assert names == {"Saludo"}  # not those of other queues
        template = BODIES["POST /v1/conversations"](
            house, caller, {"connection_id": "wa-principal"}
        )
        path = f"conversations/{conversation_id(PERSON_OF[caller])}/messages"
        sent = {"kind": "template", "template": template["template"]}
        assert status(house, caller, "POST", path, sent) == 201

    @shows("agent-4")
    @pytest.mark.parametrize("caller", AGENTS)
    def test_mensajes_pendientes_por_responder(self, house: House, caller: str) -> None:
        found = items(house, caller, "conversations?assignee=me&state=open")
        assert [one["id"] for one in found] == [conversation_id(PERSON_OF[caller])]
        assert found[0]["unread_count"] == 1
        counters = house.call(caller, "GET", "/v1/conversations/counters")
        assert counters.status == 200

    @shows("agent-6")
    @pytest.mark.parametrize("caller", AGENTS)
    def test_crear_contactos_cuando_este_permitido(self, house: House, caller: str) -> None:
        """Who starts a conversation with a number makes its contact; of their queues only."""
        asked = BODIES["POST /v1/conversations"](house, caller, {"connection_id": "wa-principal"})
        assert status(house, caller, "POST", "conversations", asked) == 201
        elsewhere = {**asked, "connection_id": "wa-cobranzas"}
        assert status(house, caller, "POST", "conversations", elsewhere) == 404

    @shows("agent-7")
    @pytest.mark.parametrize("caller", AGENTS)
    def test_cambiar_unicamente_su_contrasena(self, house: House, caller: str) -> None:
        own = BODIES["POST /v1/me/password"](house, caller, {})
        assert status(house, caller, "PATCH", f"users/{PERSON_OF[caller]}", {}) == 403
        assert status(house, caller, "DELETE", f"users/{COLLEAGUE}/sessions") == 403
        assert status(house, caller, "DELETE", f"users/{COLLEAGUE}/second-factor") == 403
        assert status(house, caller, "POST", "me/password", own) == 204

    @shows("agent-9")
    @pytest.mark.parametrize("caller", AGENTS)
    def test_no_modifica_datos_sensibles(self, house: House, caller: str) -> None:
        path = f"contacts/{contact_id(PERSON_OF[caller])}"
        values = {"values": {"saldo": "0"}}
        assert status(house, caller, "PUT", f"{path}/values", values, If_Match="0") == 403
        assert status(house, caller, "POST", f"{path}/reveal", {"field": "contact.phone"}) == 403

    @shows("agent-10")
    @pytest.mark.parametrize("caller", AGENTS)
    def test_no_edita_perfiles_ni_roles(self, house: House, caller: str) -> None:
        for person in (PERSON_OF[caller], COLLEAGUE):
            edit = {"first_name": "X"}
            assert status(house, caller, "PATCH", f"users/{person}", edit, If_Match="1") == 403
            assert status(house, caller, "PUT", f"users/{person}/picture", {}) == 403
        assert status(house, caller, "POST", "users", {**NEW, "role": "agent"}) == 403
        assert status(house, caller, "PATCH", f"roles/{caller}", {"title": "X"}) == 403
        assert status(house, caller, "GET", "roles") == 403

    @shows("agent-11")
    @pytest.mark.parametrize("caller", AGENTS)
    def test_no_gestiona_conexiones(self, house: House, caller: str) -> None:
        assert status(house, caller, "GET", "connections") == 403
        asked = BODIES["POST /v1/connections"](house, caller, {})
        assert status(house, caller, "POST", "connections", asked) == 403
        edit = {"name": "X"}
        assert status(house, caller, "PATCH", "connections/wa-principal", edit) == 403


class TestOutbound:
    @shows("agency-1")
    @pytest.mark.parametrize("caller", ["outbound_agent", "outbound_supervisor"])
    def test_starts_conversations_and_takes_none_by_themselves_where_agents_do(
        self, house: House, caller: str
    ) -> None:
        asked = BODIES["POST /v1/conversations"](house, caller, {"connection_id": "wa-principal"})
        assert status(house, caller, "POST", "conversations", asked) == 201
        path = f"conversations/{conversation_id('waiting')}/claim"
        assert status(house, caller, "POST", path) == (403 if caller == "outbound_agent" else 200)


class TestEverybody:
    @shows("crm-etiquetas")
    def test_acceso_a_etiquetas_por_rol(self, house: House) -> None:
        hidden = house.made["hidden label"]["id"]
        held = f"conversations/{conversation_id('agente1')}"
        assert status(house, "administrator", "PUT", f"{held}/labels", {"labels": [hidden]}) == 200
        assert hidden in house.call("administrator", "GET", f"/v1/{held}").text
        assert hidden not in house.call("agent", "GET", f"/v1/{held}").text
        assert hidden not in house.call("agent", "GET", "/v1/labels").text
        assert status(house, "agent", "PUT", f"{held}/labels", {"labels": [hidden]}) == 422

    @shows("agency-2")
    def test_roles_propios_con_acciones_habilitadas(self, house: House) -> None:
        """A role of the house's own may what it names and nothing else."""
        role = {"title": "Auditoría", "permissions": ["audit.read"], "scope": "all"}
        name = house.call("administrator", "POST", "/v1/roles", role).json["name"]
        edit = {"role": name}
        assert (
            status(house, "administrator", "PATCH", f"users/{COLLEAGUE}", edit, If_Match="1") == 200
        )
        assert status(house, COLLEAGUE, "GET", "audit") == 200
        assert status(house, COLLEAGUE, "GET", "conversations") == 403
        for place in PLACES:
            assert status(house, COLLEAGUE, "GET", f"conversations/{conversation_id(place)}") == 404
        assert status(house, COLLEAGUE, "POST", "audit/exports", {}) == 403

    @shows("agency-3")
    def test_habilitar_o_deshabilitar_para_la_atencion(self, house: House) -> None:
        path, out = f"users/{COLLEAGUE}", {"serves_customers": False}
        claim = f"conversations/{conversation_id('waiting')}/claim"
        assert status(house, "supervisor", "PATCH", path, out, If_Match="1") == 403
        assert status(house, "administrator", "PATCH", path, out, If_Match="1") == 200
        assert status(house, COLLEAGUE, "GET", "me") == 200
        assert status(house, COLLEAGUE, "POST", claim) in (403, 404)

    @shows("agency-6")
    def test_usuarios_a_colas_y_canales(self, house: House) -> None:
        members = {"members": [{"user_id": COLLEAGUE, "channels": ["whatsapp_cloud"]}]}
        path = "queues/cobranzas/members"
        assert status(house, "supervisor", "PUT", path, members, If_Match="1") == 404
        assert status(house, "agent", "PUT", path, members, If_Match="1") == 404
        assert status(house, "administrator", "PUT", path, members, If_Match="1") == 200

    @shows("agency-7")
    def test_estado_global_e_individual(self, house: House) -> None:
        one, many = f"users/{COLLEAGUE}/presence", {"state": "training"}
        for caller in ("administrator", *SUPERVISORS):
            assert status(house, caller, "PUT", one, {"state": "busy", "reason": "caja"}) == 200
            changed = house.call(caller, "PUT", "/v1/presence", many).json["items"]
            assert COLLEAGUE in {person["user_id"] for person in changed}
            seen_elsewhere = STRANGER in {person["user_id"] for person in changed}
            assert seen_elsewhere == (caller == "administrator")
        for caller in AGENTS:
            assert status(house, caller, "PUT", one, many) == 403
            assert status(house, caller, "PUT", "presence", many) == 403

    @shows("agency-9")
    def test_modulo_de_auditoria(self, house: House) -> None:
        for path in ("audit", "audit/verification"):
            assert status(house, "administrator", "GET", path) == 200
            for caller in (*SUPERVISORS, *AGENTS):
                assert status(house, caller, "GET", path) == 403

    @shows("insurer-1")
    def test_multiples_factores_por_rol(self, house: House) -> None:
        """A role that needs a second factor gets no session by a password alone."""
        asked = {"factor_roles": ["agent"]}
        assert status(house, "administrator", "PUT", "security", asked, If_Match="0") == 200
        credentials = BODIES["POST /v1/auth/sign-in"](house, "nobody", {})
        answer = house.call("nobody", "POST", "/v1/auth/sign-in", credentials)
        assert "access_token" not in (answer.json or {})

    @shows("insurer-2")
    def test_revision_de_los_derechos_de_acceso(self, house: House) -> None:
        answer = house.call("administrator", "GET", "/v1/access-review")
        assert answer.status == 200
        assert all(person in answer.text for person in PERSON_OF.values())
        for caller in (*SUPERVISORS, *AGENTS):
            assert status(house, caller, "GET", "access-review") == 403

    def test_of_notifications_everybody_finds_their_own(self, house: House) -> None:
        for caller, person in PERSON_OF.items():
            found = [one["id"] for one in items(house, caller, "me/alerts")]
            assert found == [alert_of(person)]
