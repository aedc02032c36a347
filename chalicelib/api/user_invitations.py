"""Asking people in, and their first coming."""

from __future__ import annotations

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.auth import TokenView, entered, visit, welcome
from chalicelib.api.call import Call
from chalicelib.api.endpoint import PUBLIC, endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.api.user_views import UserView, access_user, user_view
from chalicelib.core.clock import rfc3339_ms, to_ms
from chalicelib.domains.access.models import User

routes = Blueprint(__name__)

_INVITATION = "/v1/users/{user_id}/invitation"


class AskedView(TypedDict):
    """Somebody who was asked in. `token` is null where it was mailed; else whoever asks hands
    the link over: the product's address and `/invitation#<token>`.
    """

    user: UserView
    token: str | None
    valid_until: str | None


class InvitationToken(RequestModel):
    """The secret part of an invitation's link."""

    token: str = Field(min_length=1, max_length=200)


class Acceptance(InvitationToken):
    """With the password that is to be one's own."""

    password: str = Field(min_length=1, max_length=256)


class InvitationView(TypedDict):
    """Whom a link asks in."""

    name: str
    username: str
    email: str
    valid_until: str
    minimum_length: int


@endpoint(
    routes,
    "POST",
    _INVITATION,
    permission="users.manage",
    callers="everybody",
    access=access_user,
    response=AskedView,
    idempotency="none",
    summary="Ask somebody in, again if need be",
)
def invite_user(call: Call[None, None, User]) -> AskedView:
    """An earlier link serves no more. 409 `not_invited` for who has come already."""
    asked = call.container.invitations.invite(
        call.subject.id,
        call.principal,
        lambda: call.public_address,
        call.change("user.invited"),
    )
    link = asked.link
    return AskedView(
        user=user_view(call, asked.user),
        token=link.token if link else None,
        valid_until=rfc3339_ms(to_ms(link.expires_at)) if link else None,
    )


@endpoint(
    routes,
    "DELETE",
    _INVITATION,
    permission="users.manage",
    callers="everybody",
    access=access_user,
    response=UserView,
    idempotency="none",
    summary="Take an invitation back",
)
def revoke_invitation(call: Call[None, None, User]) -> UserView:
    """No link of theirs serves any more; they may be asked in again. 409 `not_invited`."""
    user = call.container.invitations.revoke(
        call.subject.id, call.principal, call.change("user.invitation_revoked")
    )
    return user_view(call, user)


@endpoint(
    routes,
    "POST",
    "/v1/auth/invitation",
    permission=PUBLIC,
    body=InvitationToken,
    response=InvitationView,
    summary="Look at an invitation",
)
def look_at_invitation(call: Call[None, InvitationToken, None]) -> InvitationView:
    """Spends nothing. 410 `link_not_good`."""
    invited = call.container.invitations.look_at(call.body.token)
    return InvitationView(
        name=invited.user.name,
        username=invited.user.username,
        email=invited.user.email,
        valid_until=rfc3339_ms(to_ms(invited.link.expires_at)) or "",
        minimum_length=call.container.house_rules.current().minimum_length,
    )


@endpoint(
    routes,
    "POST",
    "/v1/auth/invitation/accept",
    permission=PUBLIC,
    body=Acceptance,
    response=TokenView,
    summary="Choose a password and come in",
)
def accept_invitation(call: Call[None, Acceptance, None]) -> TokenView:
    """410 `link_not_good`; 422 `password_refused {reason, minimum_length}`. Where the role asks
    for a second factor, the password is chosen, and 401 `enrolment_required {challenge}`."""
    entry = call.container.invitations.accept(
        call.body.token, call.body.password, visit(call), call.change("user.joined")
    )
    welcome(call, entry)
    return entered(call, entry)
