"""About the API itself: whether it is up, and what it offers."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import PUBLIC, endpoint

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
