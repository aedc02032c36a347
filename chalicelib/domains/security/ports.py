"""What security needs from storage, cryptography and the post."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import UserId
from chalicelib.domains.access.models import IssuedLink, User, Visit
from chalicelib.domains.security.models import Challenge, Factor, PasswordRecord, Purpose


class CredentialStore(Protocol):
    """Factors and passwords of before, by person; read strongly."""

    def factor(self, user_id: UserId) -> Factor | None: ...

    def enrol(self, factor: Factor, change: Change) -> bool:
        """Store a factor; False where the person has one."""

    def use_step(self, user_id: UserId, step: int, change: Change) -> bool:
        """Spend the codes up to a step of time; False where that one is spent already."""

    def use_recovery(self, user_id: UserId, digest: str, change: Change) -> bool:
        """Spend a recovery code; False for whoever comes second."""

    def replace_recovery(self, user_id: UserId, digests: frozenset[str], change: Change) -> bool:
        """Other recovery codes instead of all; False where there is no factor."""

    def remove_factor(self, user_id: UserId, change: Change) -> bool:
        """Forget factor and recovery codes; False where there is no factor."""

    def passwords(self, user_id: UserId) -> PasswordRecord | None: ...

    def keep_passwords(self, user_id: UserId, record: PasswordRecord, change: Change) -> None: ...


class ChallengeStore(Protocol):
    """Challenges by the digest of their token; they expire by themselves."""

    def add(self, digest: str, challenge: Challenge, change: Change) -> None: ...

    def look_at(self, digest: str, purpose: Purpose, change: Change) -> Challenge | None:
        """One that has not expired; costs no attempt."""

    def attempt(
        self, digest: str, purpose: Purpose, *, limit: int, change: Change
    ) -> Challenge | None:
        """Count an attempt at one that may be tried yet. Atomic under concurrency."""

    def take(self, digest: str) -> bool:
        """Remove it; False for whoever comes second."""


class Sealer(Protocol):
    """Encrypts what has to be read again; `purpose` is sealed along and has to be the same."""

    def seal(self, text: str, purpose: str) -> str: ...

    def unseal(self, sealed: str, purpose: str) -> str:
        """Raises SealBrokenError."""


class SealBrokenError(Exception):
    """What was sealed by another key, for another purpose, or changed since."""


class TimeCodes(Protocol):
    """One-time codes by time (RFC 6238): six digits, thirty seconds."""

    def new_secret(self) -> str: ...

    def step_of(self, secret: str, code: str, now: datetime) -> int | None:
        """Which step of time a code is of: the present one or one beside it; None: neither."""

    def address(self, secret: str, account: str) -> str:
        """What an authenticator reads: `otpauth://totp/...`."""

    def picture(self, address: str) -> str:
        """A QR code as an SVG element."""


class LeakedPasswords(Protocol):
    """Passwords that lists of leaks have."""

    def has(self, password: str) -> bool: ...


class DeviceNames(Protocol):
    """What a browser calls itself, in words."""

    def __call__(self, user_agent: str) -> str: ...


class Post(Protocol):
    """Tells people by mail of what happens to their account.

    Best effort, but for a link; where there is nobody (None), the same work is done.
    """

    def password_reset(
        self, user: User | None, link: IssuedLink, public_address: str, change: Change
    ) -> None: ...

    def password_changed(self, user: User, ip: str, change: Change) -> None: ...

    def new_device(self, user: User, visit: Visit, change: Change) -> None: ...

    def repeated_failures(self, user: User | None, count: int, change: Change) -> None: ...

    def factor_removed(self, user: User, change: Change) -> None: ...
