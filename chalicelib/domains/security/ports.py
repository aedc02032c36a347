"""What security needs from storage, cryptography and the post."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import UserId
from chalicelib.domains.access.models import IssuedLink, User, Visit
from chalicelib.domains.security.models import (
    Challenge,
    Factor,
    Passkey,
    PasskeyId,
    PasswordRecord,
    Purpose,
    Site,
)


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


class PasskeyStore(Protocol):
    """Passkeys, by person; read strongly."""

    def of(self, user_id: UserId) -> list[Passkey]:
        """Oldest first."""

    def get(self, user_id: UserId, passkey_id: PasskeyId) -> Passkey | None: ...

    def add(self, passkey: Passkey, change: Change) -> bool:
        """False where the person has that one."""

    def use(self, passkey: Passkey, counter: int, change: Change) -> bool:
        """Note a use; False where it is gone, or its authenticator counts backwards."""

    def remove(self, user_id: UserId, passkey_id: PasskeyId, change: Change) -> bool:
        """Forget its key; False where there is none."""


class KeyPair(NamedTuple):
    """What an authenticator tells of a credential that it made (base64url)."""

    credential_id: str
    public_key: str
    counter: int


class CeremonyFailedError(Exception):
    """What a browser answered is not what a passkey of this site says to this challenge."""


class Ceremonies(Protocol):
    """WebAuthn. Options and credentials are JSON as the standard writes it (level 3, 5.1.8 to
    5.1.10).
    """

    def to_register(
        self, site: Site, challenge: str, user: User, known: Sequence[Passkey]
    ) -> dict[str, Any]:
        """What a browser makes a credential by, on no authenticator that has one of `known`."""

    def registered(self, site: Site, challenge: str, credential: Mapping[str, Any]) -> KeyPair:
        """Raises CeremonyFailedError, also where the authenticator did not verify its user."""

    def to_use(self, site: Site, challenge: str, known: Sequence[Passkey]) -> dict[str, Any]:
        """What a browser uses one of `known` by; of none: any that it has for this site, and
        then the authenticator has to verify its user.
        """

    def used(
        self,
        site: Site,
        challenge: str,
        credential: Mapping[str, Any],
        passkey: Passkey,
        *,
        verifies_user: bool,
    ) -> int:
        """The authenticator's counter. Raises CeremonyFailedError."""


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

    def passkey_added(self, passkey: Passkey, user: User, ip: str, change: Change) -> None: ...
