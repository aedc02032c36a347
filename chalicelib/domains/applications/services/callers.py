"""Lets in whoever bears an access token: somebody in their session, or an application.

That an application and its secret are in use is looked at in the snapshot that every request
asks for anyway, so both stop within its few seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import UnauthenticatedError
from chalicelib.domains.access.errors import InvalidTokenError
from chalicelib.domains.access.models import ApplicationClaims, People, Principal
from chalicelib.domains.access.ports import AccessTokens
from chalicelib.domains.access.services.sessions import Sessions
from chalicelib.domains.applications.errors import ApplicationEndedError
from chalicelib.domains.applications.models import Application
from chalicelib.domains.applications.rules import principal_of


class Callers:
    """Who makes a request."""

    def __init__(
        self,
        sessions: Sessions,
        applications: Callable[[], Mapping[str, Application]],
        people: Callable[[], People],
        tokens: AccessTokens,
        clock: Clock,
    ) -> None:
        self._sessions = sessions
        self._applications = applications
        self._people = people
        self._tokens = tokens
        self._clock = clock

    def authenticate(self, access_token: str) -> Principal:
        """Raises UnauthenticatedError, SessionEndedError, ApplicationEndedError."""
        try:
            claims = self._tokens.read(access_token, self._clock.now())
        except InvalidTokenError as exc:
            raise UnauthenticatedError from exc
        if isinstance(claims, ApplicationClaims):
            return self._admit(claims)
        return self._sessions.admit_bearer(claims)

    def _admit(self, claims: ApplicationClaims) -> Principal:
        application = self._applications().get(claims.application_id)
        if application is None or application.is_retired:
            raise ApplicationEndedError
        secret = application.secret(claims.secret_id)
        if secret is None or not secret.is_live(to_ms(self._clock.now())):
            raise ApplicationEndedError
        return principal_of(application, claims.permissions, self._people())
