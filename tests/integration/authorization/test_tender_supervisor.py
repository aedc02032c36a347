"""What the tender lets supervisors do, and what it forbids them, over the API.

Words of the tenders stand at each test; `tender.py` has them all.
"""

from __future__ import annotations

import pytest

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
    conversation_id,
)
from tests.integration.authorization.house import House
from tests.integration.authorization.people import COLLEAGUE, STRANGER
from tests.integration.authorization.tender import shows
from tests.samples import GENERAL


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
