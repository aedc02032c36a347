"""The breaks an organisation grants."""

from __future__ import annotations

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.core.ids import UserId
from chalicelib.domains.presence.models import BreakType, BreakTypeId
from chalicelib.domains.presence.services.break_types import BreakTypeEdit

routes = Blueprint(__name__)

_MOST_MINUTES = 480
_MOST_PEOPLE = 500


class BreakTypeView(TypedDict):
    """How long a break may last in a day, and for whom it is (`user_ids` null: everybody)."""

    id: str
    name: str
    minutes: int
    user_ids: list[str] | None
    is_retired: bool
    version: int


class BreakTypeList(TypedDict):
    """All of them, the retired ones too."""

    items: list[BreakTypeView]
    next_cursor: str | None


class BreakTypeToCreate(RequestModel):
    """A break for everybody, unless `user_ids` are sent."""

    name: str = Field(min_length=1, max_length=60, pattern=NOT_BLANK)
    minutes: int = Field(ge=1, le=_MOST_MINUTES)
    user_ids: list[str] | None = Field(default=None, max_length=_MOST_PEOPLE)


class BreakTypeToEdit(RequestModel):
    """What to change; what is left out stays. `user_ids` null makes it for everybody."""

    name: str | None = Field(default=None, min_length=1, max_length=60, pattern=NOT_BLANK)
    minutes: int | None = Field(default=None, ge=1, le=_MOST_MINUTES)
    user_ids: list[str] | None = Field(default=None, max_length=_MOST_PEOPLE)
    is_retired: bool | None = None


@endpoint(
    routes,
    "GET",
    "/v1/break-types",
    permission="break_types.read",
    response=BreakTypeList,
    summary="All types of break",
)
def list_break_types(call: Call[None, None, None]) -> BreakTypeList:
    """By name."""
    items = [_view(one) for one in call.container.break_type_settings.all()]
    return BreakTypeList(items=items, next_cursor=None)


@endpoint(
    routes,
    "POST",
    "/v1/break-types",
    permission="break_types.manage",
    body=BreakTypeToCreate,
    response=BreakTypeView,
    status=201,
    summary="Add a type of break",
)
def create_break_type(call: Call[None, BreakTypeToCreate, None]) -> BreakTypeView:
    """409 `break_type_exists` where another one in use has the name."""
    sent = call.body
    made = call.container.break_type_settings.create(
        sent.name, sent.minutes, _user_ids(sent.user_ids), call.change("break_type.created")
    )
    return _view(made)


@endpoint(
    routes,
    "PATCH",
    "/v1/break-types/{break_type_id}",
    permission="break_types.manage",
    body=BreakTypeToEdit,
    response=BreakTypeView,
    needs_version=True,
    summary="Change or retire a type of break",
)
def edit_break_type(call: Call[None, BreakTypeToEdit, None]) -> BreakTypeView:
    """A retired one is taken no more; who is on it stays until they come back."""
    sent = call.body
    edit = BreakTypeEdit(
        name=sent.name,
        minutes=sent.minutes,
        user_ids=_user_ids(sent.user_ids),
        for_everybody="user_ids" in sent.model_fields_set and sent.user_ids is None,
        is_retired=sent.is_retired,
    )
    edited = call.container.break_type_settings.edit(
        BreakTypeId(call.path["break_type_id"]),
        edit,
        expected_version=call.expected_version(),
        change=call.change("break_type.changed"),
    )
    return _view(edited)


def _user_ids(sent: list[str] | None) -> frozenset[UserId] | None:
    return None if sent is None else frozenset(UserId(one) for one in sent)


def _view(one: BreakType) -> BreakTypeView:
    return BreakTypeView(
        id=one.id,
        name=one.name,
        minutes=one.minutes,
        user_ids=None if one.user_ids is None else sorted(one.user_ids),
        is_retired=one.is_retired,
        version=one.version,
    )
