"""Signing in with a password: limited first, then the slow hash, the same for everybody.

Attempts are counted before the hash is computed, so that parallel guesses do not slip
through; a success takes its attempt back. Unknown accounts cost and answer the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock
from chalicelib.core.ids import digest
from chalicelib.domains.access.errors import (
    InvalidCredentialsError,
    OneTimePasswordExpiredError,
    PasswordChangeRequiredError,
    TooManyAttemptsError,
)
from chalicelib.domains.access.models import (
    AccessPolicy,
    Attempts,
    Grant,
    People,
    User,
    normal_email,
)
from chalicelib.domains.access.ports import AttemptRepository, Passwords
from chalicelib.domains.access.services.one_time_passwords import OneTimePasswords
from chalicelib.domains.access.services.sessions import Sessions

_DIGEST_LENGTH = 32


class SignIn:
    """Checks a password and opens a session."""

    def __init__(
        self,
        people: Callable[[], People],
        attempts: AttemptRepository,
        passwords: Passwords,
        sessions: Sessions,
        one_time: OneTimePasswords,
        clock: Clock,
        policy: AccessPolicy,
    ) -> None:
        self._people = people
        self._attempts = attempts
        self._passwords = passwords
        self._sessions = sessions
        self._one_time = one_time
        self._clock = clock
        self._policy = policy

    def with_password(self, email: str, password: str, *, ip: str, change: Change) -> Grant:
        """Raises TooManyAttemptsError, InvalidCredentialsError.

        With a one-time password nobody is let in: PasswordChangeRequiredError, and
        OneTimePasswordExpiredError after its time.
        """
        user = self._limited(email, password, ip, change)
        if user.one_time_until is not None:
            raise PasswordChangeRequiredError
        return self._sessions.open(user, change)

    def with_first_password(
        self, email: str, password: str, new_password: str, *, ip: str, change: Change
    ) -> Grant:
        """Replace a one-time password by one's own and come in; limited like signing in.

        Raises what `with_password` and `OneTimePasswords.replace` raise.
        """
        user = self._limited(email, password, ip, change)
        own = self._one_time.replace(user, old=password, new=new_password, change=change)
        return self._sessions.open(own, change)

    def _limited(self, email: str, password: str, ip: str, change: Change) -> User:
        known = self._people().by_login(email)
        account = _subject("account", normal_email(known.email if known else email))
        address = _subject("address", ip)
        self._count(address, self._policy.attempts_per_address, change)
        self._count(account, self._policy.attempts_per_account, change)
        user = self._proven_user(email, password)
        self._attempts.clear(account)
        self._attempts.give_back(address, change)
        return user

    def _proven_user(self, email: str, password: str) -> User:
        user = self._people().by_login(email)
        matches = self._passwords.verify(user.password_hash if user else None, password)
        if user is None or not matches or not user.is_active:
            raise InvalidCredentialsError
        if user.one_time_until is not None and user.one_time_until <= self._clock.now():
            raise OneTimePasswordExpiredError
        return user

    def _count(self, subject: str, limit: int, change: Change) -> None:
        now = self._clock.now()
        window = timedelta(seconds=self._policy.attempts_window_seconds)
        counted = self._attempts.count(subject, limit, until=now + window, change=change)
        if counted.count == limit:
            lockout = now + timedelta(seconds=self._policy.lockout_seconds)
            self._attempts.lock(subject, until=lockout, change=change)
        if counted.count > limit:
            raise TooManyAttemptsError(retry_after_seconds=_wait(counted, now))


def _wait(attempts: Attempts, now: datetime) -> int:
    return max(1, math.ceil((attempts.until - now).total_seconds()))


def _subject(kind: str, value: str) -> str:
    return f"{kind}#{digest(value, _DIGEST_LENGTH)}"
