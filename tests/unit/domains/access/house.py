"""A small house with people in it, on fakes: what tests of access stand on."""

from __future__ import annotations

from dataclasses import dataclass, field

from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import QueueId, UserId
from chalicelib.domains.access.models import AccessPolicy, Grant, People, Queue, SessionId, User
from chalicelib.domains.access.services.one_time_passwords import OneTimePasswords
from chalicelib.domains.access.services.sessions import Sessions
from chalicelib.domains.access.services.sign_in import SignIn
from chalicelib.domains.access.services.tickets import Tickets
from chalicelib.domains.access.standard_roles import STANDARD_ROLES
from tests.fakes.access import (
    MemoryAttempts,
    MemoryPeople,
    MemorySessions,
    MemoryTickets,
    PlainPasswords,
    PlainTokens,
)
from tests.fakes.clock import FakeClock

GENERAL, COBRANZAS = QueueId("general"), QueueId("cobranzas")


def user(name: str, role: str = "agent", *queues: QueueId) -> User:
    return User(
        id=UserId(name),
        email=f"{name}@hilo.test",
        name=name.title(),
        role=role,
        queue_ids=frozenset(queues),
        password_hash=f"hash of {name}",
    )


ANA = user("ana", "agent", GENERAL)
SILVIA = user("silvia", "supervisor", GENERAL)
ADMIN = user("admin", "administrator")
QUEUES = (Queue(GENERAL, "General"), Queue(COBRANZAS, "Cobranzas"))


def people_with(*users: User) -> People:
    return People(users, STANDARD_ROLES, QUEUES)


@dataclass
class House:
    """Services of access on fakes; `people` may be replaced by a test."""

    people: People = field(default_factory=lambda: people_with(ANA, SILVIA, ADMIN))
    policy: AccessPolicy = field(default_factory=AccessPolicy)
    clock: FakeClock = field(default_factory=FakeClock)
    session_rows: MemorySessions = field(default_factory=MemorySessions)
    attempts: MemoryAttempts = field(default_factory=MemoryAttempts)
    ticket_rows: MemoryTickets = field(default_factory=MemoryTickets)
    stored: MemoryPeople = field(default_factory=MemoryPeople)
    passwords: PlainPasswords = field(default_factory=PlainPasswords)
    hung_up: list[SessionId] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sessions = self.another_container()
        self.one_time = OneTimePasswords(
            self.stored, self.passwords, self.clock, self.policy, self._read_people
        )
        self.sign_in = SignIn(
            lambda: self.people,
            self.attempts,
            self.passwords,
            self.sessions,
            self.one_time,
            self.clock,
            self.policy,
        )
        self.tickets = Tickets(self.ticket_rows, self.sessions, self.clock, self.policy)

    def give_one_time_password(self, user: User = ANA) -> str:
        """The password, which is all they can sign in with from now on."""
        self.stored.save_user(user, self.change())
        return self.one_time.issue(user, self.change())

    def _read_people(self) -> None:
        self.people = people_with(*self.stored.users.values())

    def another_container(self) -> Sessions:
        """The same rows seen by a process that remembers nothing."""
        return Sessions(
            lambda: self.people,
            self.session_rows,
            PlainTokens(),
            self.clock,
            self.policy,
            lambda _, session_id: self.hung_up.append(session_id),
        )

    def change(self) -> Change:
        return Change("session.changed", "test", to_ms(self.clock.now()))

    def enter(self, name: str = "ana", password: str | None = None, ip: str = "::1") -> Grant:
        """Sign in; the right password unless one is given."""
        return self.sign_in.with_password(
            f"{name}@hilo.test", password or name, ip=ip, change=self.change()
        )

    def refresh(self, token: str) -> Grant:
        return self.sessions.refresh(token, self.change())
