"""People, what they may do, and the sessions they do it in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NewType

from chalicelib.core.ids import ApplicationId, QueueId, UserId
from chalicelib.domains.access.fields import EVERYTHING, FieldRules
from chalicelib.domains.configuration.models import Configured

SessionId = NewType("SessionId", str)

Permission = Literal[
    "conversations.read",
    "conversations.answer",
    "conversations.claim",
    "conversations.release",
    "conversations.resolve",
    "conversations.reopen",
    "conversations.assign",
    "conversations.label",
    "conversations.start",
    "templates.use",
    "connections.read",
    "connections.manage",
    "dead_letters.manage",
    "users.read",
    "queues.read",
    "notes.write",
    "notes.audit",
    "whispers.write",
    "whispers.supervise",
    "queues.manage",
    "labels.read",
    "labels.manage",
    "quick_replies.use",
    "quick_replies.manage",
    "client_values.manage",
    "typifications.read",
    "typifications.correct",
    "typifications.manage",
    "presence.read",
    "presence.manage",
    "break_types.read",
    "break_types.manage",
    "alert_rules.manage",
    "content_policies.manage",
    "author_colours.manage",
    "users.manage",
    "roles.read",
    "roles.manage",
    "fields.reveal",
    "security.manage",
    "sessions.manage",
    "audit.read",
    "audit.export",
    "applications.manage",
    "changes.approve",
    "connections.maintain",
    "privacy.manage",
]

Scope = Literal["all", "queues", "own"]
"""What a role sees: everything, its queues, or its own and what waits in its queues."""

NEEDS_ALL: frozenset[Permission] = frozenset({"privacy.manage"})
"""What reaches a customer whole, whatever queues they wrote to: nothing with a narrower scope."""

APPLICATION_ROLE = "application"
"""Stands where a role is named of an application, which has none: no role is called so."""


@dataclass(frozen=True, slots=True)
class Role:
    """A named set of permissions with a scope. Never deleted: people and history name it.

    `name` is its id; `title` what people call it, empty for a standard role that nobody has
    called otherwise: then clients have words for it. `known`: the permissions that there were
    when somebody edited it last, None where that was not kept.
    """

    name: str
    permissions: frozenset[Permission]
    scope: Scope
    version: int = 1
    title: str = ""
    description: str = ""
    field_rules: FieldRules = EVERYTHING
    is_retired: bool = False
    known: frozenset[str] | None = None
    changed_by: str | None = None
    changed_at_ms: int | None = None

    @property
    def too_far(self) -> frozenset[Permission]:
        """Permissions that its scope is too narrow for."""
        return frozenset() if self.scope == "all" else self.permissions & NEEDS_ALL

    @property
    def granted(self) -> frozenset[Permission]:
        """What its people may do."""
        return self.permissions - self.too_far


@dataclass(frozen=True, slots=True)
class Queue(Configured):
    """Where conversations wait; its members are the users that name it.

    `target_seconds`: how long a customer may wait for an answer before it is late; None: no
    target of its own.
    """

    id: QueueId
    description: str = ""
    target_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A person's picture in storage; every picture brought in has an id of its own."""

    id: str
    content_type: str


Identifier = Literal["username", "email", "file_number"]
"""What tells people apart, however it is written: no two have the same."""

UserState = Literal["invited", "active", "deactivated"]


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in. Raising `epoch` ends every session and token at once.

    `served_queue_ids`: every queue they have ever served, where they may hold conversations yet.
    `channel_limits`: the channels they serve in a queue; where none is named, every one.
    `one_time_until`: set where the password only serves to choose another one, until then.
    `name` is shown everywhere and made of `first_name` and `last_name`. `file_number` is their
    number in the organisation's files. `invited_at`: set while they are asked in and have not
    come. `deactivated_at`: when they left, as long as they are gone. Who does not
    `serves_customers` signs in and takes no conversations.
    """

    id: UserId
    email: str
    name: str
    role: str
    queue_ids: frozenset[QueueId]
    password_hash: str
    served_queue_ids: frozenset[QueueId] = frozenset()
    is_active: bool = True
    epoch: int = 1
    version: int = 1
    one_time_until: datetime | None = None
    channel_limits: frozenset[tuple[QueueId, str]] = frozenset()
    username: str = ""
    first_name: str = ""
    last_name: str = ""
    file_number: str = ""
    national_id: str = ""
    office: str = ""
    picture: Picture | None = None
    group_ids: frozenset[str] = frozenset()
    serves_customers: bool = True
    invited_at: datetime | None = None
    deactivated_at: datetime | None = None
    changed_by: str | None = None
    changed_at_ms: int | None = None

    @property
    def state(self) -> UserState:
        """Whether they may come in, have yet to come for the first time, or are gone."""
        if not self.is_active:
            return "deactivated"
        return "invited" if self.invited_at else "active"

    @property
    def identifiers(self) -> dict[Identifier, str]:
        """What nobody else may have, as it is compared; what they lack is left out."""
        given: dict[Identifier, str] = {
            "username": self.username,
            "email": self.email,
            "file_number": self.file_number,
        }
        return {kind: normal_login(value) for kind, value in given.items() if value.strip()}

    def channels_in(self, queue_id: QueueId) -> frozenset[str]:
        """The channels they are limited to in a queue; empty: every one."""
        return frozenset(channel for queue, channel in self.channel_limits if queue == queue_id)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who makes a request, with everything rules need to decide on it.

    An application stands here with its own id as `user_id`, without address and session.
    """

    user_id: UserId
    name: str
    email: str
    role: str
    permissions: frozenset[Permission]
    scope: Scope
    queue_ids: frozenset[QueueId]
    session_id: SessionId | None = None
    channel_limits: frozenset[tuple[QueueId, str]] = frozenset()
    application_id: ApplicationId | None = None
    field_rules: FieldRules = EVERYTHING
    serves_customers: bool = True

    @property
    def is_person(self) -> bool:
        return self.application_id is None

    def serves(self, queue_id: QueueId, channel: str | None) -> bool:
        """Whether conversations of a channel that wait in a queue are theirs to take."""
        if not self.serves_customers or queue_id not in self.queue_ids:
            return False
        channels = {one for queue, one in self.channel_limits if queue == queue_id}
        return not channels or channel in channels


class People:
    """A snapshot of users, roles and queues; never changed, replaced as a whole."""

    def __init__(
        self, users: Iterable[User], roles: Iterable[Role], queues: Iterable[Queue]
    ) -> None:
        self.users = {user.id: user for user in users}
        self.roles = {role.name: role for role in roles}
        self.queues = {queue.id: queue for queue in queues}
        self._by_email = {normal_email(user.email): user for user in self.users.values()}
        self._by_username = _by_username(self.users.values())

    def by_email(self, email: str) -> User | None:
        """The user with that address, however it is written."""
        return self._by_email.get(normal_email(email))

    def by_login(self, login: str) -> User | None:
        """The user with that address or user name, however it is written."""
        key = normal_login(login)
        return self._by_email.get(key) or self._by_username.get(key)

    def principal(self, user_id: UserId, session_id: SessionId | None = None) -> Principal | None:
        """What a user may do now; None for unknown and inactive users."""
        user = self.users.get(user_id)
        if user is None or not user.is_active:
            return None
        role = self.roles[user.role]
        return Principal(
            user_id=user.id,
            name=user.name,
            email=user.email,
            role=role.name,
            permissions=role.granted,
            scope=role.scope,
            queue_ids=frozenset(self.queues) if role.scope == "all" else user.queue_ids,
            session_id=session_id,
            channel_limits=user.channel_limits,
            field_rules=role.field_rules,
            serves_customers=user.serves_customers,
        )

    @property
    def open_queues(self) -> dict[QueueId, Queue]:
        """Those in use: what is bound or moved to a queue goes to one of these."""
        return {one.id: one for one in self.queues.values() if not one.is_retired}

    def queues_held_in(self, user: User) -> frozenset[QueueId]:
        """Of which queues a user may hold conversations: now, or since they served them."""
        if self.roles[user.role].scope == "all":
            return frozenset(self.queues)
        return user.queue_ids | user.served_queue_ids

    def members(self, queue_id: QueueId) -> list[User]:
        """The active users who name the queue."""
        return [
            user for user in self.users.values() if user.is_active and queue_id in user.queue_ids
        ]


@dataclass(frozen=True, slots=True)
class DevicePass:
    """A browser, and who has signed in with it; it travels in a cookie that we sign."""

    id: str
    user_ids: frozenset[UserId] = frozenset()


@dataclass(frozen=True, slots=True)
class Visit:
    """From where somebody comes: address, what the browser calls itself, and its pass."""

    ip: str
    user_agent: str = ""
    device: DevicePass | None = None

    def is_known_to(self, user_id: UserId) -> bool:
        """Whether the person has signed in with this browser before."""
        return self.device is not None and user_id in self.device.user_ids


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lasts, and how long it goes on with nobody there; None: no limit."""

    session_seconds: int
    idle_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in: a family of refresh tokens, of which only `counter` is the newest.

    `ip` and `user_agent` are those of the sign-in.
    """

    id: SessionId
    user_id: UserId
    epoch: int
    secret: str
    counter: int
    rotated_at: datetime
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    ip: str = ""
    user_agent: str = ""

    def is_over(self, now: datetime) -> bool:
        return self.ended_at is not None or now >= self.expires_at


@dataclass(frozen=True, slots=True)
class Claims:
    """What an access token says."""

    user_id: UserId
    session_id: SessionId
    epoch: int
    issued_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ApplicationClaims:
    """What an application's access token says: by which of its secrets, and for what."""

    application_id: ApplicationId
    secret_id: str
    permissions: frozenset[str]
    issued_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Grant:
    """What signing in or refreshing gives: a short token, and the cookie's content."""

    user_id: UserId
    access_token: str
    expires_in_seconds: int
    refresh_token: str
    refresh_expires_in_seconds: int


@dataclass(frozen=True, slots=True)
class Attempts:
    """Attempts counted for one account or one address until `until`."""

    count: int
    until: datetime


@dataclass(frozen=True, slots=True)
class TicketHolder:
    """Whom a realtime ticket lets in."""

    user_id: UserId
    session_id: SessionId
    expires_at: datetime


LinkKind = Literal["invitation", "reset"]


@dataclass(frozen=True, slots=True)
class OneTimeLink:
    """What a link in a mail stands for; `subject` is whom it is for, or what it was sent for."""

    kind: LinkKind
    subject: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """The secret part of a link's address, answered once and known nowhere else."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    """The times and limits of signing in."""

    access_token_seconds: int = 300
    session_seconds: int = 12 * 3600
    refresh_grace_seconds: int = 30
    attempts_per_account: int = 10
    attempts_per_address: int = 300
    attempts_window_seconds: int = 60
    lockout_seconds: int = 60
    ticket_seconds: int = 60
    session_check_seconds: int = 5
    one_time_password_seconds: int = 72 * 3600
    application_tokens_per_minute: int = 60
    invitation_seconds: int = 7 * 86_400


def normal_email(email: str) -> str:
    """An address as it is compared: without outer blanks, case folded."""
    return normal_login(email)


def normal_login(login: str) -> str:
    """A user name, an address or a file number as it is compared."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def _by_username(users: Iterable[User]) -> dict[str, User]:
    """By user name; nobody by one that two have, as two of old may (their addresses' start)."""
    found: dict[str, User | None] = {}
    for user in users:
        key = normal_login(user.username)
        found[key] = None if key in found or not key else user
    return {key: user for key, user in found.items() if user is not None}


def local_part(email: str) -> str:
    """What stands before the @: the user name of who was never given one."""
    return email.partition("@")[0]


def full_name(first_name: str, last_name: str) -> str:
    """The name that is shown."""
    return " ".join(f"{first_name} {last_name}".split())


def split_name(name: str) -> tuple[str, str]:
    """First and last name of who was stored with one name alone."""
    first_name, _, last_name = name.strip().partition(" ")
    return first_name, last_name.strip()
