"""Who sees what, and what a refresh token proves. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from chalicelib.core.ids import QueueId, UserId, is_id
from chalicelib.domains.access.models import (
    Permission,
    Principal,
    Session,
    SessionId,
    User,
    normal_email,
)


def may(principal: Principal, permission: Permission) -> bool:
    """Whether the role has the permission."""
    return permission in principal.permissions


def may_see(
    principal: Principal, *, queue_id: QueueId, assignee_id: UserId | None, waiting: bool
) -> bool:
    """Whether a conversation is within sight.

    `waiting`: it is open in its queue and nobody holds it. People who do not read conversations
    see none, whatever they hold; applications may write in what they do not read.
    """
    if principal.is_person and not may(principal, "conversations.read"):
        return False
    if principal.scope == "all" or assignee_id == principal.user_id:
        return True
    if queue_id not in principal.queue_ids:
        return False
    return principal.scope == "queues" or (waiting and assignee_id is None)


def may_watch(principal: Principal, queue_id: QueueId) -> bool:
    """Whether what waits in a queue is shown to somebody as it comes."""
    return may(principal, "conversations.read") and queue_id in principal.queue_ids


def visible_users(principal: Principal, users: Iterable[User]) -> list[User]:
    """Colleagues within sight: everybody, or those who share a queue; by name."""
    seen = [
        user
        for user in users
        if principal.scope == "all"
        or user.id == principal.user_id
        or user.queue_ids & principal.queue_ids
    ]
    return sorted(seen, key=lambda user: (user.name, user.id))


_TELLING_NAME_LENGTH = 4
PasswordFlaw = Literal["too_short", "not_new", "contains_address"]


def password_flaw(
    new: str, *, old: str | None, email: str, minimum_length: int
) -> PasswordFlaw | None:
    """Why a password may not be chosen; length is what counts (NIST SP 800-63B, 2025)."""
    if len(new) < minimum_length:
        return "too_short"
    if new == old:
        return "not_new"
    name = normal_email(email).partition("@")[0]
    tells_much = len(name) >= _TELLING_NAME_LENGTH and name in new.casefold()
    return "contains_address" if tells_much else None


class RefreshToken(NamedTuple):
    """The parts of `<session>.<counter>.<mac>`."""

    session_id: SessionId
    counter: int
    mac: str


def write_refresh_token(session: Session) -> str:
    """The newest token of a family; the same for the same counter."""
    return f"{session.id}.{session.counter}.{_mac(session, session.counter)}"


def parse_refresh_token(text: str) -> RefreshToken | None:
    """The parts of a token that may be ours; None for garbage."""
    parts = text.split(".")
    if len(parts) != 3 or not is_id(parts[0]):
        return None
    counter = parts[1]
    if not (counter.isascii() and counter.isdigit() and len(counter) <= 9):
        return None
    return RefreshToken(SessionId(parts[0]), int(counter), parts[2])


def is_genuine(token: RefreshToken, session: Session) -> bool:
    """Whether we wrote the token; compared in constant time."""
    return hmac.compare_digest(token.mac.encode(), _mac(session, token.counter).encode())


RefreshStanding = Literal["newest", "just_replaced", "spent"]


def standing(
    token: RefreshToken, session: Session, *, now: datetime, grace_seconds: int
) -> RefreshStanding:
    """What a genuine token is worth: rotate, give the same successor again, or theft."""
    if token.counter == session.counter:
        return "newest"
    age = now - session.rotated_at
    if token.counter == session.counter - 1 and age <= timedelta(seconds=grace_seconds):
        return "just_replaced"
    return "spent"


def _mac(session: Session, counter: int) -> str:
    written = f"{session.id}.{counter}".encode()
    raw = hmac.new(session.secret.encode(), written, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
