"""One's own account: password, second factor, and the places one is signed in at."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import AUTHENTICATED, endpoint
from chalicelib.api.own_sessions import SessionList, session_list
from chalicelib.api.reading import RequestModel
from chalicelib.core.clock import rfc3339
from chalicelib.core.errors import NotFoundError
from chalicelib.domains.access.models import SessionId
from chalicelib.domains.security import rules
from chalicelib.domains.security.models import Passkey

routes = Blueprint(__name__)

_PASSWORD_LENGTH, _CODE_LENGTH, _TOKEN_LENGTH = 256, 64, 200


class PasswordToProve(RequestModel):
    """Whatever opens a door asks for the present password again."""

    password: str = Field(min_length=1, max_length=_PASSWORD_LENGTH)


class PasswordToChange(PasswordToProve):
    """With the one that shall replace it."""

    new_password: str = Field(min_length=1, max_length=_PASSWORD_LENGTH)


class FactorToConfirm(RequestModel):
    """The challenge that the first step gave, and a code of the authenticator."""

    challenge: str = Field(min_length=1, max_length=_TOKEN_LENGTH)
    code: str = Field(min_length=1, max_length=_CODE_LENGTH)


class FactorView(TypedDict):
    """The authenticator that is set up."""

    enrolled_at: str
    recovery_codes_left: int


class PasskeyView(TypedDict):
    """A passkey as its owner knows it."""

    id: str
    name: str
    created_at: str
    used_at: str | None


class AccountView(TypedDict):
    """What protects the account; `password_changed_at` is null where it is not known."""

    password_changed_at: str | None
    minimum_length: int
    needs_factor: bool
    factor: FactorView | None
    passkeys: list[PasskeyView]


class BegunFactorView(TypedDict):
    """What to set up an authenticator with; a code confirms the challenge."""

    challenge: str
    secret: str
    address: str
    picture: str


class RecoveryCodesView(TypedDict):
    """Each serves once; they are shown here and never again."""

    recovery_codes: list[str]


@endpoint(
    routes,
    "GET",
    "/v1/me/account",
    permission=AUTHENTICATED,
    callers="people",
    response=AccountView,
    summary="What protects my account",
)
def get_account(call: Call[None, None, None]) -> AccountView:
    """Secrets are never answered."""
    container, user_id = call.container, call.principal.user_id
    user = container.people.get().users[user_id]
    settings, factor = container.house_rules.current(), container.second_factors.of(user_id)
    record = container.password_book.changed(user)
    return AccountView(
        password_changed_at=rfc3339(record.changed_at) if record else None,
        minimum_length=settings.minimum_length,
        needs_factor=rules.needs_factor(settings, user),
        factor=FactorView(
            enrolled_at=rfc3339(factor.enrolled_at), recovery_codes_left=len(factor.recovery)
        )
        if factor
        else None,
        passkeys=[passkey_view(one) for one in container.passkeys.of(user_id)],
    )


@endpoint(
    routes,
    "POST",
    "/v1/me/password",
    permission=AUTHENTICATED,
    callers="people",
    body=PasswordToChange,
    status=204,
    idempotency="none",
    is_guessed=True,
    summary="Change my password",
)
def change_password(call: Call[None, PasswordToChange, None]) -> None:
    """Every other session ends. 422 `wrong_password`, 422 `password_refused {reason}`."""
    call.container.own_account.change_password(
        call.principal,
        call.body.password,
        call.body.new_password,
        ip=call.ip,
        change=call.change("user.password_changed"),
    )


@endpoint(
    routes,
    "POST",
    "/v1/me/second-factor",
    permission=AUTHENTICATED,
    callers="people",
    body=PasswordToProve,
    response=BegunFactorView,
    idempotency="none",
    is_guessed=True,
    summary="Begin to set up a second factor",
)
def begin_factor(call: Call[None, PasswordToProve, None]) -> BegunFactorView:
    """Nothing changes until it is confirmed. 422 `wrong_password`, 409 `factor_enrolled`."""
    challenge, shown = call.container.own_account.begin_factor(
        call.principal, call.body.password, call.change("challenge.created")
    )
    return BegunFactorView(
        challenge=challenge, secret=shown.secret, address=shown.address, picture=shown.picture
    )


@endpoint(
    routes,
    "POST",
    "/v1/me/second-factor/confirm",
    permission=AUTHENTICATED,
    callers="people",
    body=FactorToConfirm,
    response=RecoveryCodesView,
    idempotency="none",
    is_guessed=True,
    summary="Confirm the second factor with a code of it",
)
def confirm_factor(call: Call[None, FactorToConfirm, None]) -> RecoveryCodesView:
    """From now on signing in asks for it.

    422 `wrong_code`; 409 `challenge_spent`, 409 `factor_enrolled`.
    """
    codes = call.container.own_account.confirm_factor(
        call.principal, call.body.challenge, call.body.code, call.change("factor.enrolled")
    )
    return RecoveryCodesView(recovery_codes=codes)


@endpoint(
    routes,
    "POST",
    "/v1/me/second-factor/recovery-codes",
    permission=AUTHENTICATED,
    callers="people",
    body=PasswordToProve,
    response=RecoveryCodesView,
    idempotency="none",
    is_guessed=True,
    summary="Ten other recovery codes",
)
def renew_recovery_codes(call: Call[None, PasswordToProve, None]) -> RecoveryCodesView:
    """Those of before serve no more. 422 `wrong_password`, 409 `no_factor`."""
    codes = call.container.own_account.renew_recovery(
        call.principal, call.body.password, call.change("factor.recovery_renewed")
    )
    return RecoveryCodesView(recovery_codes=codes)


@endpoint(
    routes,
    "POST",
    "/v1/me/second-factor/remove",
    permission=AUTHENTICATED,
    callers="people",
    body=PasswordToProve,
    status=204,
    idempotency="none",
    is_guessed=True,
    summary="Remove my second factor",
)
def remove_own_factor(call: Call[None, PasswordToProve, None]) -> None:
    """409 `factor_needed` where my role asks for one; 422 `wrong_password`, 409 `no_factor`."""
    call.container.own_account.remove_factor(
        call.principal, call.body.password, call.change("factor.removed")
    )


@endpoint(
    routes,
    "GET",
    "/v1/me/sessions",
    permission=AUTHENTICATED,
    callers="people",
    response=SessionList,
    summary="Where I am signed in",
)
def list_own_sessions(call: Call[None, None, None]) -> SessionList:
    """Newest first."""
    return session_list(call, call.principal.user_id)


@endpoint(
    routes,
    "DELETE",
    "/v1/me/sessions/{session_id}",
    permission=AUTHENTICATED,
    callers="people",
    status=204,
    summary="Sign out one place of mine",
)
def end_own_session(call: Call[None, None, None]) -> None:
    """Its sockets close at once. Anybody else's session is 404."""
    _end(call, SessionId(call.path["session_id"]))


@endpoint(
    routes,
    "POST",
    "/v1/me/sessions/end-others",
    permission=AUTHENTICATED,
    callers="people",
    status=204,
    summary="Sign out everywhere else",
)
def end_other_sessions(call: Call[None, None, None]) -> None:
    """All of mine but the one that asks."""
    principal = call.principal
    call.container.session_desk.end_all(
        principal.user_id, call.change("session.ended"), keep=principal.session_id
    )


def passkey_view(passkey: Passkey) -> PasskeyView:
    """Nothing that would help to use it."""
    return PasskeyView(
        id=passkey.id,
        name=passkey.name,
        created_at=rfc3339(passkey.created_at),
        used_at=rfc3339(passkey.used_at) if passkey.used_at else None,
    )


def _end(call: Call[Any, Any, Any], session_id: SessionId) -> None:
    change = call.change("session.ended")
    if not call.container.session_desk.end(call.principal.user_id, session_id, change):
        raise NotFoundError
