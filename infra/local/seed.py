"""What every local stack starts with: the people, queues and connections of the contract."""

from __future__ import annotations

from chalicelib.bootstrap import Container
from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import AppId, ConnectionId, QueueId, UserId
from chalicelib.domains.access.models import Queue, User, split_name
from chalicelib.domains.access.services.standard_roles import keep_standard_roles
from chalicelib.domains.connections.errors import ConnectionExistsError
from chalicelib.domains.connections.models import App, Connection

PASSWORD = "Hilo-demo-2026"
CHANNEL = "whatsapp_cloud"
GENERAL, COBRANZAS = QueueId("general"), QueueId("cobranzas")
QUEUES = (Queue(GENERAL, "General"), Queue(COBRANZAS, "Cobranzas"))
BOTH = frozenset({GENERAL, COBRANZAS})
APP = App(AppId("meta-local"), CHANNEL, "Meta local", 1)
PEOPLE: tuple[tuple[str, str, str, frozenset[QueueId]], ...] = (
    ("admin", "Administración", "administrator", frozenset()),
    ("supervisora", "Silvia Supervisora", "supervisor", BOTH),
    ("agente1", "Ana Rojas", "agent", frozenset({GENERAL})),
    ("agente2", "Bruno Mamani", "agent", frozenset({GENERAL})),
    ("agente3", "Carla Quispe", "agent", BOTH),
    ("agente4", "Diego Flores", "agent", BOTH),
)
ACCOUNT = "200000000000001"
"""The provider's account that holds both numbers: what the Graph double plays."""
CONNECTIONS: tuple[tuple[str, str, str, QueueId], ...] = (
    ("wa-principal", "WhatsApp principal", "100000000000001", GENERAL),
    ("wa-cobranzas", "WhatsApp cobranzas", "100000000000002", COBRANZAS),
)


def seed(container: Container) -> None:
    """Write the configuration; what was seeded before is written as it was."""
    change = Change("configuration.seeded", "local", to_ms(container.clock.now()))
    _seed_people(container, change)
    _seed_connections(container, change)
    container.people.forget()
    container.connection_directory.forget()


def renew(container: Container) -> None:
    """What was seeded by an older version of the product gets what is new in this one."""
    change = Change("role.changed", "local", to_ms(container.clock.now()))
    keep_standard_roles(container.people_repository, change)
    container.people.forget()


def _seed_people(container: Container, change: Change) -> None:
    repository = container.people_repository
    keep_standard_roles(repository, change)
    for queue in QUEUES:
        repository.save_queue(queue, change)
    password_hash = container.passwords.hash(PASSWORD)
    for name, full_name, role_name, queue_ids in PEOPLE:
        first_name, last_name = split_name(full_name)
        user = User(
            id=UserId(name),
            email=f"{name}@hilo.test",
            name=full_name,
            role=role_name,
            queue_ids=queue_ids,
            password_hash=password_hash,
            username=name,
            first_name=first_name,
            last_name=last_name,
        )
        repository.save_user(user, change)


def _seed_connections(container: Container, change: Change) -> None:
    repository = container.connection_repository
    repository.save_app(APP, change)
    for name, title, number, queue_id in CONNECTIONS:
        connection = Connection(
            id=ConnectionId(name),
            channel=CHANNEL,
            name=title,
            app_id=APP.id,
            account=number,
            queue_id=queue_id,
            enabled=True,
            version=1,
            holder=ACCOUNT,
        )
        try:
            repository.add(connection, change)
        except ConnectionExistsError:
            continue  # seeded before, and perhaps edited since
