"""Who works in the house: a person of each role in the first queue, and others beside them."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.bootstrap import Container
from chalicelib.core.ids import UserId
from infra.local.seed import seed
from tests.fakes.access import MemoryPeople
from tests.samples import COBRANZAS, GENERAL

PERSON_OF = {
    "administrator": "admin",
    "supervisor": "supervisora",
    "outbound_supervisor": "supersaliente",
    "agent": "agente1",
    "outbound_agent": "saliente",
}
"""A person of each standard role. All but the administrator serve the first queue alone."""

COLLEAGUE, STRANGER = "agente2", "agente3"
"""An agent of the first queue, and one of the second."""

EVERYBODY = (*PERSON_OF.values(), COLLEAGUE, STRANGER)
QUEUES_OF = {
    "supervisora": GENERAL,
    COLLEAGUE: GENERAL,
    STRANGER: COBRANZAS,
    "agente4": COBRANZAS,
}


def move_in(container: Container) -> None:
    """As the local stack is seeded, but for who serves which queue."""
    seed(container)
    people = container.people_repository
    assert isinstance(people, MemoryPeople)
    for name, queue in QUEUES_OF.items():
        only = frozenset({queue})
        people.users[name] = replace(people.users[name], queue_ids=only, served_queue_ids=only)
    for role in ("outbound_agent", "outbound_supervisor"):
        name = PERSON_OF[role]
        people.users[name] = replace(
            people.users["agente1"],
            id=UserId(name),
            email=f"{name}@hilo.test",
            username=name,
            name=name,
            role=role,
        )
    container.people.forget()
