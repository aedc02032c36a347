"""Groups of people; who is in one stands with each person."""

from __future__ import annotations

from collections import Counter
from typing import Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.configured import ConfiguredView, configured_view, told_fields
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import new_id
from chalicelib.domains.access.rules import visible_users
from chalicelib.domains.users.models import Group, GroupId

routes = Blueprint(__name__)

_NAME_LENGTH, _DESCRIPTION_LENGTH = 60, 200


class GroupView(ConfiguredView):
    """People who belong together; `people` counts those in the caller's sight who are active."""

    description: str
    people: int


class GroupList(TypedDict):
    """All of them."""

    items: list[GroupView]
    next_cursor: str | None


class GroupToCreate(RequestModel):
    """A group; people are put into it one by one, or by an import."""

    name: str = Field(min_length=1, max_length=_NAME_LENGTH, pattern=NOT_BLANK)
    description: str = Field(default="", max_length=_DESCRIPTION_LENGTH)


class GroupToEdit(RequestModel):
    """What to change; what is left out stays. `is_retired` takes it out of use, or back."""

    name: str | None = Field(default=None, min_length=1, max_length=_NAME_LENGTH, pattern=NOT_BLANK)
    description: str | None = Field(default=None, max_length=_DESCRIPTION_LENGTH)
    is_retired: bool | None = None


@endpoint(
    routes,
    "GET",
    "/v1/groups",
    permission="users.read",
    callers="everybody",
    response=GroupList,
    summary="The groups there are",
)
def list_groups(call: Call[None, None, None]) -> GroupList:
    """By name; retired ones, too."""
    sizes = _sizes(call)
    groups = call.container.group_catalogue.all()
    return GroupList(items=[_view(call, one, sizes) for one in groups], next_cursor=None)


@endpoint(
    routes,
    "POST",
    "/v1/groups",
    permission="users.manage",
    callers="everybody",
    body=GroupToCreate,
    response=GroupView,
    status=201,
    guards="groups",
    summary="Add a group",
)
def create_group(call: Call[None, GroupToCreate, None]) -> GroupView:
    """409 `name_taken` where another group has the name, retired ones included."""
    group = Group(id=GroupId(new_id(to_ms(call.now))), **told_fields(call.body))
    made = call.container.group_catalogue.create(group, call.change("group.created"))
    return _view(call, made, _sizes(call))


@endpoint(
    routes,
    "PATCH",
    "/v1/groups/{group_id}",
    permission="users.manage",
    callers="everybody",
    body=GroupToEdit,
    response=GroupView,
    needs_version=True,
    guards="groups",
    summary="Change, retire or restore a group",
)
def edit_group(call: Call[None, GroupToEdit, None]) -> GroupView:
    """Whoever is in a retired group stays in it."""
    group = call.container.group_catalogue.edit(
        call.path["group_id"],
        told_fields(call.body),
        expected_version=call.expected_version(),
        change=call.change("group.changed"),
    )
    return _view(call, group, _sizes(call))


def _sizes(call: Call[Any, Any, Any]) -> Counter[str]:
    seen = visible_users(call.principal, call.container.people.get().users.values())
    return Counter(one for user in seen if user.is_active for one in user.group_ids)


def _view(call: Call[Any, Any, Any], group: Group, sizes: Counter[str]) -> GroupView:
    return {
        **configured_view(call, group),
        "description": group.description,
        "people": sizes[group.id],
    }
