"""What proves who somebody is besides a password, and what an organisation asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

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


Purpose = Literal["second_factor", "enrolment"]


@dataclass(frozen=True, slots=True)
class Challenge:
    """What is left to prove by somebody who knew the password; bound to the account and epoch.

    `sealed_secret`: of the factor that is being set up.
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
