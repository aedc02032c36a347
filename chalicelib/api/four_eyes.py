"""Which changes of configuration take a second person."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.configured import ChangerView, configured_view, told_fields
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.domains.changes.models import PERMISSION_OF, Area, FourEyes

routes = Blueprint(__name__)


class AreaView(TypedDict):
    """One area: whether its changes take a second person, and how many could be that.

    `approvers` are active people who hold `changes.approve` and `permission`.
    """

    id: Area
    is_guarded: bool
    permission: str
    approvers: int


class FourEyesView(TypedDict):
    """`areas` were chosen; with any of them, roles, people and this setting are guarded, too.

    Version 0 while nobody has saved any. `override_reason`: why whoever operates the product
    turned it off from outside, where that was the last change.
    """

    areas: list[Area]
    all_areas: list[AreaView]
    expires_days: int
    undo_hours: int
    override_reason: str | None
    changed_by: ChangerView | None
    changed_at: str | None
    version: int


class FourEyesToSave(RequestModel):
    """What to change; what is left out stays. No areas: nothing takes a second person."""

    areas: list[Area] | None = Field(default=None, max_length=len(PERMISSION_OF))
    expires_days: int | None = Field(default=None, ge=1, le=90)
    undo_hours: int | None = Field(default=None, ge=0, le=168)


@endpoint(
    routes,
    "GET",
    "/v1/four-eyes",
    permission="security.manage",
    callers="people",
    response=FourEyesView,
    summary="Which changes take a second person",
)
def get_four_eyes(call: Call[None, None, None]) -> FourEyesView:
    """With how many could be that person, area by area."""
    return _view(call, call.container.four_eyes.current())


@endpoint(
    routes,
    "PUT",
    "/v1/four-eyes",
    permission="security.manage",
    callers="people",
    body=FourEyesToSave,
    response=FourEyesView,
    needs_version=True,
    guards="four_eyes",
    summary="Choose which changes take a second person",
)
def save_four_eyes(call: Call[None, FourEyesToSave, None]) -> FourEyesView:
    """409 `too_few_approvers` names the areas in which fewer than two people could approve.

    While anything is guarded, so is this: turning it off takes a second person as well.
    """
    fields = told_fields(call.body)
    if "areas" in fields:
        fields["areas"] = frozenset(fields["areas"])
    saved = call.container.four_eyes.save(
        fields,
        expected_version=call.expected_version(),
        change=call.change("four_eyes.changed"),
    )
    return _view(call, saved)


def _view(call: Call[Any, Any, Any], setting: FourEyes) -> FourEyesView:
    configured = configured_view(call, setting)
    approvers = call.container.four_eyes.approvers().of
    return FourEyesView(
        areas=sorted(setting.areas),
        all_areas=[
            AreaView(
                id=area,
                is_guarded=area in setting.in_force,
                permission=permission,
                approvers=approvers[area],
            )
            for area, permission in PERMISSION_OF.items()
        ],
        expires_days=setting.expires_days,
        undo_hours=setting.undo_hours,
        override_reason=setting.override_reason,
        changed_by=configured["changed_by"],
        changed_at=configured["changed_at"],
        version=configured["version"],
    )
