"""Why somebody is not let in."""

from __future__ import annotations

from http import HTTPStatus

from chalicelib.core.errors import HiloError, UnauthenticatedError


class InvalidCredentialsError(UnauthenticatedError):
    """Unknown user, inactive user or wrong password: nobody learns which."""

    code = "invalid_credentials"
    detail = "E-mail or password are wrong. Check both and try again."


class TooManyAttemptsError(HiloError):
    """The account or the address is locked out; carries when to come back."""

    code = "too_many_attempts"
    status = HTTPStatus.TOO_MANY_REQUESTS
    detail = "Too many attempts. Wait as many seconds as `Retry-After` says, then try again."


class SessionEndedError(UnauthenticatedError):
    """Signed out, expired, or ended because a spent refresh token came back."""

    code = "session_ended"
    detail = "This session has ended. Sign in again."


class InvalidTokenError(Exception):
    """An access token that is malformed, forged or expired."""
