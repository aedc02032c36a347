"""People, sessions, attempts and tickets in memory; quick passwords and readable tokens."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.core.change import Change
from chalicelib.core.clock import from_ms, from_seconds
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.ids import ApplicationId, UserId
from chalicelib.domains.access.errors import IdentifierTakenError, InvalidTokenError
from chalicelib.domains.access.models import (
    ApplicationClaims,
    Attempts,
    Claims,
    LinkKind,
    OneTimeLink,
    People,
    Queue,
    Role,
    Session,
    SessionId,
    TicketHolder,
    User,
)
from chalicelib.domains.access.ports import UserEdit
from chalicelib.domains.configuration.errors import NameTakenError
from chalicelib.domains.configuration.rules import name_key


class MemoryPeople:
    """PeopleRepository."""

    def __init__(self) -> None:
        self.users: dict[str, User] = {}
        self.roles: dict[str, Role] = {}
        self.queues: dict[str, Queue] = {}
        self._writes = 0

    def stamp(self) -> str:
        """Catalogues may write the queues, too."""
        versions = [one.version for one in self.queues.values()]
        return str([self._writes, *versions]) if self._writes or versions else ""

    def load(self) -> People:
        return People(self.users.values(), self.roles.values(), self.queues.values())

    def save_user(self, user: User, change: Change) -> None:
        earlier = self.users.get(user.id)
        served = user.queue_ids | (earlier.served_queue_ids if earlier else frozenset())
        self.users[user.id] = replace(user, served_queue_ids=served)
        self._writes += 1

    def write_users(
        self, edits: Sequence[UserEdit], change: Change, *, since: str | None = None
    ) -> None:
        if since is not None and since != self.stamp():
            raise VersionConflictError
        for old, new in edits:
            stored = self.users.get(new.id)
            if (stored and stored.version) != (old and old.version):
                raise VersionConflictError
        after = self.users | {new.id: new for _, new in edits}
        for _, new in edits:
            for kind, value in new.identifiers.items():
                others = (one for one in after.values() if one.id != new.id)
                if any(one.identifiers.get(kind) == value for one in others):
                    raise IdentifierTakenError(kind)
        for _, new in edits:
            self.save_user(new, change)

    def replace_password(self, user: User, *, instead_of: str, change: Change) -> bool:
        stored = self.users[user.id]
        if stored.password_hash != instead_of:
            return False
        self.save_user(user, change)
        return True

    def save_role(self, role: Role, change: Change) -> None:
        self.roles[role.name] = role
        self._writes += 1

    def add_role(self, role: Role, change: Change) -> None:
        if role.name in self.roles or self._has_title(role):
            raise NameTakenError
        self.save_role(role, change)

    def replace_role(self, new: Role, old: Role, change: Change) -> None:
        stored = self.roles.get(old.name)
        if stored is None or stored.version != old.version:
            raise VersionConflictError
        if self._has_title(new):
            raise NameTakenError
        self.save_role(new, change)

    def _has_title(self, role: Role) -> bool:
        """Whether another one has its title."""
        others = [one for one in self.roles.values() if one.name != role.name]
        return any(one.title and name_key(one.title) == name_key(role.title) for one in others)

    def save_queue(self, queue: Queue, change: Change) -> None:
        self.queues[queue.id] = queue
        self._writes += 1

    def save_members(
        self, queue: tuple[Queue, Queue], users: Sequence[tuple[User, User]], change: Change
    ) -> None:
        stored = self.queues.get(queue[0].id)
        is_stale = stored is None or stored.version != queue[0].version
        if is_stale or any(self.users[old.id].version != old.version for old, _ in users):
            raise VersionConflictError
        self.save_queue(queue[1], change)
        for _, new in users:
            self.save_user(new, change)


class MemorySessions:
    """SessionRepository; `reads` counts the looks, `lags` hides all rows from weak ones."""

    def __init__(self) -> None:
        self.rows: dict[SessionId, Session] = {}
        self.reads = 0
        self.lags = False

    def add(self, session: Session, change: Change) -> None:
        self.rows[session.id] = session

    def get(self, session_id: SessionId, *, consistent: bool) -> Session | None:
        self.reads += 1
        return None if self.lags and not consistent else self.rows.get(session_id)

    def rotate(self, session: Session, change: Change) -> Session | None:
        stored = self.rows.get(session.id)
        if stored is None or stored.counter != session.counter or stored.ended_at:
            return stored
        rotated_at = from_ms(change.at_ms)
        self.rows[session.id] = replace(stored, counter=stored.counter + 1, rotated_at=rotated_at)
        return self.rows[session.id]

    def of_user(self, user_id: UserId) -> list[Session]:
        own = [one for one in self.rows.values() if one.user_id == user_id]
        return sorted(own, key=lambda one: one.id, reverse=True)

    def end(self, session_id: SessionId, change: Change) -> None:
        stored = self.rows.get(session_id)
        if stored is not None and stored.ended_at is None:
            self.rows[session_id] = replace(stored, ended_at=from_ms(change.at_ms))


class MemoryAttempts:
    """AttemptRepository."""

    def __init__(self) -> None:
        self.rows: dict[str, Attempts] = {}

    def count(self, subject: str, limit: int, *, until: datetime, change: Change) -> Attempts:
        standing = self.rows.get(subject)
        if standing is None or standing.until <= from_ms(change.at_ms):
            counted = Attempts(1, until)
        else:
            counted = Attempts(standing.count + 1, standing.until)
        if counted.count <= limit:
            self.rows[subject] = counted
        return counted

    def lock(self, subject: str, *, until: datetime, change: Change) -> None:
        if subject in self.rows:
            self.rows[subject] = replace(self.rows[subject], until=until)

    def give_back(self, subject: str, change: Change) -> None:
        standing = self.rows.get(subject)
        if standing is not None and standing.count > 0:
            self.rows[subject] = replace(standing, count=standing.count - 1)

    def clear(self, subject: str) -> None:
        self.rows.pop(subject, None)


class MemoryTickets:
    """TicketRepository."""

    def __init__(self) -> None:
        self.rows: dict[str, TicketHolder] = {}

    def add(self, digest: str, holder: TicketHolder, change: Change) -> None:
        self.rows[digest] = holder

    def take(self, digest: str) -> TicketHolder | None:
        return self.rows.pop(digest, None)


class MemoryLinks:
    """LinkRepository."""

    def __init__(self) -> None:
        self.rows: dict[tuple[LinkKind, str], tuple[OneTimeLink, str]] = {}

    def put(self, link: OneTimeLink, digest: str, change: Change) -> None:
        self.rows[link.kind, link.subject] = link, digest

    def get(self, kind: LinkKind, subject: str) -> tuple[OneTimeLink, str] | None:
        return self.rows.get((kind, subject))

    def take(self, kind: LinkKind, subject: str, digest: str, change: Change) -> bool:
        found = self.rows.get((kind, subject))
        if found is None or found[1] != digest or found[0].expires_at <= from_ms(change.at_ms):
            return False
        del self.rows[kind, subject]
        return True

    def remove(self, kind: LinkKind, subject: str) -> None:
        self.rows.pop((kind, subject), None)


class PlainPasswords:
    """Passwords; `checked` lists what was compared, nothing (None) included."""

    def __init__(self) -> None:
        self.checked: list[str | None] = []

    def hash(self, password: str) -> str:
        return f"hash of {password}"

    def verify(self, password_hash: str | None, password: str) -> bool:
        self.checked.append(password_hash)
        return password_hash == self.hash(password)


class PlainTokens:
    """AccessTokens as readable JSON."""

    def issue(self, claims: Claims | ApplicationClaims) -> str:
        seconds = (claims.issued_at.timestamp(), claims.expires_at.timestamp())
        if isinstance(claims, ApplicationClaims):
            told = [claims.application_id, claims.secret_id, sorted(claims.permissions)]
            return json.dumps([*told, *map(int, seconds)])
        return json.dumps([claims.user_id, claims.session_id, claims.epoch, *map(int, seconds)])

    def read(self, token: str, now: datetime) -> Claims | ApplicationClaims:
        try:
            bearer, by, worth, issued, expires = json.loads(token)
        except ValueError as exc:
            raise InvalidTokenError from exc
        if from_seconds(expires) <= now:
            raise InvalidTokenError
        span = (from_seconds(issued), from_seconds(expires))
        if isinstance(worth, list):
            return ApplicationClaims(ApplicationId(bearer), by, frozenset(worth), *span)
        return Claims(UserId(bearer), SessionId(by), worth, *span)
