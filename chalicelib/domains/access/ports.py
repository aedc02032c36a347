"""What signing in needs from storage and from cryptography."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import UserId
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

UserEdit = tuple[User | None, User]
"""Somebody as they were read and as they are to be; None before: somebody new."""


class PeopleRepository(Protocol):
    """Users, roles and queues: configuration."""

    def stamp(self) -> str:
        """Changes with every change of configuration."""

    def load(self) -> People:
        """Everything, read strongly."""

    def save_user(self, user: User, change: Change) -> None:
        """Queues served until now are remembered, whatever `served_queue_ids` says.

        Raises IdentifierTakenError.
        """

    def write_users(
        self, edits: Sequence[UserEdit], change: Change, *, since: str | None = None
    ) -> None:
        """Store people in one transaction, each with user name, address and file number.

        Raises VersionConflictError where one of them has changed, or is there already where
        they are new; IdentifierTakenError. `since`: a stamp; then VersionConflictError also
        where any configuration has changed after it.
        """

    def replace_password(self, user: User, *, instead_of: str, change: Change) -> bool:
        """Store hash, `one_time_until` and epoch, if the hash stored is still `instead_of`.

        Answers whether it was: of two who replace the same password one succeeds.
        """

    def save_role(self, role: Role, change: Change) -> None:
        """Store a standard role, whatever stands there."""

    def add_role(self, role: Role, change: Change) -> None:
        """Store a new one. Raises NameTakenError where its name or its title is taken."""

    def replace_role(self, new: Role, old: Role, change: Change) -> None:
        """Store one over the one it was made from.

        Raises VersionConflictError where another is stored, or none; NameTakenError.
        """

    def save_queue(self, queue: Queue, change: Change) -> None: ...

    def save_members(
        self, queue: tuple[Queue, Queue], users: Sequence[tuple[User, User]], change: Change
    ) -> None:
        """Store a queue and the queues and channels of users (old, new) in one transaction.

        Raises VersionConflictError where any of them has changed.
        """


class SessionRepository(Protocol):
    """Families of refresh tokens."""

    def add(self, session: Session, change: Change) -> None: ...

    def get(self, session_id: SessionId, *, consistent: bool) -> Session | None: ...

    def rotate(self, session: Session, change: Change) -> Session | None:
        """Raise the counter by one if nobody did so meanwhile and the family goes on.

        Answers the family as it is now, rotated by us or by whoever came first; None if
        it is gone.
        """

    def of_user(self, user_id: UserId) -> list[Session]:
        """Those that somebody has, over or not, newest first; read strongly."""

    def end(self, session_id: SessionId, change: Change) -> None:
        """End the family; ended and unknown ones stay as they are."""


class AttemptRepository(Protocol):
    """Counters of attempts per account and per address; they expire by themselves."""

    def count(self, subject: str, limit: int, *, until: datetime, change: Change) -> Attempts:
        """Count one more attempt in the running window, or open one that ends at `until`.

        A window that reached `limit` is not counted further: the answer's count is then
        above the limit. Atomic under concurrency.
        """

    def lock(self, subject: str, *, until: datetime, change: Change) -> None:
        """Let the running window end at `until` instead."""

    def give_back(self, subject: str, change: Change) -> None:
        """Take one attempt back."""

    def clear(self, subject: str) -> None:
        """Forget the attempts."""


class TicketRepository(Protocol):
    """Realtime tickets; only their digests are stored."""

    def add(self, digest: str, holder: TicketHolder, change: Change) -> None: ...

    def take(self, digest: str) -> TicketHolder | None:
        """Remove the ticket and answer its holder; None for whoever comes second."""


class LinkRepository(Protocol):
    """One-time links: the newest of each kind and subject; only its digest is stored."""

    def put(self, link: OneTimeLink, digest: str, change: Change) -> None:
        """Store a link in place of whichever stood there."""

    def get(self, kind: LinkKind, subject: str) -> tuple[OneTimeLink, str] | None:
        """The link and its digest, read strongly."""

    def take(self, kind: LinkKind, subject: str, digest: str, change: Change) -> bool:
        """Remove the link if it is this one and has not expired; False for who comes second."""

    def remove(self, kind: LinkKind, subject: str) -> None: ...


class Passwords(Protocol):
    """Slow hashing of passwords."""

    def hash(self, password: str) -> str: ...

    def verify(self, password_hash: str | None, password: str) -> bool:
        """Whether they match. For None the same work is done and the answer is no."""


class AccessTokens(Protocol):
    """Signs and reads access tokens, those of people and those of applications."""

    def issue(self, claims: Claims | ApplicationClaims) -> str: ...

    def read(self, token: str, now: datetime) -> Claims | ApplicationClaims:
        """The claims of a valid token, which tell whose it is. Raises InvalidTokenError."""
