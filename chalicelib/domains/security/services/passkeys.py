"""Passkeys: registered, asked for, proven, taken away.

The challenge of a ceremony is one of ours (256 random bits, for minutes): what the browser signs
names it, so nothing else has to travel. It serves once, good or not. A key is looked for among
those of one person alone, whom the challenge names or else the authenticator.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock
from chalicelib.core.ids import UserId, digest
from chalicelib.domains.access.models import User
from chalicelib.domains.access.services.limits import Limits
from chalicelib.domains.security import rules
from chalicelib.domains.security.errors import (
    ChallengeOverError,
    PasskeyNotGoodError,
    PasskeyRefusedError,
)
from chalicelib.domains.security.models import (
    ANYBODY,
    Passkey,
    PasskeyId,
    Presented,
    Purpose,
    Site,
)
from chalicelib.domains.security.ports import (
    Ceremonies,
    CeremonyFailedError,
    ChallengeStore,
    PasskeyStore,
)
from chalicelib.domains.security.presenting import presented
from chalicelib.domains.security.services.challenges import Challenges

CEREMONY_SECONDS = 300
PER_ADDRESS, WINDOW_SECONDS = 300, 60
_DIGEST_LENGTH = 32


class Claim(NamedTuple):
    """Who somebody says they are with a passkey, on a challenge that is spent.

    `epoch`: of the account whose password was proven before; None where the passkey is all.
    """

    user_id: UserId
    epoch: int | None
    shown: Presented
    credential: Mapping[str, Any]


class Passkeys:
    """Use cases of passkeys."""

    def __init__(
        self,
        store: PasskeyStore,
        challenges: ChallengeStore,
        ceremonies: Ceremonies,
        limits: Limits,
        clock: Clock,
    ) -> None:
        self._store = store
        self._challenges = Challenges(challenges, clock)
        self._ceremonies = ceremonies
        self._limits = limits
        self._clock = clock

    def of(self, user_id: UserId) -> list[Passkey]:
        """Those of a person, oldest first."""
        return self._store.of(user_id)

    def begin(self, user: User, site: Site, change: Change) -> dict[str, Any]:
        """What the browser makes a passkey by."""
        token = self._challenge(user.id, user.epoch, "passkey_registration", change)
        return self._ceremonies.to_register(site, token, user, self.of(user.id))

    def register(
        self, user: User, site: Site, credential: Mapping[str, Any], name: str, change: Change
    ) -> Passkey:
        """Keep what the browser made. Raises ChallengeOverError, PasskeyNotGoodError."""
        shown = presented(credential)
        if shown is None:
            raise PasskeyNotGoodError
        asked = self._challenges.redeem(shown.challenge, "passkey_registration", change)
        if (asked.user_id, asked.epoch) != (user.id, user.epoch):
            raise ChallengeOverError
        try:
            pair = self._ceremonies.registered(site, shown.challenge, credential)
        except CeremonyFailedError as exc:
            raise PasskeyNotGoodError from exc
        passkey = Passkey(
            id=rules.passkey_id(pair.credential_id),
            user_id=user.id,
            credential_id=pair.credential_id,
            public_key=pair.public_key,
            counter=pair.counter,
            name=name.strip(),
            created_at=self._clock.now(),
        )
        if not self._store.add(passkey, change):
            raise PasskeyNotGoodError
        return passkey

    def ask_anybody(self, site: Site, ip: str, change: Change) -> dict[str, Any]:
        """What the browser uses any passkey of this site by. Raises TooManyAttemptsError."""
        address = digest(ip, _DIGEST_LENGTH)
        self._limits.count(f"passkey-from#{address}", PER_ADDRESS, WINDOW_SECONDS, change)
        token = self._challenge(ANYBODY, 0, "passkey", change)
        return self._ceremonies.to_use(site, token, [])

    def ask(self, user: User, site: Site, change: Change) -> dict[str, Any]:
        """What the browser uses a passkey of somebody by whose password is proven."""
        token = self._challenge(user.id, user.epoch, "passkey", change)
        return self._ceremonies.to_use(site, token, self.of(user.id))

    def claim(self, credential: Mapping[str, Any], change: Change) -> Claim:
        """Spend the challenge that a browser answered; nothing is proven yet.

        Raises ChallengeOverError, PasskeyRefusedError.
        """
        shown = presented(credential)
        if shown is None:
            raise PasskeyRefusedError
        asked = self._challenges.redeem(shown.challenge, "passkey", change)
        if asked.user_id != ANYBODY:
            return Claim(asked.user_id, asked.epoch, shown, credential)
        if shown.user_id is None:
            raise PasskeyRefusedError
        return Claim(shown.user_id, None, shown, credential)

    def prove(self, claim: Claim, site: Site, change: Change) -> None:
        """Raises PasskeyRefusedError, also where the authenticator counts backwards."""
        holder = claim.shown.user_id
        passkey = self._store.get(claim.user_id, rules.passkey_id(claim.shown.credential_id))
        if passkey is None or holder not in (None, claim.user_id):
            raise PasskeyRefusedError
        try:
            counter = self._ceremonies.used(
                site,
                claim.shown.challenge,
                claim.credential,
                passkey,
                verifies_user=claim.epoch is None,
            )
        except CeremonyFailedError as exc:
            raise PasskeyRefusedError from exc
        if not self._store.use(passkey, counter, change):
            raise PasskeyRefusedError

    def remove(self, user_id: UserId, passkey_id: PasskeyId, change: Change) -> bool:
        """Take one away; False where the person has no such."""
        return self._store.remove(user_id, passkey_id, change)

    def remove_all(self, user_id: UserId, change: Change) -> bool:
        """Take away whatever there is; False where there is none."""
        removed = [self.remove(user_id, one.id, change) for one in self.of(user_id)]
        return any(removed)

    def _challenge(self, user_id: UserId, epoch: int, purpose: Purpose, change: Change) -> str:
        return self._challenges.issue(
            user_id, epoch, purpose, change, lifetime_seconds=CEREMONY_SECONDS
        )
