"""What a secret looks like and proves, and what may be given to an application. Pure.

A secret is `hilo_<id>_<43 letters>`: 256 random bits behind an id that tells it from others in
lists and logs, and a beginning by which scanners of leaked secrets know it. It is kept as its
SHA-256: nobody can go through 2^256 secrets, so a slow hash would protect nothing and cost
every request for a token.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from chalicelib.core.ids import ApplicationId, UserId, base32
from chalicelib.domains.access.models import APPLICATION_ROLE, People, Permission, Principal
from chalicelib.domains.access.rules import may
from chalicelib.domains.applications.errors import BeyondOwnRightsError, InvalidScopeError
from chalicelib.domains.applications.models import Application, Secret

_PREFIX = "hilo"
_ID_LETTERS = 8
_NOBODY_S = "0" * 64


def new_secret(now_ms: int, created_by: str) -> tuple[Secret, str]:
    """A secret to keep, and its text to show once."""
    identifier = base32(secrets.randbits(5 * _ID_LETTERS), _ID_LETTERS)
    text = f"{_PREFIX}_{identifier}_{secrets.token_urlsafe(32)}"
    return Secret(identifier, _digest(text), now_ms, created_by), text


def proven_secret(application: Application | None, text: str, now_ms: int) -> Secret | None:
    """The live secret of an application that a text is; the same work where there is none."""
    parts = text.split("_", 2)
    named = application.secret(parts[1]) if application and len(parts) > 1 else None
    is_it = hmac.compare_digest(named.digest if named else _NOBODY_S, _digest(text))
    if application is None or application.is_retired or named is None:
        return None
    return named if is_it and named.is_live(now_ms) else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def asked_permissions(application: Application, scope: str | None) -> frozenset[str]:
    """What a token is to be good for. Raises InvalidScopeError."""
    if scope is None:
        return frozenset[str](application.permissions)
    asked = frozenset(scope.split(" "))
    if not asked <= application.permissions:
        raise InvalidScopeError
    return asked


def principal_of(
    application: Application, permissions: frozenset[str], people: People
) -> Principal:
    """The application as a caller: what its token is good for, as far as it holds that yet."""
    held: frozenset[Permission] = frozenset(
        one for one in application.permissions if one in permissions
    )
    return Principal(
        user_id=UserId(application.id),
        name=application.name,
        email="",
        role=APPLICATION_ROLE,
        permissions=held,
        scope=application.scope,
        queue_ids=frozenset(people.queues) if application.scope == "all" else application.queue_ids,
        application_id=ApplicationId(application.id),
    )


def require_within(keeper: Principal, application: Application) -> None:
    """Nobody keeps an application that may do or see more than they. Raises BeyondOwnRightsError.

    Whoever could, would lend themselves by its secret what they were not given.
    """
    lacking = sorted(one for one in application.permissions if not may(keeper, one))
    sees_all = keeper.scope == "all"
    sees_queues = keeper.scope == "queues" and application.scope == "queues"
    in_sight = sees_all or (sees_queues and application.queue_ids <= keeper.queue_ids)
    if lacking or not in_sight:
        raise BeyondOwnRightsError(permissions=lacking, sight=not in_sight)
