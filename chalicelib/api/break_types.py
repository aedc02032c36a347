"""The breaks an organisation grants."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.configured import ConfiguredView, configured_view, told_fields
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.core.clock import to_ms
from chalicelib.core.errors import FieldProblem, InvalidRequestError
from chalicelib.core.ids import UserId, new_id
from chalicelib.domains.presence.models import BreakType, BreakTypeId

routes = Blueprint(__name__)

_MOST_MINUTES = 480
_MOST_PEOPLE = 500
_NAME_LENGTH = 60


class BreakTypeView(ConfiguredView):
    """How long a break may last in a day, and for whom it is (`user_ids` null: everybody)."""

    minutes: int
    user_ids: list[str] | None


class BreakTypeList(TypedDict):
    """All of them, the retired ones too."""

    items: list[BreakTypeView]
    next_cursor: str | None


class BreakTypeToCreate(RequestModel):
    """A break for everybody, unless `user_ids` are sent."""

    name: str = Field(min_length=1, max_length=_NAME_LENGTH, pattern=NOT_BLANK)
    minutes: int = Field(ge=1, le=_MOST_MINUTES)
    user_ids: list[str] | None = Field(default=None, max_length=_MOST_PEOPLE)


class BreakTypeToEdit(RequestModel):
    """What to change; what is left out stays. `user_ids` null makes it for everybody."""

    name: str | None = Field(default=None, min_length=1, max_length=_NAME_LENGTH, pattern=NOT_BLANK)
    minutes: int | None = Field(default=None, ge=1, le=_MOST_MINUTES)
    user_ids: list[str] | None = Field(default=None, max_length=_MOST_PEOPLE)
    is_retired: bool | None = None


@endpoint(
    routes,
    "GET",
    "/v1/break-types",
    permission="break_types.read",
    callers="everybody",
    response=BreakTypeList,
    summary="All types of break",
)
def list_break_types(call: Call[None, None, None]) -> BreakTypeList:
    """By name."""
    types = call.container.break_type_catalogue.all()
    return BreakTypeList(items=[_view(call, one) for one in types], next_cursor=None)


@endpoint(
    routes,
    "POST",
    "/v1/break-types",
    permission="break_types.manage",
    callers="everybody",
    body=BreakTypeToCreate,
    response=BreakTypeView,
    status=201,
    guards="break_types",
    summary="Add a type of break",
)
def create_break_type(call: Call[None, BreakTypeToCreate, None]) -> BreakTypeView:
    """409 `name_taken` where another one has the name, retired ones included."""
    identifier = BreakTypeId(new_id(to_ms(call.now)))
    made = BreakType(id=identifier, **_fields(call, call.body))
    catalogue = call.container.break_type_catalogue
    return _view(call, catalogue.create(made, call.change("break_type.created")))


@endpoint(
    routes,
    "PATCH",
    "/v1/break-types/{break_type_id}",
    permission="break_types.manage",
    callers="everybody",
    body=BreakTypeToEdit,
    response=BreakTypeView,
    needs_version=True,
    guards="break_types",
    summary="Change, retire or restore a type of break",
)
def edit_break_type(call: Call[None, BreakTypeToEdit, None]) -> BreakTypeView:
    """A retired one is taken no more; who is on it stays until they come back."""
    edited = call.container.break_type_catalogue.edit(
        call.path["break_type_id"],
        _fields(call, call.body),
        expected_version=call.expected_version(),
        change=call.change("break_type.changed"),
    )
    return _view(call, edited)


def _fields(call: Call[Any, Any, Any], body: RequestModel) -> dict[str, Any]:
    fields = told_fields(body, "user_ids")
    if fields.get("user_ids") is not None:
        fields["user_ids"] = frozenset(map(UserId, fields["user_ids"]))
        if not fields["user_ids"] <= call.container.people.get().users.keys():
            detail = "Send ids of people who are listed under `/v1/users`."
            problem = FieldProblem(field="user_ids", code="unknown_reference", detail=detail)
            raise InvalidRequestError(errors=[problem])
    return fields


def _view(call: Call[Any, Any, Any], one: BreakType) -> BreakTypeView:
    return {
        **configured_view(call, one),
        "minutes": one.minutes,
        "user_ids": None if one.user_ids is None else sorted(one.user_ids),
    }
