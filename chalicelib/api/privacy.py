"""Privacy of all: what was asked for, how long things are kept, and the register of processing."""

from __future__ import annotations

from typing import Any, Literal

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.configured import ChangerView, ConfiguredView, configured_view, told_fields
from chalicelib.api.endpoint import endpoint
from chalicelib.api.privacy_views import ErasureView, ExportView, erasure_view, export_view
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.core.clock import rfc3339_ms, to_ms
from chalicelib.core.errors import FieldProblem, InvalidRequestError, NotFoundError
from chalicelib.core.ids import is_id, new_id
from chalicelib.core.pagination import Cursors
from chalicelib.domains.privacy.models import (
    RETENTION_KINDS,
    Activity,
    RetentionKind,
    RetentionRule,
    Sweeping,
)
from chalicelib.domains.privacy.rules import DAY_MS, SHORTEST_DAYS

routes = Blueprint(__name__)

_ERASURES = Cursors("erasures", is_id)
_EXPORTS = Cursors("exports", is_id)
_NAME_LENGTH, _TEXT_LENGTH = 100, 1_000
_LONGEST_DAYS = 100 * 365


class ErasuresQuery(RequestModel):
    """A page of those that are open, or done."""

    state: Literal["open", "done"] = "open"
    cursor: str | None = None
    limit: int = Field(default=50, ge=1, le=100)


class ExportsQuery(RequestModel):
    """A page of those that are being made, ready, or gone."""

    state: Literal["open", "ready", "gone"] = "ready"
    cursor: str | None = None
    limit: int = Field(default=50, ge=1, le=100)


class ErasureList(TypedDict):
    """Newest first."""

    items: list[ErasureView]
    next_cursor: str | None


class ExportList(TypedDict):
    """Newest first."""

    items: list[ExportView]
    next_cursor: str | None


class RetentionView(TypedDict):
    """For how many days something is kept; while it is off, for ever. `removed`: how much went by
    this rule until now. Version 0 while nobody has saved it.
    """

    kind: RetentionKind
    days: int
    shortest_days: int
    is_on: bool
    removed: int
    last_run: str | None
    changed_by: ChangerView | None
    changed_at: str | None
    version: int


class RetentionList(TypedDict):
    """One of each kind."""

    items: list[RetentionView]
    next_cursor: str | None


class RetentionToSave(RequestModel):
    """What to change; what is left out stays."""

    days: int | None = Field(default=None, ge=1, le=_LONGEST_DAYS)
    is_on: bool | None = None


class RetentionQuery(RequestModel):
    """As how many days it is tried."""

    days: int = Field(ge=1, le=_LONGEST_DAYS)


class ForeseenView(TypedDict):
    """What would be taken away: conversations, exports or acts from before `before`.

    `is_partial`: there are at least so many. `oldest`: since about when the oldest lies there.
    """

    kind: RetentionKind
    days: int
    before: str
    many: int
    is_partial: bool
    oldest: str | None


class ProcessingActivityView(ConfiguredView):
    """One entry of the register: what is done with data of people, and why."""

    purpose: str
    legal_basis: str
    people: str
    data: str
    recipients: str
    retention: str
    measures: str


class ProcessingActivityList(TypedDict):
    """All of them; retired ones, too."""

    items: list[ProcessingActivityView]
    next_cursor: str | None


class ProcessingActivityToCreate(RequestModel):
    """An entry of the register of processing."""

    name: str = Field(min_length=1, max_length=_NAME_LENGTH, pattern=NOT_BLANK)
    purpose: str = Field(default="", max_length=_TEXT_LENGTH)
    legal_basis: str = Field(default="", max_length=_TEXT_LENGTH)
    people: str = Field(default="", max_length=_TEXT_LENGTH)
    data: str = Field(default="", max_length=_TEXT_LENGTH)
    recipients: str = Field(default="", max_length=_TEXT_LENGTH)
    retention: str = Field(default="", max_length=_TEXT_LENGTH)
    measures: str = Field(default="", max_length=_TEXT_LENGTH)


class ProcessingActivityToEdit(RequestModel):
    """What to change; what is left out stays. `is_retired` takes it out of use, or back."""

    name: str | None = Field(default=None, min_length=1, max_length=_NAME_LENGTH, pattern=NOT_BLANK)
    purpose: str | None = Field(default=None, max_length=_TEXT_LENGTH)
    legal_basis: str | None = Field(default=None, max_length=_TEXT_LENGTH)
    people: str | None = Field(default=None, max_length=_TEXT_LENGTH)
    data: str | None = Field(default=None, max_length=_TEXT_LENGTH)
    recipients: str | None = Field(default=None, max_length=_TEXT_LENGTH)
    retention: str | None = Field(default=None, max_length=_TEXT_LENGTH)
    measures: str | None = Field(default=None, max_length=_TEXT_LENGTH)
    is_retired: bool | None = None


@endpoint(
    routes,
    "GET",
    "/v1/privacy/erasures",
    permission="privacy.manage",
    callers="people",
    query=ErasuresQuery,
    response=ErasureList,
    summary="Erasures that were ordered",
)
def list_erasures(call: Call[ErasuresQuery, None, None]) -> ErasureList:
    """Nothing in them tells who was erased."""
    position = _ERASURES.decode(call.query.cursor)
    page = call.container.privacy_requests.erasures(
        is_open=call.query.state == "open",
        before=position[0] if position else None,
        limit=call.query.limit,
    )
    items = [erasure_view(call, one) for one in page.items]
    return ErasureList(items=items, next_cursor=_ERASURES.encode(page.next_position))


@endpoint(
    routes,
    "GET",
    "/v1/privacy/exports",
    permission="privacy.manage",
    callers="people",
    query=ExportsQuery,
    response=ExportList,
    summary="Exports that were asked for",
)
def list_exports(call: Call[ExportsQuery, None, None]) -> ExportList:
    """Also those that are not there any more."""
    position = _EXPORTS.decode(call.query.cursor)
    page = call.container.exporting.page(
        call.query.state, position[0] if position else None, call.query.limit
    )
    items = [export_view(call, one) for one in page.items]
    return ExportList(items=items, next_cursor=_EXPORTS.encode(page.next_position))


@endpoint(
    routes,
    "GET",
    "/v1/privacy/retention",
    permission="privacy.manage",
    callers="people",
    response=RetentionList,
    summary="For how long things are kept",
)
def list_retention(call: Call[None, None, None]) -> RetentionList:
    """One rule for each kind."""
    swept = call.container.retention.swept()
    rules = call.container.retention_book.rules()
    items = [_rule(call, kind, rule, swept.get(kind)) for kind, rule in rules.items()]
    return RetentionList(items=items, next_cursor=None)


@endpoint(
    routes,
    "GET",
    "/v1/privacy/retention/{kind}/preview",
    permission="privacy.manage",
    callers="people",
    query=RetentionQuery,
    response=ForeseenView,
    summary="What a rule would take away",
)
def preview_retention(call: Call[RetentionQuery, None, None]) -> ForeseenView:
    """Nothing is taken away. Conversations count by whole months that are past."""
    kind, days = _kind(call), call.query.days
    _require_days(kind, days)
    found = call.container.retention.foreseen(kind, days)
    return ForeseenView(
        kind=kind,
        days=days,
        before=rfc3339_ms(max(found.before_ms, 0)) or "",
        many=found.many,
        is_partial=found.is_partial,
        oldest=rfc3339_ms(found.oldest_ms),
    )


@endpoint(
    routes,
    "PUT",
    "/v1/privacy/retention/{kind}",
    permission="privacy.manage",
    callers="people",
    body=RetentionToSave,
    response=RetentionView,
    needs_version=True,
    guards="retention_rules",
    summary="Change for how long something is kept",
)
def save_retention(call: Call[None, RetentionToSave, None]) -> RetentionView:
    """What a rule has taken away does not come back when it is switched off."""
    kind, fields = _kind(call), told_fields(call.body)
    if "days" in fields:
        _require_days(kind, fields["days"])
    saved = call.container.retention_book.save(
        kind,
        fields,
        expected_version=call.expected_version(),
        change=call.change("retention_rule.changed"),
    )
    return _rule(call, kind, saved, call.container.retention.swept().get(kind))


@endpoint(
    routes,
    "GET",
    "/v1/privacy/activities",
    permission="privacy.manage",
    callers="people",
    response=ProcessingActivityList,
    summary="The register of processing",
)
def list_activities(call: Call[None, None, None]) -> ProcessingActivityList:
    """By name."""
    found = call.container.activity_catalogue.all()
    return ProcessingActivityList(items=[_activity(call, one) for one in found], next_cursor=None)


@endpoint(
    routes,
    "POST",
    "/v1/privacy/activities",
    permission="privacy.manage",
    callers="people",
    body=ProcessingActivityToCreate,
    response=ProcessingActivityView,
    status=201,
    guards="processing_activities",
    summary="Add an entry to the register of processing",
)
def create_activity(call: Call[None, ProcessingActivityToCreate, None]) -> ProcessingActivityView:
    """409 `name_taken` where another entry has the name, retired ones included."""
    made = Activity(id=new_id(to_ms(call.now)), **told_fields(call.body))
    change = call.change("processing_activity.created")
    return _activity(call, call.container.activity_catalogue.create(made, change))


@endpoint(
    routes,
    "PATCH",
    "/v1/privacy/activities/{activity_id}",
    permission="privacy.manage",
    callers="people",
    body=ProcessingActivityToEdit,
    response=ProcessingActivityView,
    needs_version=True,
    guards="processing_activities",
    summary="Change, retire or restore an entry of the register of processing",
)
def edit_activity(call: Call[None, ProcessingActivityToEdit, None]) -> ProcessingActivityView:
    """Retired entries stay: the register tells what was done, too."""
    edited = call.container.activity_catalogue.edit(
        call.path["activity_id"],
        told_fields(call.body),
        expected_version=call.expected_version(),
        change=call.change("processing_activity.changed"),
    )
    return _activity(call, edited)


def _kind(call: Call[Any, Any, Any]) -> RetentionKind:
    given = call.path["kind"]
    if given not in RETENTION_KINDS:
        raise NotFoundError
    return given


def _require_days(kind: RetentionKind, days: int) -> None:
    shortest = SHORTEST_DAYS[kind]
    if days < shortest:
        detail = f"Keep it for at least {shortest} days."
        problem = FieldProblem(field="days", code="too_short", detail=detail)
        raise InvalidRequestError(errors=[problem])


def _rule(
    call: Call[Any, Any, Any], kind: RetentionKind, rule: RetentionRule, swept: Sweeping | None
) -> RetentionView:
    configured = configured_view(call, rule)
    return RetentionView(
        kind=kind,
        days=rule.days,
        shortest_days=SHORTEST_DAYS[kind],
        is_on=rule.is_on,
        removed=swept.removed if swept else 0,
        last_run=rfc3339_ms(swept.day * DAY_MS) if swept and swept.day else None,
        changed_by=configured["changed_by"],
        changed_at=configured["changed_at"],
        version=configured["version"],
    )


def _activity(call: Call[Any, Any, Any], activity: Activity) -> ProcessingActivityView:
    return {
        **configured_view(call, activity),
        "purpose": activity.purpose,
        "legal_basis": activity.legal_basis,
        "people": activity.people,
        "data": activity.data,
        "recipients": activity.recipients,
        "retention": activity.retention,
        "measures": activity.measures,
    }
