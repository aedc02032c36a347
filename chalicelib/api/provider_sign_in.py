"""Signing in by an identity provider. What the browser keeps meanwhile is in a cookie only."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.auth import TokenView, cookie, entered, visit, welcome
from chalicelib.api.call import Call
from chalicelib.api.endpoint import AUTHENTICATED, PUBLIC, endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.domains.identity_providers.models import ProviderAnswer
from chalicelib.domains.identity_providers.services.handshake import PENDING_SECONDS

routes = Blueprint(__name__)

FLOW_COOKIE = "hilo_flow"
_PATH_LENGTH, _STATE_LENGTH, _CODE_LENGTH = 500, 200, 4096
_ERROR_LENGTH, _ISSUER_LENGTH = 200, 500


class OfferedProvider(TypedDict):
    """One that people may sign in by."""

    id: str
    name: str


class WaysInView(TypedDict):
    """By what people sign in here. Where passwords do not serve, those of emergencies do yet."""

    items: list[OfferedProvider]
    passwords_serve: bool


class SignInToBegin(RequestModel):
    """The page of ours to come back to; one elsewhere becomes the first."""

    return_to: str = Field(default="/", max_length=_PATH_LENGTH)


class BegunView(TypedDict):
    """Where the browser goes now."""

    address: str


class SignInToFinish(RequestModel):
    """What the provider's answer carries in its address."""

    state: str = Field(min_length=1, max_length=_STATE_LENGTH)
    code: str = Field(default="", max_length=_CODE_LENGTH)
    error: str = Field(default="", max_length=_ERROR_LENGTH)
    iss: str | None = Field(default=None, max_length=_ISSUER_LENGTH)


class FinishedView(TokenView):
    """Signed in; `return_to` is the page that was wanted, always one of ours."""

    return_to: str


class SignOutAddress(TypedDict):
    """Where the browser ends its session at the provider, too; null: nowhere."""

    address: str | None


@endpoint(
    routes,
    "GET",
    "/v1/auth/providers",
    permission=PUBLIC,
    response=WaysInView,
    summary="By what people sign in here",
)
def ways_in(call: Call[None, None, None]) -> WaysInView:
    """By name; nothing of a provider is told but what its button says."""
    offered = (one for one in call.container.identity_providers.all() if not one.is_retired)
    return WaysInView(
        items=[OfferedProvider(id=one.id, name=one.name) for one in offered],
        passwords_serve=call.container.only_way.passwords_serve(),
    )


@endpoint(
    routes,
    "POST",
    "/v1/auth/providers/{provider_id}/start",
    permission=PUBLIC,
    body=SignInToBegin,
    response=BegunView,
    summary="Begin to sign in by a provider",
)
def start(call: Call[None, SignInToBegin, None]) -> BegunView:
    """The browser has ten minutes. 424 `provider_failed {reason}`; 429 `too_many_attempts`."""
    begun = call.container.provider_sign_in.begin(
        call.path["provider_id"],
        call.body.return_to,
        call.public_address,
        call.ip,
        call.change("provider_sign_in.begun"),
    )
    kept = cookie(call, FLOW_COOKIE, begun.verifier, PENDING_SECONDS)
    call.response_headers["Set-Cookie"] = [kept]
    return BegunView(address=begun.address)


@endpoint(
    routes,
    "POST",
    "/v1/auth/providers/finish",
    permission=PUBLIC,
    body=SignInToFinish,
    response=FinishedView,
    summary="Sign in with what a provider answered",
)
def finish(call: Call[None, SignInToFinish, None]) -> FinishedView:
    """Serves once, and in the browser that began.

    401 `provider_sign_in_over`, `provider_refused {reason}`, `identity_rejected`; 403
    `not_admitted {reason}`; 424 `provider_failed {reason}`; 429 `too_many_attempts`. Where
    second factors are not the provider's business, 401 `second_factor_required {challenge}` and
    `enrolment_required {challenge}`, as with a password.
    """
    body = call.body
    answer = ProviderAnswer(body.state, body.code, body.error, body.iss)
    entry, return_to = call.container.provider_sign_in.finish(
        answer,
        call.cookie(FLOW_COOKIE) or "",
        visit(call),
        call.change("session.opened"),
    )
    welcome(call, entry)
    answered = FinishedView(**entered(call, entry), return_to=return_to)
    _forget_flow(call)
    return answered


@endpoint(
    routes,
    "GET",
    "/v1/me/sign-out-address",
    permission=AUTHENTICATED,
    callers="people",
    response=SignOutAddress,
    summary="Where I sign out at my provider as well",
)
def sign_out_address(call: Call[None, None, None]) -> SignOutAddress:
    """Asked before signing out here; ends nothing by itself."""
    address = call.container.provider_sign_out.address(
        call.principal.user_id, f"{call.public_address}/"
    )
    return SignOutAddress(address=address)


def _forget_flow(call: Call[Any, Any, None]) -> None:
    others = call.response_headers.get("Set-Cookie", [])
    kept = others if isinstance(others, list) else [others]
    call.response_headers["Set-Cookie"] = [*kept, cookie(call, FLOW_COOKIE, "", 0)]
