"""Challenges: 256 random bits in somebody's hand, and what they are for under their digest."""

from __future__ import annotations

import secrets
from datetime import timedelta

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock
from chalicelib.core.ids import UserId, digest
from chalicelib.domains.security.errors import ChallengeOverError
from chalicelib.domains.security.models import Challenge, Purpose
from chalicelib.domains.security.ports import ChallengeStore

_RANDOM_BYTES = 32
_DIGEST_LENGTH = 50


class Challenges:
    """Issued, looked at, attempted, and spent once. A challenge that is no more is
    ChallengeOverError, whatever became of it.
    """

    def __init__(self, store: ChallengeStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def issue(
        self,
        user_id: UserId,
        epoch: int,
        purpose: Purpose,
        change: Change,
        *,
        lifetime_seconds: int,
        sealed_secret: str | None = None,
    ) -> str:
        """The token of a new challenge: 32 bytes as base64url."""
        token = secrets.token_urlsafe(_RANDOM_BYTES)
        until = self._clock.now() + timedelta(seconds=lifetime_seconds)
        challenge = Challenge(user_id, epoch, purpose, until, sealed_secret)
        self._store.add(_digest(token), challenge, change)
        return token

    def look_at(self, token: str, purpose: Purpose, change: Change) -> Challenge:
        """One that may yet be met; costs no attempt."""
        return _standing(self._store.look_at(_digest(token), purpose, change))

    def attempt(self, token: str, purpose: Purpose, limit: int, change: Change) -> Challenge:
        """One that was tried less than so many times; this time is counted."""
        return _standing(self._store.attempt(_digest(token), purpose, limit=limit, change=change))

    def spend(self, token: str) -> None:
        """Of two who spend it one succeeds."""
        if not self._store.take(_digest(token)):
            raise ChallengeOverError

    def redeem(self, token: str, purpose: Purpose, change: Change) -> Challenge:
        """One that serves a single time, met or not; it is spent now."""
        challenge = self.look_at(token, purpose, change)
        self.spend(token)
        return challenge


def _standing(challenge: Challenge | None) -> Challenge:
    if challenge is None:
        raise ChallengeOverError
    return challenge


def _digest(token: str) -> str:
    return digest(token, _DIGEST_LENGTH)
