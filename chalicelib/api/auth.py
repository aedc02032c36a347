"""Signing in, staying signed in, signing out. The refresh token travels in a cookie only.

Another cookie is the pass of the browser: who has signed in with it before.
"""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.adapters.devices import PASS_SECONDS
from chalicelib.api.call import Call
from chalicelib.api.endpoint import PUBLIC, endpoint
from chalicelib.api.problem import ClientHeaderRequiredError
from chalicelib.api.reading import RequestModel
from chalicelib.core.errors import UnauthenticatedError
from chalicelib.domains.access.models import Grant, Visit
from chalicelib.domains.security.services.entrance import Entry

routes = Blueprint(__name__)

COOKIE = "hilo_refresh"
COOKIE_PATH = "/api/v1/auth"
DEVICE_COOKIE = "hilo_device"
_CODE_LENGTH = 64
_TOKEN_LENGTH = 200


class Credentials(RequestModel):
    """An e-mail address and a password."""

    email: str = Field(min_length=1, max_length=254)
    password: str = Field(min_length=1, max_length=256)


class FirstPassword(Credentials):
    """With a one-time password, and the one that shall replace it."""

    new_password: str = Field(min_length=1, max_length=256)


class ChallengeToShow(RequestModel):
    """What the refused sign-in carried."""

    challenge: str = Field(min_length=1, max_length=_TOKEN_LENGTH)


class ChallengeToMeet(ChallengeToShow):
    """With a code of the authenticator, or a recovery code where a factor is set up."""

    code: str = Field(min_length=1, max_length=_CODE_LENGTH)


class ResetToAsk(RequestModel):
    """An e-mail address."""

    email: str = Field(min_length=1, max_length=254)


class ResetLink(RequestModel):
    """The secret part of the link that was mailed."""

    token: str = Field(min_length=1, max_length=_TOKEN_LENGTH)


class ResetToMake(ResetLink):
    """With the password that shall be the person's own."""

    new_password: str = Field(min_length=1, max_length=256)


class TokenView(TypedDict):
    """A short-lived access token; the refresh token is in the cookie."""

    access_token: str
    token_type: str
    expires_in: int


class EnrolmentView(TypedDict):
    """What an authenticator is set up with: the secret as text, its address, and that as SVG."""

    secret: str
    address: str
    picture: str


class EnrolledView(TokenView):
    """Signed in; each recovery code serves once, and they are shown here and never again."""

    recovery_codes: list[str]


class ResetView(TypedDict):
    """Whose password a link lets choose, and how long it has to be."""

    name: str
    email: str
    minimum_length: int


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

    A one-time password lets nobody in, nor one that is too old: 401
    `password_change_required`, and 401 `one_time_password_expired` after its time. Where a
    factor is set up, 401 `second_factor_required {challenge}`; where the role asks for one
    that is not, 401 `enrolment_required {challenge}`.
    """
    entry = call.container.entrance.with_password(
        call.body.email, call.body.password, visit(call), call.change("session.opened")
    )
    return entered(call, entry)


@endpoint(
    routes,
    "POST",
    "/v1/auth/first-password",
    permission=PUBLIC,
    body=FirstPassword,
    response=TokenView,
    summary="Replace a password that is for once, or too old, and sign in",
)
def first_password(call: Call[None, FirstPassword, None]) -> TokenView:
    """Answers and refuses as signing in does, and:

    409 `password_not_one_time`; 422 `password_refused {reason, minimum_length}`, where the
    reason is `too_short`, `not_new`, `contains_address`, `leaked` or `used_before`.
    """
    entry = call.container.entrance.with_new_password(
        call.body.email,
        call.body.password,
        call.body.new_password,
        visit(call),
        call.change("user.password_changed"),
    )
    welcome(call, entry)
    return entered(call, entry)


@endpoint(
    routes,
    "POST",
    "/v1/auth/second-factor",
    permission=PUBLIC,
    body=ChallengeToMeet,
    response=TokenView,
    summary="Answer a challenge with a code and sign in",
)
def second_factor(call: Call[None, ChallengeToMeet, None]) -> TokenView:
    """401 `invalid_code`, also for one that was used before; 401 `challenge_over` after five
    attempts or ten minutes; 429 `too_many_attempts` with `Retry-After`.
    """
    entry = call.container.entrance.with_code(
        call.body.challenge, call.body.code, visit(call), call.change("factor.used")
    )
    return entered(call, entry)


@endpoint(
    routes,
    "POST",
    "/v1/auth/enrolment",
    permission=PUBLIC,
    body=ChallengeToShow,
    response=EnrolmentView,
    summary="What to set up the second factor with that the role asks for",
)
def enrolment(call: Call[None, ChallengeToShow, None]) -> EnrolmentView:
    """The same each time; 401 `challenge_over`."""
    shown = call.container.entrance.enrolment(call.body.challenge, call.change("factor.shown"))
    return EnrolmentView(secret=shown.secret, address=shown.address, picture=shown.picture)


@endpoint(
    routes,
    "POST",
    "/v1/auth/enrolment/confirm",
    permission=PUBLIC,
    body=ChallengeToMeet,
    response=EnrolledView,
    summary="Set up the second factor with a code of it and sign in",
)
def confirm_enrolment(call: Call[None, ChallengeToMeet, None]) -> EnrolledView:
    """401 `invalid_code`, 401 `challenge_over`; 409 `factor_enrolled`."""
    entry, codes = call.container.entrance.with_enrolment(
        call.body.challenge, call.body.code, visit(call), call.change("factor.enrolled")
    )
    welcome(call, entry)
    return EnrolledView(**entered(call, entry), recovery_codes=codes)


@endpoint(
    routes,
    "POST",
    "/v1/auth/reset",
    permission=PUBLIC,
    body=ResetToAsk,
    status=204,
    summary="Ask for a link by which a forgotten password is replaced",
)
def ask_reset(call: Call[None, ResetToAsk, None]) -> None:
    """The same answer whether anybody has the address; 429 `too_many_attempts`."""
    call.container.resets.ask(
        call.body.email,
        public_address=call.public_address,
        ip=call.ip,
        change=call.change("reset.requested"),
    )


@endpoint(
    routes,
    "POST",
    "/v1/auth/reset/look",
    permission=PUBLIC,
    body=ResetLink,
    response=ResetView,
    summary="Whose password a link lets choose",
)
def look_at_reset(call: Call[None, ResetLink, None]) -> ResetView:
    """410 `link_not_good`: used, replaced or too old."""
    user = call.container.resets.whose(call.body.token)
    length = call.container.house_rules.current().minimum_length
    return ResetView(name=user.name, email=user.email, minimum_length=length)


@endpoint(
    routes,
    "POST",
    "/v1/auth/reset/choose",
    permission=PUBLIC,
    body=ResetToMake,
    status=204,
    summary="Choose a password with a link; every session of before ends",
)
def make_reset(call: Call[None, ResetToMake, None]) -> None:
    """410 `link_not_good`; 422 `password_refused`, after which the link serves yet."""
    call.container.resets.choose(
        call.body.token,
        call.body.new_password,
        ip=call.ip,
        change=call.change("user.password_changed"),
    )


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
    return _granted(call, grant)


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
    call.container.session_desk.sign_out(
        refresh_token=call.cookie(COOKIE),
        access_token=call.bearer_token,
        change=call.change("session.ended"),
    )
    call.response_headers["Set-Cookie"] = [cookie(call, COOKIE, "", 0)]


def visit(call: Call[Any, Any, None]) -> Visit:
    """Whence somebody comes, and which browser of theirs it may be."""
    device = call.container.device_passes.read(call.cookie(DEVICE_COOKIE), call.now)
    return Visit(call.ip, call.headers.get("user-agent", ""), device)


def welcome(call: Call[Any, Any, None], entry: Entry) -> None:
    """Show who comes for the first time what there is to know."""
    call.container.preferences.welcome(entry.grant.user_id, call.change("preferences.changed"))


def entered(call: Call[Any, Any, None], entry: Entry) -> TokenView:
    """The answer to whoever was let in; the cookies of session and browser go with it."""
    passes = call.container.device_passes
    known = cookie(call, DEVICE_COOKIE, passes.write(entry.device, call.now), PASS_SECONDS)
    answer = _granted(call, entry.grant)
    call.response_headers["Set-Cookie"] = [_refresh_cookie(call, entry.grant), known]
    return answer


def _granted(call: Call[Any, Any, None], grant: Grant) -> TokenView:
    """The answer to whoever was let in; the cookie goes with it."""
    call.response_headers["Set-Cookie"] = [_refresh_cookie(call, grant)]
    return TokenView(
        access_token=grant.access_token,
        token_type="Bearer",  # noqa: S106 - the scheme's name
        expires_in=grant.expires_in_seconds,
    )


def _refresh_cookie(call: Call[Any, Any, None], grant: Grant) -> str:
    return cookie(call, COOKIE, grant.refresh_token, grant.refresh_expires_in_seconds)


def cookie(call: Call[Any, Any, None], name: str, value: str, max_age_seconds: int) -> str:
    """A cookie that nothing but signing in is sent, and no script sees."""
    parts = [f"{name}={value}", f"Max-Age={max_age_seconds}", f"Path={COOKIE_PATH}"]
    parts += ["HttpOnly", "SameSite=Strict"]
    if call.container.settings.secure_cookies:
        parts.append("Secure")
    return "; ".join(parts)
