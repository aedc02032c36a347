"""Gives applications access tokens (RFC 6749, section 4.4).

An address that guesses is held up after its failures; a client is limited by what it gets, not
by failures: anybody could lock it out by guessing in its name, and no guess can succeed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.ids import ApplicationId, digest
from chalicelib.domains.access.models import (
    AccessPolicy,
    ApplicationClaims,
    Attempts,
)
from chalicelib.domains.access.ports import AccessTokens, AttemptRepository
from chalicelib.domains.applications import rules
from chalicelib.domains.applications.errors import (
    InvalidClientError,
    TokenRefusedError,
    TooManyTokensError,
)
from chalicelib.domains.applications.models import Application, GivenToken, Secret, TokenRequest
from chalicelib.domains.applications.ports import SecretUses
from chalicelib.domains.audit.models import Sighting
from chalicelib.domains.audit.ports import Witness

_USE_NOTED_EVERY_MS = 60_000
_DIGEST_LENGTH = 32
_MOST_REMEMBERED = 1_000


class ApplicationTokens:
    """The token endpoint's use case."""

    def __init__(
        self,
        applications: Callable[[], Mapping[str, Application]],
        uses: SecretUses,
        attempts: AttemptRepository,
        tokens: AccessTokens,
        witness: Witness,
        clock: Clock,
        policy: AccessPolicy,
    ) -> None:
        self._applications = applications
        self._uses = uses
        self._attempts = attempts
        self._tokens = tokens
        self._witness = witness
        self._clock = clock
        self._policy = policy
        self._noted: dict[str, int] = {}

    def give(self, request: TokenRequest, *, ip: str, change: Change) -> GivenToken:
        """Each one given or refused is put on record, but for those that come too often.

        Raises InvalidClientError, InvalidScopeError, TooManyTokensError.
        """
        address = f"address#{digest(ip, _DIGEST_LENGTH)}"
        self._count(address, self._policy.attempts_per_address, change)
        try:
            application, secret = self._proven(request)
            permissions = rules.asked_permissions(application, request.scope)
        except TokenRefusedError as refusal:
            self._saw("refused", request.client_id, change, reason=refusal.code)
            raise
        self._attempts.give_back(address, change)
        client = f"client#{application.id}"
        self._count(client, self._policy.application_tokens_per_minute, change)
        self._note_use(secret, change)
        self._saw("given", application.id, change, secret=secret.id, scope=sorted(permissions))
        return self._token(application, secret, permissions)

    def _saw(self, what: str, client_id: str, change: Change, **detail: Any) -> None:
        is_known = client_id in self._applications()
        sighting = Sighting(
            f"application.token_{what}",
            "application",
            client_id if is_known else "",
            detail,
            "done" if what == "given" else "refused",
        )
        actor = client_id if is_known and what == "given" else change.actor
        self._witness.noticed(sighting, replace(change, event=sighting.event, actor=actor))

    def _proven(self, request: TokenRequest) -> tuple[Application, Secret]:
        application = self._applications().get(request.client_id)
        now_ms = to_ms(self._clock.now())
        secret = rules.proven_secret(application, request.client_secret, now_ms)
        if application is None or secret is None:
            raise InvalidClientError
        return application, secret

    def _token(
        self, application: Application, secret: Secret, permissions: frozenset[str]
    ) -> GivenToken:
        now, lifetime = self._clock.now(), self._policy.access_token_seconds
        claims = ApplicationClaims(
            application_id=ApplicationId(application.id),
            secret_id=secret.id,
            permissions=permissions,
            issued_at=now,
            expires_at=now + timedelta(seconds=lifetime),
        )
        return GivenToken(application, self._tokens.issue(claims), lifetime, permissions)

    def _note_use(self, secret: Secret, change: Change) -> None:
        """At most once a minute, whoever asks how often."""
        earlier = change.at_ms - _USE_NOTED_EVERY_MS
        if self._noted.get(secret.id, 0) > earlier:
            return
        if len(self._noted) >= _MOST_REMEMBERED:
            self._noted.clear()
        self._noted[secret.id] = change.at_ms
        self._uses.note(secret.id, unless_since_ms=earlier, change=change)

    def _count(self, subject: str, limit: int, change: Change) -> None:
        now = self._clock.now()
        window = timedelta(seconds=self._policy.attempts_window_seconds)
        counted = self._attempts.count(subject, limit + 1, until=now + window, change=change)
        if counted.count > limit:
            raise TooManyTokensError(retry_after_seconds=_wait(counted, now))


def _wait(attempts: Attempts, now: datetime) -> int:
    return max(1, math.ceil((attempts.until - now).total_seconds()))
