"""A small house with people in it, on fakes: what tests of access stand on."""

from __future__ import annotations

from dataclasses import dataclass, field

from chalicelib.adapters.passkeys import WebauthnCeremonies
from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import QueueId, UserId
from chalicelib.domains.access.models import (
    AccessPolicy,
    DevicePass,
    Grant,
    People,
    Queue,
    SessionId,
    SessionLimits,
    User,
    Visit,
)
from chalicelib.domains.access.services.limits import Limits
from chalicelib.domains.access.services.one_time_links import OneTimeLinks
from chalicelib.domains.access.services.one_time_passwords import OneTimePasswords
from chalicelib.domains.access.services.sessions import Sessions
from chalicelib.domains.access.services.sign_in import SignIn
from chalicelib.domains.access.services.tickets import Tickets
from chalicelib.domains.access.standard_roles import STANDARD_ROLES
from chalicelib.domains.security import rules as security_rules
from chalicelib.domains.security.models import SecuritySettings
from chalicelib.domains.security.services.entrance import Entrance
from chalicelib.domains.security.services.own_account import OwnAccount
from chalicelib.domains.security.services.own_passkeys import OwnPasskeys
from chalicelib.domains.security.services.passkey_entrance import PasskeyEntrance
from chalicelib.domains.security.services.passkeys import Passkeys
from chalicelib.domains.security.services.password_book import PasswordBook
from chalicelib.domains.security.services.resets import Resets
from chalicelib.domains.security.services.second_factors import SecondFactors
from chalicelib.domains.security.services.session_desk import SessionDesk
from chalicelib.domains.security.services.tidings import Tidings
from tests.fakes.access import (
    MemoryAttempts,
    MemoryLinks,
    MemoryPeople,
    MemorySessions,
    MemoryTickets,
    PlainPasswords,
    PlainTokens,
)
from tests.fakes.audit import FakeWitness
from tests.fakes.clock import FakeClock
from tests.fakes.security import (
    CountingCodes,
    FakePost,
    FewLeaked,
    MemoryChallenges,
    MemoryCredentials,
    MemoryPasskeys,
    PlainSealer,
)

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
    """Services of access and security on fakes; a test may replace `people` and `settings`."""

    people: People = field(default_factory=lambda: people_with(ANA, SILVIA, ADMIN))
    policy: AccessPolicy = field(default_factory=AccessPolicy)
    clock: FakeClock = field(default_factory=FakeClock)
    session_rows: MemorySessions = field(default_factory=MemorySessions)
    attempts: MemoryAttempts = field(default_factory=MemoryAttempts)
    ticket_rows: MemoryTickets = field(default_factory=MemoryTickets)
    stored: MemoryPeople = field(default_factory=MemoryPeople)
    passwords: PlainPasswords = field(default_factory=PlainPasswords)
    hung_up: list[SessionId] = field(default_factory=list)
    comes_by_provider: set[UserId] = field(default_factory=set)
    settings: SecuritySettings = field(default_factory=lambda: SecuritySettings("house", "house"))
    credentials: MemoryCredentials = field(default_factory=MemoryCredentials)
    passkey_rows: MemoryPasskeys = field(default_factory=MemoryPasskeys)
    challenges: MemoryChallenges = field(default_factory=MemoryChallenges)
    codes: CountingCodes = field(default_factory=CountingCodes)
    post: FakePost = field(default_factory=FakePost)
    witness: FakeWitness = field(default_factory=FakeWitness)
    links: MemoryLinks = field(default_factory=MemoryLinks)

    def __post_init__(self) -> None:
        self.sessions = self.another_container()
        self.one_time = OneTimePasswords(
            self.stored, self.passwords, self.clock, self.policy, self._read_people
        )
        limits = Limits(self.attempts, self.clock, self.policy.lockout_seconds)
        self.sign_in = SignIn(
            self._people,
            limits,
            self.passwords,
            self.clock,
            self.policy,
            lambda email, count, change: self.post.repeated_failures(
                self.people.by_login(email), count, change
            ),
            lambda user: user.id not in self.comes_by_provider,
        )
        self.factors = SecondFactors(
            self.credentials,
            self.challenges,
            self.codes,
            PlainSealer(),
            limits,
            self.clock,
            self.passkey_rows,
        )
        self.passkeys = Passkeys(
            self.passkey_rows, self.challenges, WebauthnCeremonies(), limits, self.clock
        )
        self.book = PasswordBook(
            self.stored,
            self.passwords,
            self.credentials,
            FewLeaked(),
            self._settings,
            self.clock,
            self._read_people,
        )
        desk = SessionDesk(self.sessions, self.witness)
        self.entrance = Entrance(
            self.sign_in,
            self.sessions,
            self.factors,
            self.book,
            self._settings,
            self._people,
            Tidings(self.post, self.witness),
        )
        self.resets = Resets(
            self._people,
            OneTimeLinks(self.links, self.clock),
            limits,
            self.book,
            desk,
            self.post,
        )
        self.account = OwnAccount(
            self._people, self.sign_in, self.book, self.factors, desk, self._settings, self.post
        )
        self.passkey_entrance = PasskeyEntrance(
            self.entrance, self.passkeys, self._people, Tidings(self.post, self.witness)
        )
        self.own_passkeys = OwnPasskeys(
            self.account,
            self.passkeys,
            self.factors,
            self._settings,
            self._people,
            self.post,
        )
        self.tickets = Tickets(self.ticket_rows, self.sessions, self.clock, self.policy)

    def give_one_time_password(self, user: User = ANA) -> str:
        """The password, which is all they can sign in with from now on."""
        self.stored.save_user(user, self.change())
        return self.one_time.issue(user, self.change())

    def settle(self) -> None:
        """Store the people as they are, so that changes of them are read back."""
        for one in self.people.users.values():
            self.stored.save_user(one, self.change())
        self._read_people()

    def _people(self) -> People:
        return self.people

    def _settings(self) -> SecuritySettings:
        return self.settings

    def _limits(self) -> SessionLimits:
        return security_rules.limits(self.settings)

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
            self._limits,
        )

    def change(self) -> Change:
        return Change("session.changed", "test", to_ms(self.clock.now()))

    def enter(
        self,
        name: str = "ana",
        password: str | None = None,
        ip: str = "::1",
        device: DevicePass | None = None,
    ) -> Grant:
        """Sign in; the right password unless one is given."""
        visit = Visit(ip, "Firefox", device)
        entry = self.entrance.with_password(
            f"{name}@hilo.test", password or name, visit, self.change()
        )
        return entry.grant

    def refresh(self, token: str) -> Grant:
        return self.sessions.refresh(token, self.change())
