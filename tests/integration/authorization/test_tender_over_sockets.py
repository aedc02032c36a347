"""The tenders' table of roles over sockets: who hears of what, and who does not.

Frames are made from the stream by the functions that are deployed. Words of the tenders stand at
each test; `tender.py` has them all.
"""

from __future__ import annotations

import pytest

from chalicelib.core.ids import UserId
from chalicelib.domains.health.models import Check
from tests.engines import EngineTables
from tests.integration.authorization.hall import Hall
from tests.integration.authorization.people import COLLEAGUE, EVERYBODY, PERSON_OF, STRANGER
from tests.integration.authorization.tender import shows

SUPERVISORS = ("supervisora", "supersaliente")
AGENTS = ("agente1", "saliente")
IN_FIRST_QUEUE = (*SUPERVISORS, *AGENTS, COLLEAGUE)


@pytest.fixture
def hall(moto_tables: EngineTables) -> Hall:
    return Hall(moto_tables)


def who_may(hall: Hall, action: str, **frame: str) -> set[str]:
    """Everybody asks; those who are not refused, refusals being all of a kind."""
    answers = {person: hall.asks(person, action=action, **frame) for person in EVERYBODY}
    assert set(answers.values()) <= {"ok", "not_found"}
    return {person for person, answer in answers.items() if answer == "ok"}


@shows("admin-9", "supervisor-3", "agent-1", "crm-aislamiento")
def test_what_somebody_may_look_at_is_what_they_hear(hall: Hall) -> None:
    """Everything for administrators, their scope for supervisors, their own for agents."""
    supervising = {"admin", *SUPERVISORS}
    lookers = {
        hall.held: supervising | {COLLEAGUE},
        hall.waiting: {"admin", *IN_FIRST_QUEUE},
        hall.elsewhere: {"admin", STRANGER},
    }
    for conversation_id, expected in lookers.items():
        assert who_may(hall, "open", conversation_id=conversation_id) == expected
    for name, conversation_id in (("held", hall.held), ("elsewhere", hall.elsewhere)):
        hall.writes(name, "¿me oye?")
        heard = hall.heard()
        assert {one for one, kinds in heard.items() if "message.received" in kinds} == lookers[
            conversation_id
        ]


@shows("agent-1", "crm-aislamiento")
def test_who_loses_sight_hears_that_and_nothing_more(hall: Hall) -> None:
    assert hall.asks("agente1", action="open", conversation_id=hall.waiting) == "ok"
    hall.heard()
    hall.call(COLLEAGUE, "POST", f"/v1/conversations/{hall.waiting}/claim")
    assert hall.heard()["agente1"] == ["conversation.left"]
    hall.writes("waiting", "¿sigue ahí?")
    heard = hall.heard()
    assert "agente1" not in heard
    assert "message.received" in heard[COLLEAGUE]


@shows("supervisor-3", "agent-4")
def test_queues_are_watched_by_who_serves_them(hall: Hall) -> None:
    first = {"admin", *IN_FIRST_QUEUE}
    assert who_may(hall, "watch", queue_id="general") == first
    assert who_may(hall, "watch", queue_id="cobranzas") == {"admin", STRANGER}
    hall.heard()
    hall.writes("waiting", "¿hola?")
    hall.comes("another")
    heard = hall.heard()
    assert {one for one, kinds in heard.items() if "queue.changed" in kinds} == first
    hall.comes("yet another", "wa-cobranzas")
    heard = hall.heard()
    assert {one for one, kinds in heard.items() if "queue.changed" in kinds} == {"admin", STRANGER}


@shows("agent-2")
def test_the_holder_hears_of_what_the_customer_writes_without_asking(hall: Hall) -> None:
    hall.writes("held", "buenas")
    assert list(hall.heard()) == [COLLEAGUE]


@shows("supervisor-5", "supervisor-7", "agency-8")
def test_who_is_given_a_conversation_hears_of_it_at_once(hall: Hall) -> None:
    path = f"/v1/conversations/{hall.waiting}/assign"
    hall.call("supervisora", "POST", path, {"user_id": "agente1"})
    heard = hall.heard()
    assert set(heard) == {"agente1"}
    assert {"conversation.assigned", "alert.added"} <= set(heard["agente1"])
    hall.call("supersaliente", "POST", path, {"user_id": "supervisora"})
    assert "alert.added" in hall.heard()["supervisora"]


@shows("admin-10")
def test_critical_alerts_reach_administrators_alone(hall: Hall) -> None:
    keeper = hall.world.container.alert_keeper
    for _ in range(5):
        keeper.tell_troubles([Check("connection", "WhatsApp principal", "trouble", "held")])
        hall.world.clock.advance(60)
    store = hall.world.container.alert_store
    found = {person for person in EVERYBODY if store.unread(UserId(person), 10, 0)}
    assert found == {"admin"}


@shows("agency-7")
def test_the_states_of_people_are_watched_by_who_leads_them(hall: Hall) -> None:
    assert who_may(hall, "watch_presence") == {"admin", *SUPERVISORS}


@shows("agency-2")
@pytest.mark.parametrize("permission", ["audit.read", "presence.read"])
def test_a_role_that_reads_no_conversations_hears_of_none(hall: Hall, permission: str) -> None:
    """Whatever its scope, also of what is given to it and of the queues it serves."""
    permissions = ["users.read", permission]
    asked = {"title": "Control", "permissions": permissions, "scope": "all"}
    name = hall.call("admin", "POST", "/v1/roles", asked).json["name"]
    hall.call("admin", "PATCH", "/v1/users/agente1", {"role": name}, If_Match="1")
    for conversation_id in (hall.held, hall.waiting, hall.elsewhere):
        assert hall.asks("agente1", action="open", conversation_id=conversation_id) == "not_found"
    assert hall.asks("agente1", action="watch", queue_id="general") == "not_found"


@shows("agency-2")
def test_a_change_of_role_is_heard_no_more_by_who_was_looking(hall: Hall) -> None:
    for action, about in (
        ("open", {"conversation_id": hall.waiting}),
        ("watch", {"queue_id": "general"}),
    ):
        assert hall.asks("agente1", action=action, **about) == "ok"
    hall.heard()
    asked = {"title": "Auditoría", "permissions": ["audit.read"], "scope": "all"}
    name = hall.call("admin", "POST", "/v1/roles", asked).json["name"]
    hall.call("admin", "PATCH", "/v1/users/agente1", {"role": name}, If_Match="1")
    hall.writes("waiting", "un secreto")
    assert hall.heard().get("agente1", []) in ([], ["conversation.left"])


def test_everybody_of_the_table_sits_in_the_hall() -> None:
    assert set(PERSON_OF.values()) < set(EVERYBODY)
