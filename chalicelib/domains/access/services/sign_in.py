"""Proving a password: limited first, then the slow hash, the same for everybody.

Attempts are counted before the hash is computed, so that parallel guesses do not slip
through; a success takes its attempt back. Unknown accounts cost and answer the same. A
browser that somebody has signed in with before has a counter of its own for them, so that a
stranger who guesses locks nobody out of their own desk. Nobody comes in here: what else is
asked for, `security` knows.
"""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock
from chalicelib.core.ids import digest
from chalicelib.domains.access.errors import (
    InvalidCredentialsError,
    OneTimePasswordExpiredError,
    ProviderRequiredError,
)
from chalicelib.domains.access.models import AccessPolicy, People, User, Visit, normal_email
from chalicelib.domains.access.ports import Passwords
from chalicelib.domains.access.services.limits import Limits

_DIGEST_LENGTH = 32


class SignIn:
    """Checks passwords."""

    def __init__(
        self,
        people: Callable[[], People],
        limits: Limits,
        passwords: Passwords,
        clock: Clock,
        policy: AccessPolicy,
        on_lock: Callable[[str, int, Change], None],
        serves: Callable[[User], bool] = lambda _: True,
    ) -> None:
        """`on_lock` is told which account was locked for strangers, after how many failures.

        `serves`: whether somebody may come by password at all.
        """
        self._people = people
        self._limits = limits
        self._passwords = passwords
        self._clock = clock
        self._policy = policy
        self._on_lock = on_lock
        self._serves = serves

    def prove(self, email: str, password: str, *, visit: Visit, change: Change) -> User:
        """Whose address and password they are, also of a password that only serves once.

        Raises TooManyAttemptsError, InvalidCredentialsError, OneTimePasswordExpiredError,
        ProviderRequiredError.
        """
        policy = self._policy
        account, address = self._account(email, visit), _subject("address", visit.ip)
        window = policy.attempts_window_seconds
        self._limits.count(address, policy.attempts_per_address, window, change)
        is_last = self._limits.count(account, policy.attempts_per_account, window, change)
        try:
            user = self._proven_user(email, password)
        except InvalidCredentialsError:
            if is_last:
                self._on_lock(email, policy.attempts_per_account, change)
            raise
        self._limits.clear(account)
        self._limits.give_back(address, change)
        self.require_serving(user)
        return user

    def require_serving(self, user: User) -> None:
        """Raises ProviderRequiredError where they come by the organisation's provider alone."""
        if not self._serves(user):
            raise ProviderRequiredError

    def confirm(self, user: User, password: str, change: Change) -> bool:
        """Whether somebody who is in knows their password. Raises TooManyAttemptsError."""
        policy, subject = self._policy, _subject("own", user.id)
        window = policy.attempts_window_seconds
        self._limits.count(subject, policy.attempts_per_account, window, change)
        if not self._passwords.verify(user.password_hash, password):
            return False
        self._limits.clear(subject)
        return True

    def _account(self, email: str, visit: Visit) -> str:
        user = self._people().by_login(email)
        if user is not None and visit.device is not None and visit.is_known_to(user.id):
            return _subject("device", f"{visit.device.id}#{user.id}")
        return _subject("account", normal_email(user.email if user else email))

    def _proven_user(self, email: str, password: str) -> User:
        user = self._people().by_login(email)
        matches = self._passwords.verify(user.password_hash if user else None, password)
        if user is None or not matches or not user.is_active:
            raise InvalidCredentialsError
        if user.one_time_until is not None and user.one_time_until <= self._clock.now():
            raise OneTimePasswordExpiredError
        return user


def _subject(kind: str, value: str) -> str:
    return f"{kind}#{digest(value, _DIGEST_LENGTH)}"
