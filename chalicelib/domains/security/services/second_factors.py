"""Codes by time and recovery codes: set up, asked for, spent, taken away.

Each code serves once (a conditional write decides), each challenge for a few attempts and
minutes. Wrong codes are counted by account, too: whoever knows the password may ask for
challenges as often as they like.
"""

from __future__ import annotations

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock
from chalicelib.core.ids import UserId
from chalicelib.domains.access.models import User
from chalicelib.domains.access.services.limits import Limits
from chalicelib.domains.security import rules
from chalicelib.domains.security.errors import (
    FactorEnrolledError,
    InvalidCodeError,
    NoFactorError,
)
from chalicelib.domains.security.models import Challenge, Enrolment, Factor, Purpose, Way
from chalicelib.domains.security.ports import (
    ChallengeStore,
    CredentialStore,
    PasskeyStore,
    Sealer,
    TimeCodes,
)
from chalicelib.domains.security.services.challenges import Challenges

CHALLENGE_SECONDS = 600
CHALLENGE_ATTEMPTS = 5
ACCOUNT_ATTEMPTS, ACCOUNT_WINDOW_SECONDS = 10, 300


class SecondFactors:
    """Use cases of factors."""

    def __init__(
        self,
        credentials: CredentialStore,
        challenges: ChallengeStore,
        codes: TimeCodes,
        sealer: Sealer,
        limits: Limits,
        clock: Clock,
        passkeys: PasskeyStore,
    ) -> None:
        self._credentials = credentials
        self._challenges = Challenges(challenges, clock)
        self._codes = codes
        self._sealer = sealer
        self._limits = limits
        self._clock = clock
        self._passkeys = passkeys

    def of(self, user_id: UserId) -> Factor | None:
        """The factor that somebody has set up."""
        return self._credentials.factor(user_id)

    def ways(self, user_id: UserId) -> list[Way]:
        """What somebody can show a second factor with; empty where they have none."""
        ways: list[Way] = ["code"] if self.of(user_id) is not None else []
        return [*ways, "passkey"] if self._passkeys.of(user_id) else ways

    def ask(self, user: User, change: Change) -> str:
        """A challenge that a code answers, or leads to asking a passkey."""
        return self._challenge(user, "second_factor", None, change)

    def begin(self, user: User, change: Change) -> str:
        """A challenge by which a factor is set up. Raises FactorEnrolledError."""
        if self._credentials.factor(user.id) is not None:
            raise FactorEnrolledError
        sealed = self._sealer.seal(self._codes.new_secret(), _purpose(user.id))
        return self._challenge(user, "enrolment", sealed, change)

    def show(self, token: str, account: str, change: Change) -> Enrolment:
        """What to set up an authenticator with. Raises ChallengeOverError."""
        secret = self._secret(self._challenges.look_at(token, "enrolment", change))
        address = self._codes.address(secret, account)
        return Enrolment(secret, address, self._codes.picture(address))

    def whose(self, token: str, purpose: Purpose, change: Change) -> Challenge:
        """Whom a challenge is for. Raises ChallengeOverError."""
        return self._challenges.look_at(token, purpose, change)

    def confirm(self, token: str, code: str, change: Change) -> list[str]:
        """The recovery codes of the factor that is set up now; answered once.

        Raises ChallengeOverError, InvalidCodeError, FactorEnrolledError.
        """
        challenge = self._challenges.attempt(token, "enrolment", CHALLENGE_ATTEMPTS, change)
        step = self._codes.step_of(self._secret(challenge), code, self._clock.now())
        if step is None:
            raise InvalidCodeError
        codes = rules.new_recovery_codes()
        factor = Factor(
            user_id=challenge.user_id,
            sealed_secret=challenge.sealed_secret or "",
            last_step=step,
            recovery=frozenset(map(rules.recovery_digest, codes)),
            enrolled_at=self._clock.now(),
        )
        self._challenges.spend(token)
        if not self._credentials.enrol(factor, change):
            raise FactorEnrolledError
        return codes

    def meet(self, token: str, code: str, change: Change) -> Challenge:
        """Prove a factor; code and challenge are spent then.

        Raises ChallengeOverError, InvalidCodeError, TooManyAttemptsError.
        """
        challenge = self._challenges.attempt(token, "second_factor", CHALLENGE_ATTEMPTS, change)
        subject = f"factor#{challenge.user_id}"
        self._limits.count(subject, ACCOUNT_ATTEMPTS, ACCOUNT_WINDOW_SECONDS, change)
        if not self._accepts(challenge.user_id, code, change):
            raise InvalidCodeError
        self._limits.clear(subject)
        self._challenges.spend(token)
        return challenge

    def renew_recovery(self, user_id: UserId, change: Change) -> list[str]:
        """Ten other recovery codes; those of before serve no more. Raises NoFactorError."""
        codes = rules.new_recovery_codes()
        digests = frozenset(map(rules.recovery_digest, codes))
        if not self._credentials.replace_recovery(user_id, digests, change):
            raise NoFactorError
        return codes

    def remove(self, user_id: UserId, change: Change) -> None:
        """Take the factor away. Raises NoFactorError."""
        if not self._credentials.remove_factor(user_id, change):
            raise NoFactorError

    def _challenge(self, user: User, purpose: Purpose, sealed: str | None, change: Change) -> str:
        return self._challenges.issue(
            user.id,
            user.epoch,
            purpose,
            change,
            lifetime_seconds=CHALLENGE_SECONDS,
            sealed_secret=sealed,
        )

    def _accepts(self, user_id: UserId, code: str, change: Change) -> bool:
        factor = self._credentials.factor(user_id)
        if factor is None:
            return False
        if not rules.is_time_code(code):
            return self._credentials.use_recovery(user_id, rules.recovery_digest(code), change)
        secret = self._sealer.unseal(factor.sealed_secret, _purpose(user_id))
        step = self._codes.step_of(secret, code, self._clock.now())
        return step is not None and self._credentials.use_step(user_id, step, change)

    def _secret(self, challenge: Challenge) -> str:
        return self._sealer.unseal(challenge.sealed_secret or "", _purpose(challenge.user_id))


def _purpose(user_id: UserId) -> str:
    return f"totp#{user_id}"
