"""What proves who somebody is besides a password, and what an organisation asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, NewType

from chalicelib.core.ids import UserId
from chalicelib.domains.configuration.models import Configured


@dataclass(frozen=True, slots=True)
class SecuritySettings(Configured):
    """What is asked of passwords, factors and sessions; None: no limit.

    `history`: how many passwords of before may not come back. `factor_roles`: names of the
    roles that need a second factor. `only_by_provider`: passwords are refused but for those of
    `emergency_user_ids`.
    """

    minimum_length: int = 12
    history: int = 5
    maximum_age_days: int | None = None
    refuses_leaked: bool = True
    factor_roles: frozenset[str] = frozenset()
    session_hours: int = 12
    idle_minutes: int | None = None
    only_by_provider: bool = False
    emergency_user_ids: frozenset[UserId] = frozenset()


@dataclass(frozen=True, slots=True)
class Factor:
    """A person's one-time codes by time (RFC 6238), and the digests of their recovery codes.

    `last_step`: the newest step of time whose code was used; codes up to it are spent.
    """

    user_id: UserId
    sealed_secret: str
    last_step: int
    recovery: frozenset[str]
    enrolled_at: datetime


@dataclass(frozen=True, slots=True)
class PasswordRecord:
    """Hashes of the passwords chosen until now, the present one first."""

    hashes: tuple[str, ...]
    changed_at: datetime


PasskeyId = NewType("PasskeyId", str)
"""A digest of a credential's id, which may be longer than a key of ours."""


@dataclass(frozen=True, slots=True)
class Passkey:
    """A credential of WebAuthn, bound to its person; `public_key` (COSE) and `credential_id` are
    base64url.

    `counter`: uses as its authenticator counted them at the last one; 0 where it counts none.
    """

    id: PasskeyId
    user_id: UserId
    credential_id: str
    public_key: str
    counter: int
    name: str
    created_at: datetime
    used_at: datetime | None = None


class Site(NamedTuple):
    """Where people open the product: passkeys are bound to the host, and serve at the origin."""

    host: str
    origin: str


class Presented(NamedTuple):
    """What a browser says of the credential that it used, nothing of it proven yet.

    `user_id`: whom the authenticator holds it for; None where it says nothing of it.
    """

    challenge: str
    credential_id: str
    user_id: UserId | None


Way = Literal["code", "passkey"]
"""What a second factor is shown with."""

Purpose = Literal["second_factor", "enrolment", "passkey", "passkey_registration"]

ANYBODY = UserId("~")
"""Whom a challenge is for that answers itself who answers it."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """What is left to prove by somebody who knew the password; bound to the account and epoch.

    One that is for ANYBODY, of epoch 0, is answered by a passkey alone. `sealed_secret`: of the
    factor that is being set up.
    """

    user_id: UserId
    epoch: int
    purpose: Purpose
    expires_at: datetime
    sealed_secret: str | None = None


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What somebody needs to set up an authenticator; `picture` is the address as SVG."""

    secret: str
    address: str
    picture: str
