"""What administrators see and end of somebody's account."""

from __future__ import annotations

from chalice.app import Blueprint
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import endpoint
from chalicelib.api.own_sessions import SessionList, session_list
from chalicelib.api.user_views import access_user
from chalicelib.core.clock import rfc3339
from chalicelib.core.errors import NotFoundError
from chalicelib.domains.access.models import SessionId, User

routes = Blueprint(__name__)


class HeldFactorView(TypedDict):
    """Since when somebody has codes as a second factor, null: they have none; and how many
    passkeys.
    """

    enrolled_at: str | None
    passkeys: int


@endpoint(
    routes,
    "GET",
    "/v1/users/{user_id}/sessions",
    permission="sessions.manage",
    callers="people",
    access=access_user,
    response=SessionList,
    summary="Where somebody is signed in",
)
def list_sessions_of(call: Call[None, None, User]) -> SessionList:
    """Newest first."""
    return session_list(call, call.subject.id)


@endpoint(
    routes,
    "DELETE",
    "/v1/users/{user_id}/sessions",
    permission="sessions.manage",
    callers="people",
    access=access_user,
    status=204,
    summary="Sign somebody out everywhere",
)
def end_sessions_of(call: Call[None, None, User]) -> None:
    """Their sockets close at once; of one's own, the session that asks goes on."""
    call.container.session_desk.end_all(
        call.subject.id, call.change("session.ended"), keep=call.principal.session_id
    )


@endpoint(
    routes,
    "DELETE",
    "/v1/users/{user_id}/sessions/{session_id}",
    permission="sessions.manage",
    callers="people",
    access=access_user,
    status=204,
    summary="Sign somebody out at one place",
)
def end_session_of(call: Call[None, None, User]) -> None:
    """404 for one that is over, or another person's."""
    session_id, change = SessionId(call.path["session_id"]), call.change("session.ended")
    if not call.container.session_desk.end(call.subject.id, session_id, change):
        raise NotFoundError


@endpoint(
    routes,
    "GET",
    "/v1/users/{user_id}/second-factor",
    permission="security.manage",
    callers="people",
    access=access_user,
    response=HeldFactorView,
    summary="Whether somebody has a second factor",
)
def get_factor_of(call: Call[None, None, User]) -> HeldFactorView:
    """Nothing that would help to use it."""
    factor = call.container.second_factors.of(call.subject.id)
    passkeys = call.container.passkeys.of(call.subject.id)
    since = rfc3339(factor.enrolled_at) if factor else None
    return HeldFactorView(enrolled_at=since, passkeys=len(passkeys))


@endpoint(
    routes,
    "DELETE",
    "/v1/users/{user_id}/second-factor",
    permission="security.manage",
    callers="people",
    access=access_user,
    status=204,
    summary="Take somebody's second factor away",
)
def remove_factor_of(call: Call[None, None, User]) -> None:
    """For who lost it: codes, recovery codes and passkeys. They are told by mail.

    409 `no_factor` where there is nothing to take.
    """
    call.container.factor_reset.reset(call.subject, call.change("factor.removed"))
