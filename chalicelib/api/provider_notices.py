"""Provider notices: what Meta tells of an application and its account, for administrators."""

from __future__ import annotations

from typing import Annotated, Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.core.clock import rfc3339_ms
from chalicelib.core.ids import AppId, is_id
from chalicelib.core.pagination import Cursors
from chalicelib.domains.access.fields import Shows
from chalicelib.domains.provider_updates.models import Notice

routes = Blueprint(__name__)

_CURSORS = Cursors("provider-notices", is_id)


class ProviderNoticeQuery(RequestModel):
    """The notices of one application."""

    app_id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    cursor: str | None = None
    limit: int = Field(default=50, ge=1, le=100)


class ProviderNoticeView(TypedDict):
    """`field` is the provider's word for its kind, `payload` what was sent."""

    id: str
    at: str
    app_id: str
    connection_id: str | None
    field: str
    payload: Annotated[Any, Shows("contact.name", "contact.phone", "contact.username")]


class ProviderNoticeList(TypedDict):
    """A page, newest first."""

    items: list[ProviderNoticeView]
    next_cursor: str | None


@endpoint(
    routes,
    "GET",
    "/v1/provider-notices",
    permission="connections.manage",
    callers="everybody",
    query=ProviderNoticeQuery,
    response=ProviderNoticeList,
    summary="What the provider told an application",
)
def list_provider_notices(call: Call[ProviderNoticeQuery, None, None]) -> ProviderNoticeList:
    """Quality, limits, templates, bans and whatever else is no message; kept as it was sent."""
    position = _CURSORS.decode(call.query.cursor)
    page = call.container.provider_notices.page(
        AppId(call.query.app_id), position[0] if position else None, call.query.limit
    )
    return ProviderNoticeList(
        items=[_view(notice) for notice in page.items],
        next_cursor=_CURSORS.encode(page.next_position),
    )


def _view(notice: Notice) -> ProviderNoticeView:
    return ProviderNoticeView(
        id=notice.id,
        at=rfc3339_ms(notice.at_ms) or "",
        app_id=notice.app_id,
        connection_id=notice.connection_id,
        field=notice.field,
        payload=notice.raw,
    )
