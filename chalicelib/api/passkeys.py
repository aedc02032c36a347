"""Passkeys (WebAuthn): coming in with one, and one's own.

Options and credentials travel as the standard writes them in JSON (level 3, 5.1.8 to 5.1.10): a
browser's `parseRequestOptionsFromJSON` reads the former, `toJSON` of what it answers the latter.
"""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.account import PasskeyView, PasswordToProve, passkey_view
from chalicelib.api.auth import TokenView, entered, visit
from chalicelib.api.call import Call
from chalicelib.api.endpoint import AUTHENTICATED, PUBLIC, endpoint
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.domains.security import rules
from chalicelib.domains.security.models import PasskeyId, Site

routes = Blueprint(__name__)

_TOKEN_LENGTH, _NAME_LENGTH = 200, 60
_BYTES = "b3BhY28"
_USED = {
    "id": _BYTES,
    "rawId": _BYTES,
    "type": "public-key",
    "response": {
        "clientDataJSON": _BYTES,
        "authenticatorData": _BYTES,
        "signature": _BYTES,
        "userHandle": _BYTES,
    },
}
_MADE = {
    **_USED,
    "response": {"clientDataJSON": _BYTES, "attestationObject": _BYTES},
}


class PasskeyToAsk(RequestModel):
    """After a password the `challenge` that it led to; without one, any passkey may answer."""

    challenge: str | None = Field(default=None, min_length=1, max_length=_TOKEN_LENGTH)


class PasskeyShown(RequestModel):
    """What the browser answered: an AuthenticationResponseJSON."""

    credential: dict[str, Any]


class PasskeyToRegister(RequestModel):
    """What the browser made, a RegistrationResponseJSON, and what its owner calls it."""

    credential: dict[str, Any]
    name: str = Field(min_length=1, max_length=_NAME_LENGTH, pattern=NOT_BLANK)


class PasskeyOptionsView(TypedDict):
    """What the browser is to be asked; it serves once, for five minutes."""

    options: dict[str, Any]


@endpoint(
    routes,
    "POST",
    "/v1/auth/passkey/options",
    permission=PUBLIC,
    body=PasskeyToAsk,
    response=PasskeyOptionsView,
    summary="What to ask a passkey",
    answers={"options": {"challenge": _BYTES, "rpId": "hilo.example", "allowCredentials": []}},
)
def passkey_options(call: Call[None, PasskeyToAsk, None]) -> PasskeyOptionsView:
    """A PublicKeyCredentialRequestOptionsJSON. 401 `challenge_over`; 429 `too_many_attempts`."""
    options = call.container.passkey_entrance.options(
        call.body.challenge, _site(call), visit(call), call.change("challenge.created")
    )
    return PasskeyOptionsView(options=options)


@endpoint(
    routes,
    "POST",
    "/v1/auth/passkey",
    permission=PUBLIC,
    body=PasskeyShown,
    response=TokenView,
    summary="Sign in with a passkey",
    example={"credential": _USED},
)
def enter_with_passkey(call: Call[None, PasskeyShown, None]) -> TokenView:
    """Instead of a password, or after it. 401 `passkey_refused`: of another site, removed,
    somebody else's, or copied; 401 `challenge_over` after one answer or five minutes.
    """
    entry = call.container.passkey_entrance.enter(
        call.body.credential, _site(call), visit(call), call.change("passkey.used")
    )
    return entered(call, entry)


@endpoint(
    routes,
    "POST",
    "/v1/me/passkeys/options",
    permission=AUTHENTICATED,
    callers="people",
    is_guessed=True,
    body=PasswordToProve,
    response=PasskeyOptionsView,
    idempotency="none",
    summary="What to make a passkey of mine by",
    answers={"options": {"challenge": _BYTES, "rp": {"id": "hilo.example", "name": "Hilo"}}},
)
def own_passkey_options(call: Call[None, PasswordToProve, None]) -> PasskeyOptionsView:
    """A PublicKeyCredentialCreationOptionsJSON. 422 `wrong_password`."""
    options = call.container.own_passkeys.begin(
        call.principal, call.body.password, _site(call), call.change("challenge.created")
    )
    return PasskeyOptionsView(options=options)


@endpoint(
    routes,
    "POST",
    "/v1/me/passkeys",
    permission=AUTHENTICATED,
    callers="people",
    body=PasskeyToRegister,
    response=PasskeyView,
    status=201,
    idempotency="none",
    summary="Register a passkey of mine",
    example={"credential": _MADE, "name": "Mi teléfono"},
)
def register_passkey(call: Call[None, PasskeyToRegister, None]) -> PasskeyView:
    """It serves instead of the password, and as the second factor after it. I am told by mail.

    422 `passkey_not_good`; 409 `challenge_spent` after one answer or five minutes.
    """
    made = call.container.own_passkeys.register(
        call.principal,
        call.body.credential,
        call.body.name,
        _site(call),
        ip=call.ip,
        change=call.change("passkey.registered"),
    )
    return passkey_view(made)


@endpoint(
    routes,
    "POST",
    "/v1/me/passkeys/{passkey_id}/remove",
    permission=AUTHENTICATED,
    callers="people",
    is_guessed=True,
    body=PasswordToProve,
    status=204,
    idempotency="none",
    summary="Remove a passkey of mine",
)
def remove_passkey(call: Call[None, PasswordToProve, None]) -> None:
    """422 `wrong_password`; 409 `factor_needed` where my role asks for a second factor and this is
    the last; anybody else's is 404.
    """
    call.container.own_passkeys.remove(
        call.principal,
        call.body.password,
        PasskeyId(call.path["passkey_id"]),
        call.change("passkey.removed"),
    )


def _site(call: Call[Any, Any, None]) -> Site:
    return rules.site_at(call.public_address)
