"""What the tenders say of every role, of roles of one's own and of access, over the API.

Words of the tenders stand at each test; `tender.py` has them all.
"""

from __future__ import annotations

import pytest

from tests.integration.authorization.askers import (
    AGENTS,
    SUPERVISORS,
    items,
    status,
)
from tests.integration.authorization.asking import BODIES
from tests.integration.authorization.conversations import (
    PLACES,
    conversation_id,
)
from tests.integration.authorization.house import House, alert_of
from tests.integration.authorization.people import COLLEAGUE, PERSON_OF, STRANGER
from tests.integration.authorization.tender import shows


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
