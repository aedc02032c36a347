"""Changes of configuration that wait, or waited: shown as what they change, and decided on."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import AUTHENTICATED, endpoint
from chalicelib.api.reading import NOT_BLANK, RequestModel, read_instant
from chalicelib.core.clock import rfc3339_ms
from chalicelib.core.ids import UserId, is_id
from chalicelib.core.pagination import Cursors
from chalicelib.domains.access.fields import FIELDS, Shows
from chalicelib.domains.access.withholding import masked
from chalicelib.domains.changes.models import Area, ChangeId, ChangeRequest, Difference, State
from chalicelib.domains.changes.rules import may_decide

routes = Blueprint(__name__)

_CHANGE = "/v1/changes/{change_id}"
_CURSORS = Cursors("changes", is_id)
_PRIVATE = {
    "first_name": "agent.name",
    "last_name": "agent.name",
    "name": "agent.name",
    "email": "agent.email",
    "username": "agent.email",
    "national_id": "agent.national_id",
}
"""What of a person has a field that rules may be about."""


class ChangePersonView(TypedDict):
    """Somebody who asked, decided, or is changed; an application has a name as well."""

    id: str
    name: Annotated[str | None, Shows("agent.name")]


class ChangeDifferenceView(TypedDict):
    """One attribute: as it was when somebody asked, as it would be, and as it stands `now`.

    `kind` and `id` say of what; `person` is set where that is somebody, else `entity` is its
    name. What is secret, or withheld from the reader, is told without values. `now` is null in
    lists.
    """

    kind: str
    id: str
    entity: str | None
    person: ChangePersonView | None
    field: str
    before: Any
    after: Any
    now: Any
    is_secret: bool


class ChangeView(TypedDict):
    """A change that waits or waited.

    `is_outdated`: what it would change is not as it was; null in lists and once it is closed.
    `can_decide`, `can_withdraw`, `can_undo`: what the caller may do with it now. `failure` is
    the code of why it could not be made.
    """

    id: str
    area: Area
    event: str
    kind: str
    subject_id: str
    subject: str | None
    person: ChangePersonView | None
    differences: list[ChangeDifferenceView]
    state: State
    is_guarded: bool
    is_outdated: bool | None
    asked_by: ChangePersonView
    asked_at: str
    application: str | None
    due_at: str | None
    expires_at: str
    decided_by: ChangePersonView | None
    decided_at: str | None
    reason: str | None
    closed_at: str | None
    failure: str | None
    undoes: str | None
    undone_by: str | None
    can_decide: bool
    can_withdraw: bool
    can_undo: bool
    version: int


class ChangeList(TypedDict):
    """Those in sight: one's own, and those of areas that one may change."""

    items: list[ChangeView]
    next_cursor: str | None


class ChangesQuery(RequestModel):
    """`open`: all that wait, oldest first; `past`: a page of the others, newest first."""

    state: Literal["open", "past"] = "open"
    cursor: str | None = Field(default=None, max_length=1_024)
    limit: int = Field(default=50, ge=1, le=100)


class Approval(RequestModel):
    """When to make it; left out: when who asked said, or at once."""

    apply_at: str | None = Field(default=None, max_length=40)


class Refusal(RequestModel):
    """Why not; who asked reads it."""

    reason: str = Field(min_length=1, max_length=500, pattern=NOT_BLANK)


def access_change(call: Call[Any, Any, Any]) -> ChangeRequest:
    """A change in sight. Raises NotFoundError."""
    change_id = ChangeId(call.path["change_id"])
    return call.container.change_desk.require(change_id, call.principal)


@endpoint(
    routes,
    "GET",
    "/v1/changes",
    permission=AUTHENTICATED,
    callers="people",
    query=ChangesQuery,
    response=ChangeList,
    summary="Changes of configuration that wait, or waited",
)
def list_changes(call: Call[ChangesQuery, None, None]) -> ChangeList:
    """A page of past ones may be short, or empty, while `next_cursor` is set."""
    desk, query = call.container.change_desk, call.query
    if query.state == "open":
        items = [_view(call, one) for one in desk.waiting(call.principal)]
        return ChangeList(items=items, next_cursor=None)
    position = _CURSORS.decode(query.cursor)
    before = ChangeId(position[0]) if position else None
    past, last = desk.past(call.principal, before, query.limit)
    return ChangeList(
        items=[_view(call, one) for one in past],
        next_cursor=_CURSORS.encode([last]) if last else None,
    )


@endpoint(
    routes,
    "GET",
    _CHANGE,
    permission=AUTHENTICATED,
    callers="people",
    access=access_change,
    response=ChangeView,
    summary="A change with what stands now",
)
def get_change(call: Call[None, None, ChangeRequest]) -> ChangeView:
    """Where somebody changed the same meanwhile, `now` is not `before`."""
    return _whole(call, call.subject)


@endpoint(
    routes,
    "POST",
    f"{_CHANGE}/approve",
    permission="changes.approve",
    callers="people",
    access=access_change,
    body=Approval,
    response=ChangeView,
    idempotency="none",
    example={"apply_at": "2026-12-01T06:00:00Z"},
    summary="Approve a change",
)
def approve_change(call: Call[None, Approval, ChangeRequest]) -> ChangeView:
    """Makes it at once, or when it is due; repeating it is safe.

    403 `own_change`; 409 `change_outdated` where somebody changed the same meanwhile; 409
    `change_decided`. It may come back `failed` where something speaks against it by now.
    """
    sent = call.body.apply_at
    due_at_ms = read_instant("apply_at", sent, not_before=call.now) if sent else None
    change = call.change("change.approved")
    approved = call.container.change_desk.approve(call.subject, call.principal, due_at_ms, change)
    return _whole(call, approved)


@endpoint(
    routes,
    "POST",
    f"{_CHANGE}/refuse",
    permission="changes.approve",
    callers="people",
    access=access_change,
    body=Refusal,
    response=ChangeView,
    idempotency="none",
    summary="Refuse a change",
)
def refuse_change(call: Call[None, Refusal, ChangeRequest]) -> ChangeView:
    """403 `own_change`; 409 `change_decided`."""
    change = call.change("change.refused")
    desk = call.container.change_desk
    return _whole(call, desk.refuse(call.subject, call.principal, call.body.reason, change))


@endpoint(
    routes,
    "POST",
    f"{_CHANGE}/withdraw",
    permission=AUTHENTICATED,
    callers="people",
    access=access_change,
    response=ChangeView,
    idempotency="none",
    summary="Take back what one asked for, or approved for later",
)
def withdraw_change(call: Call[None, None, ChangeRequest]) -> ChangeView:
    """As long as it is not made: 409 `change_decided` afterwards."""
    change = call.change("change.withdrawn")
    desk = call.container.change_desk
    return _whole(call, desk.withdraw(call.subject, call.principal, change))


@endpoint(
    routes,
    "POST",
    f"{_CHANGE}/undo",
    permission=AUTHENTICATED,
    callers="people",
    access=access_change,
    response=ChangeView,
    idempotency="none",
    summary="Make the reverse of a change",
)
def undo_change(call: Call[None, None, ChangeRequest]) -> ChangeView:
    """Answers the reverse, a change of its own: `applied`, or `pending` where it takes a second
    person. Who approved a change may undo it alone for the hours that the setting says.

    409 `change_outdated` where something was changed since; 409 `not_undoable`.
    """
    change = call.change("change.undone")
    return _whole(call, call.container.change_desk.undo(call.subject, call.principal, change))


def _whole(call: Call[Any, Any, Any], request: ChangeRequest) -> ChangeView:
    view = _view(call, request)
    if not request.is_open:
        return view
    desk = call.container.change_desk
    now = desk.present(request)
    for shown, one in zip(view["differences"], request.differences, strict=True):
        shown["now"] = _shown(call, one, now.get((one.kind, one.id, one.name)))
    view["is_outdated"] = desk.is_outdated(request)
    return view


def _view(call: Call[Any, Any, Any], request: ChangeRequest) -> ChangeView:
    principal, desk, asking = call.principal, call.container.change_desk, request.asking
    is_own = principal.user_id in asking.barred
    is_person = request.kind == "user"
    return ChangeView(
        id=request.id,
        area=request.area,
        event=request.event,
        kind=request.kind,
        subject_id=request.subject_id,
        subject=request.subject,
        person=_person(call, request.subject_id) if is_person else None,
        differences=[_difference(call, one) for one in request.differences],
        state=request.state,
        is_guarded=request.is_guarded,
        is_outdated=None,
        asked_by=_named(call, asking.by),
        asked_at=rfc3339_ms(asking.at_ms) or "",
        application=asking.application,
        due_at=rfc3339_ms(request.due_at_ms),
        expires_at=rfc3339_ms(request.expires_at_ms) or "",
        decided_by=_person(call, request.decided_by),
        decided_at=rfc3339_ms(request.decided_at_ms),
        reason=request.reason,
        closed_at=rfc3339_ms(request.closed_at_ms),
        failure=request.failure,
        undoes=request.undoes,
        undone_by=request.undone_by,
        can_decide=request.state == "pending" and not is_own and may_decide(principal, request),
        can_withdraw=request.is_open and (is_own or request.decided_by == principal.user_id),
        can_undo=desk.may_undo(request, principal),
        version=request.version,
    )


def _difference(call: Call[Any, Any, Any], one: Difference) -> ChangeDifferenceView:
    return ChangeDifferenceView(
        kind=one.kind,
        id=one.id,
        entity=one.entity,
        person=_person(call, one.id) if one.kind == "user" else None,
        field=one.name,
        before=_shown(call, one, one.before),
        after=_shown(call, one, one.after),
        now=None,
        is_secret=one.is_secret,
    )


def _shown(call: Call[Any, Any, Any], one: Difference, value: Any) -> Any:
    """As the caller's role sees such a field of a person; what is secret, never."""
    if one.is_secret:
        return None
    field = _PRIVATE.get(one.name) if one.kind == "user" else None
    sight = call.principal.field_rules.of(field).sight if field else "visible"
    if sight == "visible" or value is None or field is None:
        return value
    return masked(str(value), is_name=FIELDS[field].is_name) if sight == "masked" else None


def _person(call: Call[Any, Any, Any], user_id: str | None) -> ChangePersonView | None:
    return _named(call, user_id) if user_id else None


def _named(call: Call[Any, Any, Any], user_id: str) -> ChangePersonView:
    name = call.container.colleagues.name_of(UserId(user_id))
    return ChangePersonView(id=user_id, name=name)
