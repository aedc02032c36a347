"""Signing in, staying signed in, signing out. The refresh token travels in a cookie only."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import PUBLIC, endpoint
from chalicelib.api.problem import ClientHeaderRequiredError
from chalicelib.api.reading import RequestModel
from chalicelib.core.errors import UnauthenticatedError
from chalicelib.domains.access.models import Grant

routes = Blueprint(__name__)

COOKIE = "hilo_refresh"
COOKIE_PATH = "/api/v1/auth"


class Credentials(RequestModel):
    """An e-mail address and a password."""

    email: str = Field(min_length=1, max_length=254)
    password: str = Field(min_length=1, max_length=256)


class FirstPassword(Credentials):
    """With a one-time password, and the one that shall replace it."""

    new_password: str = Field(min_length=1, max_length=256)


class TokenView(TypedDict):
    """A short-lived access token; the refresh token is in the cookie."""

    access_token: str
    token_type: str
    expires_in: int


@endpoint(
    routes,
    "POST",
    "/v1/auth/sign-in",
    permission=PUBLIC,
    body=Credentials,
    response=TokenView,
    summary="Sign in with a password",
)
def sign_in(call: Call[None, Credentials, None]) -> TokenView:
    """401 `invalid_credentials`; 429 `too_many_attempts` with `Retry-After`.

    A one-time password lets nobody in: 401 `password_change_required`, and 401
    `one_time_password_expired` after its time.
    """
    grant = call.container.sign_in.with_password(
        call.body.email,
        call.body.password,
        ip=call.ip,
        change=call.change("session.opened"),
    )
    return granted(call, grant)


@endpoint(
    routes,
    "POST",
    "/v1/auth/first-password",
    permission=PUBLIC,
    body=FirstPassword,
    response=TokenView,
    summary="Replace a one-time password by one's own and sign in",
)
def first_password(call: Call[None, FirstPassword, None]) -> TokenView:
    """Answers and refuses as signing in does, and:

    409 `password_not_one_time`; 422 `password_refused {reason, minimum_length}`, where the
    reason is `too_short`, `not_new` or `contains_address`.
    """
    grant = call.container.sign_in.with_first_password(
        call.body.email,
        call.body.password,
        call.body.new_password,
        ip=call.ip,
        change=call.change("user.password_changed"),
    )
    call.container.preferences.welcome(grant.user_id, call.change("preferences.changed"))
    return granted(call, grant)


@endpoint(
    routes,
    "POST",
    "/v1/auth/refresh",
    permission=PUBLIC,
    response=TokenView,
    summary="Rotate the refresh token",
)
def refresh(call: Call[None, None, None]) -> TokenView:
    """Needs the header `X-Hilo-Client` (403 `client_header_required`).

    401 `session_ended` where the session is over or the token was spent before.
    """
    if not call.headers.get("x-hilo-client"):
        raise ClientHeaderRequiredError
    token = call.cookie(COOKIE)
    if not token:
        raise UnauthenticatedError
    grant = call.container.sessions.refresh(token, call.change("session.refreshed"))
    return granted(call, grant)


@endpoint(
    routes,
    "POST",
    "/v1/auth/sign-out",
    permission=PUBLIC,
    status=204,
    summary="End the session",
)
def sign_out(call: Call[None, None, None]) -> None:
    """Ends the session of the cookie and of the bearer token; the cookie is removed."""
    call.container.sessions.sign_out(
        refresh_token=call.cookie(COOKIE),
        access_token=call.bearer_token,
        change=call.change("session.ended"),
    )
    call.response_headers["Set-Cookie"] = _cookie(call, "", 0)


def granted(call: Call[Any, Any, None], grant: Grant) -> TokenView:
    """The answer to whoever was let in; the cookie goes with it."""
    cookie = _cookie(call, grant.refresh_token, grant.refresh_expires_in_seconds)
    call.response_headers["Set-Cookie"] = cookie
    return TokenView(
        access_token=grant.access_token,
        token_type="Bearer",  # noqa: S106 - the scheme's name
        expires_in=grant.expires_in_seconds,
    )


def _cookie(call: Call[Any, Any, None], value: str, max_age_seconds: int) -> str:
    parts = [f"{COOKIE}={value}", f"Max-Age={max_age_seconds}", f"Path={COOKIE_PATH}"]
    parts += ["HttpOnly", "SameSite=Strict"]
    if call.container.settings.secure_cookies:
        parts.append("Secure")
    return "; ".join(parts)
