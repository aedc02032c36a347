"""What the tender lets agents do, and what it forbids them, over the API.

Words of the tenders stand at each test; `tender.py` has them all.
"""

from __future__ import annotations

import pytest

from tests.integration.authorization.askers import (
    AGENTS,
    NEW,
    customers_seen,
    items,
    status,
)
from tests.integration.authorization.asking import BODIES
from tests.integration.authorization.conversations import (
    PLACES,
    contact_id,
    conversation_id,
    phone_of,
)
from tests.integration.authorization.house import House
from tests.integration.authorization.people import COLLEAGUE, PERSON_OF
from tests.integration.authorization.tender import shows


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
