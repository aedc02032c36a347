"""Passwords that people choose: what is asked of them, and which of before may not come back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock
from chalicelib.domains.access.errors import InvalidCredentialsError, PasswordRefusedError
from chalicelib.domains.access.models import User
from chalicelib.domains.access.ports import Passwords, PeopleRepository
from chalicelib.domains.access.rules import PasswordFlaw, password_flaw
from chalicelib.domains.security import rules
from chalicelib.domains.security.models import PasswordRecord, SecuritySettings
from chalicelib.domains.security.ports import CredentialStore, LeakedPasswords

Flaw = PasswordFlaw | Literal["leaked", "used_before"]


class PasswordBook:
    """Chooses passwords by the organisation's settings."""

    def __init__(
        self,
        people: PeopleRepository,
        passwords: Passwords,
        credentials: CredentialStore,
        leaked: LeakedPasswords,
        settings: Callable[[], SecuritySettings],
        clock: Clock,
        forget_people: Callable[[], None],
    ) -> None:
        self._people = people
        self._passwords = passwords
        self._credentials = credentials
        self._leaked = leaked
        self._settings = settings
        self._clock = clock
        self._forget_people = forget_people

    def is_too_old(self, user: User) -> bool:
        """Whether the organisation wants another one by now."""
        settings = self._settings()
        if settings.maximum_age_days is None:
            return False
        record = self._credentials.passwords(user.id)
        return rules.is_too_old(settings, record, self._clock.now())

    def changed(self, user: User) -> PasswordRecord | None:
        """When the present one was chosen, if that is known."""
        return self._credentials.passwords(user.id)

    def require_good(self, user: User, new: str, *, old: str | None = None) -> None:
        """Raises PasswordRefusedError with the reason."""
        settings = self._settings()
        flaw = self._flaw(user, new, old, settings)
        if flaw is not None:
            raise PasswordRefusedError(reason=flaw, minimum_length=settings.minimum_length)

    def hash_of_good(self, user: User, new: str) -> str:
        """What is stored of a first password. Raises PasswordRefusedError."""
        self.require_good(user, new)
        return self._passwords.hash(new)

    def choose(self, user: User, new: str, change: Change, *, ends_sessions: bool) -> User:
        """Store a password that is good; every token of before is worth nothing if asked so.

        Raises InvalidCredentialsError for the second of two who replace the same password.
        """
        own = replace(
            user,
            password_hash=self._passwords.hash(new),
            one_time_until=None,
            epoch=user.epoch + (1 if ends_sessions else 0),
            version=user.version + 1,
        )
        was_first = self._people.replace_password(own, instead_of=user.password_hash, change=change)
        self._forget_people()
        if not was_first:
            raise InvalidCredentialsError
        self.remember(user, own, change)
        return own

    def remember(self, before: User, own: User, change: Change) -> None:
        """Keep that and when the present one was chosen, and those of before."""
        kept = (own.password_hash, *self._hashes(before))[: max(1, self._settings().history)]
        record = PasswordRecord(kept, self._clock.now())
        self._credentials.keep_passwords(own.id, record, change)

    def _flaw(
        self, user: User, new: str, old: str | None, settings: SecuritySettings
    ) -> Flaw | None:
        length = settings.minimum_length
        flaw = password_flaw(new, old=old, email=user.email, minimum_length=length)
        if flaw is not None:
            return flaw
        if settings.refuses_leaked and self._leaked.has(new):
            return "leaked"
        hashes = self._hashes(user)[: settings.history]
        return "used_before" if any(self._passwords.verify(one, new) for one in hashes) else None

    def _hashes(self, user: User) -> tuple[str, ...]:
        record = self._credentials.passwords(user.id)
        return record.hashes if record else tuple(filter(None, (user.password_hash,)))
