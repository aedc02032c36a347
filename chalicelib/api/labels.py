"""Labels: the list people choose from, and how administrators keep it."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.configured import (
    ConfiguredView,
    configured_view,
    name_roles,
    told_fields,
)
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.domains.access.rules import may
from chalicelib.domains.labels.models import Colour, Label, new_label_id
from chalicelib.domains.labels.rules import is_seen, is_used

routes = Blueprint(__name__)

_NAME_LENGTH, _DESCRIPTION_LENGTH = 40, 200


class LabelView(ConfiguredView):
    """A label. `seen_by` and `used_by` name roles; empty: all, and all who see it.

    `may_use`: whether the caller may put it on and off; a retired one only off.
    """

    colour: Colour
    description: str
    seen_by: list[str]
    used_by: list[str]
    may_use: bool


class LabelList(TypedDict):
    """All that the caller sees, or keeps; retired ones, too."""

    items: list[LabelView]
    next_cursor: str | None


class LabelToCreate(RequestModel):
    """What to mark conversations and messages with."""

    name: str = Field(min_length=1, max_length=_NAME_LENGTH, pattern=NOT_BLANK)
    colour: Colour
    description: str = Field(default="", max_length=_DESCRIPTION_LENGTH)
    seen_by: list[str] = Field(default_factory=list, max_length=50)
    used_by: list[str] = Field(default_factory=list, max_length=50)


class LabelToEdit(RequestModel):
    """What to change; what is left out stays. `is_retired` takes it out of use, or back."""

    name: str | None = Field(default=None, min_length=1, max_length=_NAME_LENGTH, pattern=NOT_BLANK)
    colour: Colour | None = None
    description: str | None = Field(default=None, max_length=_DESCRIPTION_LENGTH)
    seen_by: list[str] | None = Field(default=None, max_length=50)
    used_by: list[str] | None = Field(default=None, max_length=50)
    is_retired: bool | None = None


@endpoint(
    routes,
    "GET",
    "/v1/labels",
    permission="labels.read",
    callers="everybody",
    response=LabelList,
    summary="Labels in sight",
)
def list_labels(call: Call[None, None, None]) -> LabelList:
    """By name. Whoever keeps labels sees all of them here."""
    keeps = may(call.principal, "labels.manage")
    labels = call.container.label_catalogue.all()
    seen = [one for one in labels if keeps or is_seen(one, call.principal.role)]
    return LabelList(items=[_view(call, one) for one in seen], next_cursor=None)


@endpoint(
    routes,
    "POST",
    "/v1/labels",
    permission="labels.manage",
    callers="everybody",
    body=LabelToCreate,
    response=LabelView,
    status=201,
    guards="labels",
    summary="Add a label",
)
def create_label(call: Call[None, LabelToCreate, None]) -> LabelView:
    """409 `name_taken` where another label has the name, retired ones included."""
    fields = _fields(call, call.body)
    label = Label(id=new_label_id(), **fields)
    return _view(call, call.container.label_catalogue.create(label, call.change("label.created")))


@endpoint(
    routes,
    "PATCH",
    "/v1/labels/{label_id}",
    permission="labels.manage",
    callers="everybody",
    body=LabelToEdit,
    response=LabelView,
    needs_version=True,
    guards="labels",
    summary="Change, retire or restore a label",
)
def edit_label(call: Call[None, LabelToEdit, None]) -> LabelView:
    """A retired label stays on what bears it; nobody can put it on any more."""
    label = call.container.label_catalogue.edit(
        call.path["label_id"],
        _fields(call, call.body),
        expected_version=call.expected_version(),
        change=call.change("label.changed"),
    )
    return _view(call, label)


def _fields(call: Call[Any, Any, Any], body: RequestModel) -> dict[str, Any]:
    fields = told_fields(body)
    name_roles(call, fields, "seen_by", "used_by")
    return fields


def _view(call: Call[Any, Any, Any], label: Label) -> LabelView:
    return {
        **configured_view(call, label),
        "colour": label.colour,
        "description": label.description,
        "seen_by": sorted(label.seen_by),
        "used_by": sorted(label.used_by),
        "may_use": is_used(label, call.principal.role),
    }
