"""The way in: a password, then what else the organisation asks for, and then a session.

A password that is for once or too old leads to choosing another one; a factor that is set up
is asked for; one that the role asks for is set up before anything else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from chalicelib.core.change import Change
from chalicelib.core.errors import HiloError
from chalicelib.core.ids import new_id
from chalicelib.domains.access.errors import (
    PasswordChangeRequiredError,
    PasswordNotOneTimeError,
    TooManyAttemptsError,
)
from chalicelib.domains.access.models import DevicePass, Grant, People, User, Visit
from chalicelib.domains.access.services.sessions import Sessions
from chalicelib.domains.access.services.sign_in import SignIn
from chalicelib.domains.security import rules
from chalicelib.domains.security.errors import (
    ChallengeOverError,
    EnrolmentRequiredError,
    InvalidCodeError,
    SecondFactorRequiredError,
)
from chalicelib.domains.security.models import Challenge, Enrolment, SecuritySettings
from chalicelib.domains.security.services.password_book import PasswordBook
from chalicelib.domains.security.services.second_factors import SecondFactors
from chalicelib.domains.security.services.tidings import Tidings

_MOST_PEOPLE = 8  # of one browser that its pass names


class Entry(NamedTuple):
    """Somebody is in; `device` is the pass of their browser from now on."""

    grant: Grant
    device: DevicePass


class Entrance:
    """Lets people in."""

    def __init__(
        self,
        sign_in: SignIn,
        sessions: Sessions,
        factors: SecondFactors,
        passwords: PasswordBook,
        settings: Callable[[], SecuritySettings],
        people: Callable[[], People],
        tidings: Tidings,
    ) -> None:
        self._sign_in = sign_in
        self._sessions = sessions
        self._factors = factors
        self._passwords = passwords
        self._settings = settings
        self._people = people
        self._tidings = tidings

    def with_password(self, email: str, password: str, visit: Visit, change: Change) -> Entry:
        """Raises what `SignIn.prove` raises, PasswordChangeRequiredError,
        SecondFactorRequiredError, EnrolmentRequiredError.
        """
        user = self._prove(email, password, visit, change)
        if user.one_time_until is not None:
            raise PasswordChangeRequiredError
        if self._passwords.is_too_old(user):
            raise PasswordChangeRequiredError(reason="too_old")
        return self.come_in(user, visit, change)

    def come_in(self, user: User, visit: Visit, change: Change) -> Entry:
        """Let somebody in whose password is proven, or what else is asked of them first.

        Raises ProviderRequiredError, SecondFactorRequiredError, EnrolmentRequiredError.
        """
        self._sign_in.require_serving(user)
        return self._past_factor(user, visit, change)

    def with_identity(
        self, user: User, visit: Visit, change: Change, *, factor_is_proven: bool
    ) -> Entry:
        """Let somebody in for whom an identity provider vouches.

        Raises SecondFactorRequiredError, EnrolmentRequiredError, unless second factors are the
        provider's business.
        """
        if factor_is_proven:
            return self._enter(user, visit, change)
        return self._past_factor(user, visit, change)

    def _past_factor(self, user: User, visit: Visit, change: Change) -> Entry:
        asked = replace(change, event="challenge.created")
        if ways := self._factors.ways(user.id):
            raise SecondFactorRequiredError(challenge=self._factors.ask(user, asked), ways=ways)
        if rules.needs_factor(self._settings(), user):
            raise EnrolmentRequiredError(challenge=self._factors.begin(user, asked))
        return self._enter(user, visit, change)

    def with_new_password(
        self, email: str, old: str, new: str, visit: Visit, change: Change
    ) -> Entry:
        """Replace a password that is for once or too old, and come in.

        Raises PasswordNotOneTimeError, PasswordRefusedError, and what `with_password` raises.
        """
        user = self._prove(email, old, visit, change)
        if user.one_time_until is None and not self._passwords.is_too_old(user):
            raise PasswordNotOneTimeError
        self._passwords.require_good(user, new, old=old)
        own = self._passwords.choose(user, new, change, ends_sessions=False)
        return self.come_in(own, visit, change)

    def with_code(self, token: str, code: str, visit: Visit, change: Change) -> Entry:
        """Meet a challenge. Raises what `SecondFactors.meet` raises."""
        asked = self.challenged(token, change)
        own = replace(change, actor=asked.id, role=asked.role)
        try:
            met = self._factors.meet(token, code, own)
        except (InvalidCodeError, TooManyAttemptsError) as refused:
            self._tidings.refused("second_factor.refused", asked, refused, change)
            raise
        return self._enter(self._bound(met), visit, change)

    def challenged(self, token: str, change: Change) -> User:
        """Who is asked for a second factor. Raises ChallengeOverError."""
        return self._bound(self._factors.whose(token, "second_factor", change))

    def with_passkey(self, user: User, visit: Visit, change: Change, *, is_alone: bool) -> Entry:
        """Let somebody in who proved a passkey: alone it is two factors, its authenticator having
        verified them; after a password, or a provider, it is the second.

        Raises ProviderRequiredError where alone it is no way in.
        """
        if is_alone:
            self._sign_in.require_serving(user)
        return self._enter(user, visit, change)

    def enrolment(self, token: str, change: Change) -> Enrolment:
        """What the factor is set up with that the role asks for. Raises ChallengeOverError."""
        user = self._bound(self._factors.whose(token, "enrolment", change))
        return self._factors.show(token, user.email, change)

    def with_enrolment(
        self, token: str, code: str, visit: Visit, change: Change
    ) -> tuple[Entry, list[str]]:
        """Set up the factor, and come in; with the recovery codes.

        Raises what `SecondFactors.confirm` raises.
        """
        user = self._bound(self._factors.whose(token, "enrolment", change))
        own = replace(change, actor=user.id, role=user.role)
        codes = self._factors.confirm(token, code, own)
        return self._enter(user, visit, change), codes

    def _prove(self, email: str, password: str, visit: Visit, change: Change) -> User:
        try:
            return self._sign_in.prove(email, password, visit=visit, change=change)
        except HiloError as refused:
            user = self._people().by_login(email)
            self._tidings.refused("sign_in.refused", user, refused, change)
            raise

    def _bound(self, challenge: Challenge) -> User:
        """The account as it was when the password was proven; else the challenge is over."""
        user = self._people().users.get(challenge.user_id)
        if user is None or not user.is_active or user.epoch != challenge.epoch:
            raise ChallengeOverError
        return user

    def _enter(self, user: User, visit: Visit, change: Change) -> Entry:
        opened = replace(change, event="session.opened", actor=user.id, role=user.role)
        grant = self._sessions.open(user, visit, opened)
        self._tidings.entered(user, visit, opened)
        return Entry(grant, _pass(user, visit, opened.at_ms))


def _pass(user: User, visit: Visit, now_ms: int) -> DevicePass:
    known = visit.device or DevicePass(new_id(now_ms))
    others = sorted(known.user_ids - {user.id})[: _MOST_PEOPLE - 1]
    return replace(known, user_ids=frozenset({user.id, *others}))
