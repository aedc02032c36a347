"""Passwords given to a person by somebody else: good for choosing one's own, once and in time.

They open no session, so that nothing has to end when they are replaced (`security`).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock
from chalicelib.domains.access.models import AccessPolicy, User
from chalicelib.domains.access.ports import Passwords, PeopleRepository

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # none that look alike
_GROUPS, _GROUP_LENGTH = 4, 5


class OneTimePasswords:
    """Issues them."""

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


def _random_password() -> str:
    """99 bits, in groups that a person can copy."""
    groups = (
        "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
    )
    return "-".join(groups)
