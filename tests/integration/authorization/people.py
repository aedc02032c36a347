"""Who works in the house: a person of each role in the first queue, and others beside them."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.bootstrap import Container
from chalicelib.core.ids import UserId
from chalicelib.domains.access.models import Role
from chalicelib.domains.access.permissions import CATALOGUE
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

KEEPER, JEFA = "keeper", "jefa"
"""A role of the house's own that may everything, and whose person serves the first queue alone."""

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
        _come(people, name, role)
    container.people.forget()


def let_keeper_in(container: Container) -> None:
    """Who shows that a scope ends before whatever somebody may."""
    people = container.people_repository
    assert isinstance(people, MemoryPeople)
    people.roles[KEEPER] = Role(KEEPER, frozenset(CATALOGUE), "queues", title="Jefatura")
    _come(people, JEFA, KEEPER)
    container.people.forget()


def _come(people: MemoryPeople, name: str, role: str) -> None:
    """Somebody of the first queue, as its agent is but for the role."""
    people.users[name] = replace(
        people.users["agente1"],
        id=UserId(name),
        email=f"{name}@hilo.test",
        username=name,
        name=name,
        role=role,
    )
