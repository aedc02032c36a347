"""What people do with their own account; whatever opens a door asks for the password again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chalicelib.core.change import Change
from chalicelib.core.ids import UserId
from chalicelib.domains.access.errors import InvalidCredentialsError
from chalicelib.domains.access.models import People, Principal, User
from chalicelib.domains.access.services.sign_in import SignIn
from chalicelib.domains.security import rules
from chalicelib.domains.security.errors import (
    ChallengeOverError,
    ChallengeSpentError,
    FactorNeededError,
    InvalidCodeError,
    WrongCodeError,
    WrongPasswordError,
)
from chalicelib.domains.security.models import Enrolment, SecuritySettings
from chalicelib.domains.security.ports import Post
from chalicelib.domains.security.services.password_book import PasswordBook
from chalicelib.domains.security.services.second_factors import SecondFactors
from chalicelib.domains.security.services.session_desk import SessionDesk


class OwnAccount:
    """Use cases of somebody who is signed in."""

    def __init__(
        self,
        people: Callable[[], People],
        sign_in: SignIn,
        passwords: PasswordBook,
        factors: SecondFactors,
        desk: SessionDesk,
        settings: Callable[[], SecuritySettings],
        post: Post,
    ) -> None:
        self._people = people
        self._sign_in = sign_in
        self._passwords = passwords
        self._factors = factors
        self._desk = desk
        self._settings = settings
        self._post = post

    def change_password(
        self, principal: Principal, old: str, new: str, *, ip: str, change: Change
    ) -> None:
        """Every other session ends. Raises WrongPasswordError, PasswordRefusedError."""
        user = self.proven(principal, old, change)
        self._passwords.require_good(user, new, old=old)
        try:
            self._passwords.choose(user, new, change, ends_sessions=False)
        except InvalidCredentialsError as exc:  # changed meanwhile: the old one is old no more
            raise WrongPasswordError from exc
        ended = replace(change, event="session.ended")
        self._desk.end_all(user.id, ended, keep=principal.session_id)
        self._post.password_changed(user, ip, change)

    def begin_factor(
        self, principal: Principal, password: str, change: Change
    ) -> tuple[str, Enrolment]:
        """The challenge that confirms it, and what to set up an authenticator with.

        Raises WrongPasswordError, FactorEnrolledError.
        """
        user = self.proven(principal, password, change)
        token = self._factors.begin(user, change)
        return token, self._factors.show(token, user.email, change)

    def confirm_factor(
        self, principal: Principal, token: str, code: str, change: Change
    ) -> list[str]:
        """The recovery codes.

        Raises WrongCodeError, ChallengeSpentError, FactorEnrolledError: the session goes on.
        """
        try:
            if self._factors.whose(token, "enrolment", change).user_id != principal.user_id:
                raise ChallengeSpentError
            return self._factors.confirm(token, code, change)
        except InvalidCodeError as exc:
            raise WrongCodeError from exc
        except ChallengeOverError as exc:
            raise ChallengeSpentError from exc

    def renew_recovery(self, principal: Principal, password: str, change: Change) -> list[str]:
        """Raises WrongPasswordError, NoFactorError."""
        return self._factors.renew_recovery(self.proven(principal, password, change).id, change)

    def remove_factor(self, principal: Principal, password: str, change: Change) -> None:
        """Raises WrongPasswordError, FactorNeededError, NoFactorError."""
        user = self.proven(principal, password, change)
        if rules.needs_factor(self._settings(), user) and self._factors.ways(user.id) == ["code"]:
            raise FactorNeededError
        self._factors.remove(user.id, change)

    def proven(self, principal: Principal, password: str, change: Change) -> User:
        """Somebody who knows their password. Raises WrongPasswordError, TooManyAttemptsError."""
        user = self._people().users[UserId(principal.user_id)]
        if not self._sign_in.confirm(user, password, change):
            raise WrongPasswordError
        return user
