"""About the API itself: whether it is up, and what it offers."""

from __future__ import annotations

from typing import Any, Literal

from chalice.app import Blueprint
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import PUBLIC, endpoint
from chalicelib.core.clock import rfc3339, rfc3339_ms
from chalicelib.domains.health.models import Check, CheckCode, CheckKind, CheckState

routes = Blueprint(__name__)


class HealthView(TypedDict):
    """`ok` once the API answers."""

    status: str


@endpoint(
    routes,
    "GET",
    "/v1/health",
    permission=PUBLIC,
    response=HealthView,
    summary="Whether the API is up",
)
def health(_call: Call[None, None, None]) -> HealthView:
    """Asks nothing of anybody else."""
    return HealthView(status="ok")


class CheckView(TypedDict):
    """One part of the product. `code` says what is wrong, `detail` in whose words that is not
    ours; `since`, when it began or was last seen; `count`, how many messages it is about."""

    kind: CheckKind
    name: str
    state: CheckState
    code: CheckCode | None
    since: str | None
    count: int | None
    detail: str | None


class HealthDetailsView(TypedDict):
    """`trouble` where any part is in trouble."""

    status: Literal["ok", "trouble"]
    at: str
    checks: list[CheckView]


@endpoint(
    routes,
    "GET",
    "/v1/health/details",
    permission="connections.manage",
    callers="everybody",
    response=HealthDetailsView,
    summary="How every part of the product is",
)
def health_details(call: Call[None, None, None]) -> HealthDetailsView:
    """For administrators. Measured once a minute, and when asked."""
    checks = call.container.health_report.checks()
    return HealthDetailsView(
        status="trouble" if any(one.state == "trouble" for one in checks) else "ok",
        at=rfc3339(call.container.clock.now()),
        checks=[_check_view(one) for one in checks],
    )


def _check_view(check: Check) -> CheckView:
    return CheckView(
        kind=check.kind,
        name=check.name,
        state=check.state,
        code=check.code,
        since=rfc3339_ms(check.since_ms),
        count=check.count,
        detail=check.detail,
    )


@endpoint(
    routes,
    "GET",
    "/v1/openapi.json",
    permission=PUBLIC,
    response=dict[str, Any],
    summary="This description",
)
def openapi(_call: Call[None, None, None]) -> dict[str, Any]:
    """OpenAPI 3.1, generated from the routes."""
    from chalicelib.api.openapi import document  # noqa: PLC0415 - schemas are built for it alone

    return document()
