"""What the organisation asks of passwords, factors and sessions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.configured import ChangerView, configured_view, name_roles, told_fields
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.core.ids import UserId
from chalicelib.domains.security.models import SecuritySettings

routes = Blueprint(__name__)


class SecurityView(TypedDict):
    """Null means no limit; `factor_roles` names the roles that need a second factor.

    `only_by_provider`: passwords are refused but for those of `emergency_users` (ids). Version 0
    while nobody has saved any.
    """

    minimum_length: int
    history: int
    maximum_age_days: int | None
    refuses_leaked: bool
    factor_roles: list[str]
    session_hours: int
    idle_minutes: int | None
    only_by_provider: bool
    emergency_users: list[str]
    changed_by: ChangerView | None
    changed_at: str | None
    version: int


class SecurityToSave(RequestModel):
    """What to change; what is left out stays."""

    minimum_length: int | None = Field(default=None, ge=8, le=64)
    history: int | None = Field(default=None, ge=0, le=24)
    maximum_age_days: int | None = Field(default=None, ge=1, le=730)
    refuses_leaked: bool | None = None
    factor_roles: list[str] | None = Field(default=None, max_length=100)
    session_hours: int | None = Field(default=None, ge=1, le=168)
    idle_minutes: int | None = Field(default=None, ge=10, le=480)
    only_by_provider: bool | None = None
    emergency_users: list[str] | None = Field(default=None, max_length=10)


@endpoint(
    routes,
    "GET",
    "/v1/security",
    permission="security.manage",
    callers="people",
    response=SecurityView,
    summary="What is asked of passwords, factors and sessions",
)
def get_security(call: Call[None, None, None]) -> SecurityView:
    """With who saved it, and when."""
    return _view(call, call.container.house_rules.current())


@endpoint(
    routes,
    "PUT",
    "/v1/security",
    permission="security.manage",
    callers="people",
    body=SecurityToSave,
    response=SecurityView,
    needs_version=True,
    guards="security",
    summary="Change what is asked of passwords, factors and sessions",
)
def save_security(call: Call[None, SecurityToSave, None]) -> SecurityView:
    """Passwords are asked when they are chosen next, factors at the next sign-in, sessions keep
    the length they began with. 409 `no_way_in {reason}` where passwords were to be refused with
    no provider in use, or no emergency administrator who has a password.
    """
    fields = told_fields(call.body, "maximum_age_days", "idle_minutes")
    name_roles(call, fields, "factor_roles")
    if "emergency_users" in fields:
        fields["emergency_user_ids"] = frozenset(map(UserId, fields.pop("emergency_users")))
    call.container.only_way.require_possible(
        replace(call.container.house_rules.current(), **fields)
    )
    saved = call.container.house_rules.save(
        fields,
        expected_version=call.expected_version(),
        change=call.change("security_settings.changed"),
    )
    return _view(call, saved)


def _view(call: Call[Any, Any, Any], settings: SecuritySettings) -> SecurityView:
    configured = configured_view(call, settings)
    return SecurityView(
        minimum_length=settings.minimum_length,
        history=settings.history,
        maximum_age_days=settings.maximum_age_days,
        refuses_leaked=settings.refuses_leaked,
        factor_roles=sorted(settings.factor_roles),
        session_hours=settings.session_hours,
        idle_minutes=settings.idle_minutes,
        only_by_provider=settings.only_by_provider,
        emergency_users=sorted(settings.emergency_user_ids),
        changed_by=configured["changed_by"],
        changed_at=configured["changed_at"],
        version=configured["version"],
    )
