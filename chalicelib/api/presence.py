"""What people are doing: their own state, and that of the people in a supervisor's sight."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import AUTHENTICATED, endpoint
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.core.clock import to_ms
from chalicelib.core.errors import HiloError, UnauthenticatedError
from chalicelib.core.ids import UserId
from chalicelib.domains.access.fields import Shows
from chalicelib.domains.access.models import User
from chalicelib.domains.conversations.services.desk import Acting
from chalicelib.domains.presence.models import (
    Activity,
    BreakTypeId,
    Span,
    State,
    WorkSession,
)
from chalicelib.domains.presence.schemas import DayView, PresenceView
from chalicelib.domains.presence.services.presences import Choice

routes = Blueprint(__name__)

_PERSON = "/v1/users/{user_id}/presence"
_FIRST_DAY, _LAST_DAY = datetime.date(2020, 1, 1), datetime.date(2199, 12, 31)


class NewActivity(RequestModel):
    """What to do from now on; `break_type_id` goes with the state `break`."""

    state: State
    break_type_id: str | None = Field(default=None, min_length=1, max_length=64)
    reason: str | None = Field(default=None, min_length=1, max_length=200, pattern=NOT_BLANK)


class NewState(NewActivity):
    """`return_conversations` gives what the person holds back to its queues."""

    return_conversations: bool = False


class NewStateOfMany(NewActivity):
    """For these people, or for everybody in sight but oneself (null)."""

    user_ids: list[str] | None = Field(default=None, min_length=1, max_length=100)


class DayQuery(RequestModel):
    """Which day, in the organisation's time zone; today if none is named."""

    date: datetime.date | None = Field(default=None, ge=_FIRST_DAY, le=_LAST_DAY)


class OwnPresenceView(TypedDict):
    """One's presence, and how many open conversations one holds."""

    presence: PresenceView
    held_conversations: int


class ColleagueView(TypedDict):
    """Somebody who answers customers; `queues` are ids."""

    id: str
    name: Annotated[str, Shows("agent.name")]
    role: str
    queues: list[str]
    presence: PresenceView
    held_conversations: int


class ColleagueList(TypedDict):
    """All within sight."""

    items: list[ColleagueView]
    next_cursor: str | None


class RefusedView(TypedDict):
    """Whose state was not changed, and the code of the reason."""

    user_id: str
    code: str


class ChangedView(TypedDict):
    """What came of a change for many."""

    items: list[PresenceView]
    refused: list[RefusedView]


def access_person(call: Call[Any, Any, Any]) -> User:
    """The person in the path, if the caller may see them."""
    user_id = UserId(call.path["user_id"])
    return call.container.presence_reading.access_person(call.principal, user_id)


@endpoint(
    routes,
    "GET",
    "/v1/me/presence",
    is_own=True,
    permission=AUTHENTICATED,
    callers="people",
    response=OwnPresenceView,
    summary="What I am doing",
)
def my_presence(call: Call[None, None, None]) -> OwnPresenceView:
    """Since when, and how much of my breaks is used today."""
    return _own(call, call.principal.user_id)


@endpoint(
    routes,
    "PUT",
    "/v1/me/presence",
    is_own=True,
    permission=AUTHENTICATED,
    callers="people",
    body=NewState,
    response=OwnPresenceView,
    idempotency="none",
    summary="Change what I am doing",
)
def set_my_presence(call: Call[None, NewState, None]) -> OwnPresenceView:
    """The same state again changes nothing. 422 `break_unavailable`."""
    principal, container = call.principal, call.container
    if principal.session_id is None:
        raise UnauthenticatedError
    session = container.sessions.going_on(principal.session_id)
    work = WorkSession(Span(session.id, to_ms(session.expires_at)), to_ms(session.created_at))
    change = call.change("presence.changed")
    container.presences.choose_own(principal.user_id, _choice(call.body), work, change)
    try:
        container.sessions.going_on(session.id)
    except UnauthenticatedError:  # who ended it meanwhile found nobody at work
        container.presences.ended(principal.user_id, session.id, ())
        raise
    return _after(call, principal.user_id)


@endpoint(
    routes,
    "GET",
    "/v1/me/presence/day",
    is_own=True,
    permission=AUTHENTICATED,
    callers="people",
    query=DayQuery,
    response=DayView,
    summary="A day of mine",
)
def my_day(call: Call[DayQuery, None, None]) -> DayView:
    """Every state of it without a gap, breaks, sessions and lost connections."""
    return _day(call, call.principal.user_id)


@endpoint(
    routes,
    "GET",
    "/v1/presence",
    permission="presence.read",
    callers="everybody",
    response=ColleagueList,
    summary="What the people in my sight are doing",
)
def list_presence(call: Call[None, None, None]) -> ColleagueList:
    """Those who answer customers, by name."""
    reading = call.container.presence_reading
    people = reading.people_of(call.principal)
    user_ids = [user.id for user in people]
    held = call.container.lists.held_counts(user_ids)
    views = reading.views(user_ids)
    items = [
        ColleagueView(
            id=user.id,
            name=user.name,
            role=user.role,
            queues=sorted(user.queue_ids),
            presence=view,
            held_conversations=count,
        )
        for user, view, count in zip(people, views, held, strict=True)
    ]
    return ColleagueList(items=items, next_cursor=None)


@endpoint(
    routes,
    "PUT",
    "/v1/presence",
    permission="presence.manage",
    callers="everybody",
    body=NewStateOfMany,
    response=ChangedView,
    idempotency="none",
    summary="Change what several people are doing",
)
def set_presence_of_many(call: Call[None, NewStateOfMany, None]) -> ChangedView:
    """Each on their own: `refused` names those it could not be done for, also those out of sight.

    Who is not signed in can only be set offline or out of service (`not_signed_in`).
    """
    reading, presences = call.container.presence_reading, call.container.presences
    in_sight = {user.id for user in reading.people_of(call.principal)}
    wanted = call.body.user_ids
    chosen = (
        sorted(in_sight - {call.principal.user_id})
        if wanted is None
        else [UserId(one) for one in dict.fromkeys(wanted)]
    )
    changed, refused = list[UserId](), list[RefusedView]()
    for user_id in chosen:
        if user_id not in in_sight:
            refused.append(RefusedView(user_id=user_id, code="not_found"))
            continue
        try:
            presences.choose_for(user_id, _choice(call.body), call.change("presence.changed"))
        except HiloError as exc:
            refused.append(RefusedView(user_id=user_id, code=exc.code))
        else:
            changed.append(user_id)
    return ChangedView(items=reading.views(changed), refused=refused)


@endpoint(
    routes,
    "PUT",
    _PERSON,
    permission="presence.manage",
    callers="everybody",
    access=access_person,
    body=NewState,
    response=OwnPresenceView,
    idempotency="none",
    summary="Change what somebody is doing",
)
def set_presence(call: Call[None, NewState, User]) -> OwnPresenceView:
    """409 `not_signed_in` for who is not at work; 422 `break_unavailable`."""
    user_id, change = call.subject.id, call.change("presence.changed")
    call.container.presences.choose_for(user_id, _choice(call.body), change)
    return _after(call, user_id)


@endpoint(
    routes,
    "GET",
    f"{_PERSON}/day",
    permission="presence.read",
    callers="everybody",
    access=access_person,
    query=DayQuery,
    response=DayView,
    summary="A day of somebody",
)
def day_of_person(call: Call[DayQuery, None, User]) -> DayView:
    """Every state of it without a gap, breaks, sessions and lost connections."""
    return _day(call, call.subject.id)


def _choice(sent: NewActivity) -> Choice:
    break_type = BreakTypeId(sent.break_type_id) if sent.break_type_id else None
    activity = Activity(sent.state, break_type if sent.state == "break" else None)
    return Choice(activity, sent.reason)


def _after(call: Call[Any, NewState, Any], user_id: UserId) -> OwnPresenceView:
    if call.body.return_conversations:
        acting = Acting(call.principal, call.change("conversation.released"))
        call.container.handing_back.all_of(user_id, acting)
    return _own(call, user_id)


def _own(call: Call[Any, Any, Any], user_id: UserId) -> OwnPresenceView:
    (held,) = call.container.lists.held_counts([user_id])
    view = call.container.presence_reading.view(user_id)
    return OwnPresenceView(presence=view, held_conversations=held)


def _day(call: Call[DayQuery, Any, Any], user_id: UserId) -> DayView:
    reading = call.container.presence_reading
    return reading.day(user_id, call.query.date or reading.today())
