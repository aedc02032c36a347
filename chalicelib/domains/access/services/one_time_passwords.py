"""Passwords given to a person by somebody else: good for choosing one's own, once and in time.

They open no session, so that nothing has to end when they are replaced.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock
from chalicelib.domains.access.errors import (
    InvalidCredentialsError,
    PasswordNotOneTimeError,
    PasswordRefusedError,
)
from chalicelib.domains.access.models import AccessPolicy, User
from chalicelib.domains.access.ports import Passwords, PeopleRepository
from chalicelib.domains.access.rules import PASSWORD_MINIMUM_LENGTH, password_flaw

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # none that look alike
_GROUPS, _GROUP_LENGTH = 4, 5


class OneTimePasswords:
    """Issues them, and replaces them by passwords of people's own."""

    def __init__(
        self,
        people: PeopleRepository,
        passwords: Passwords,
        clock: Clock,
        policy: AccessPolicy,
        forget_people: Callable[[], None],
    ) -> None:
        self._people = people
        self._passwords = passwords
        self._clock = clock
        self._policy = policy
        self._forget_people = forget_people

    def issue(self, user: User, change: Change) -> str:
        """Store the user with a one-time password; it is answered here and known nowhere else."""
        password = _random_password()
        lifetime = timedelta(seconds=self._policy.one_time_password_seconds)
        given = replace(
            user,
            password_hash=self._passwords.hash(password),
            one_time_until=self._clock.now() + lifetime,
        )
        self._people.save_user(given, change)
        self._forget_people()
        return password

    def replace(self, user: User, *, old: str, new: str, change: Change) -> User:
        """The user with their own password, who has proven to know the `old` one.

        Raises PasswordNotOneTimeError, PasswordRefusedError, and InvalidCredentialsError
        for the second of two.
        """
        if user.one_time_until is None:
            raise PasswordNotOneTimeError
        flaw = password_flaw(new, old=old, email=user.email)
        if flaw is not None:
            raise PasswordRefusedError(reason=flaw, minimum_length=PASSWORD_MINIMUM_LENGTH)
        own = replace(
            user,
            password_hash=self._passwords.hash(new),
            one_time_until=None,
            version=user.version + 1,
        )
        was_first = self._people.replace_password(own, instead_of=user.password_hash, change=change)
        self._forget_people()
        if not was_first:
            raise InvalidCredentialsError
        return own


def _random_password() -> str:
    """99 bits, in groups that a person can copy."""
    groups = (
        "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
    )
    return "-".join(groups)
