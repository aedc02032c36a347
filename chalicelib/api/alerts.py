"""What the caller was told of: their own centre, and theirs alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import AUTHENTICATED, endpoint
from chalicelib.api.messages import PageQuery
from chalicelib.api.reading import RequestModel
from chalicelib.core.errors import FieldProblem, InvalidRequestError
from chalicelib.core.ids import is_id
from chalicelib.core.pagination import Cursors
from chalicelib.domains.alerts.models import AlertId
from chalicelib.domains.alerts.schemas import AlertView

if TYPE_CHECKING:
    from chalicelib.domains.access.models import Principal
    from chalicelib.domains.alerts.services.centre import Shown

routes = Blueprint(__name__)

_CURSORS = Cursors("alerts", is_id)
_MOST_AT_ONCE = 100


class AlertList(TypedDict):
    """A page, newest first; what is older than 30 days has gone."""

    items: list[AlertView]
    next_cursor: str | None


class UnreadAlerts(TypedDict):
    """How many are unread; 100 stands for that and more."""

    count: int


class ReadAlerts(RequestModel):
    """Those that were read."""

    ids: list[str] = Field(min_length=1, max_length=_MOST_AT_ONCE)


class ReadAllAlerts(RequestModel):
    """The newest that the caller saw: what came since stays unread."""

    up_to: str


@endpoint(
    routes,
    "GET",
    "/v1/me/alerts",
    permission=AUTHENTICATED,
    callers="people",
    query=PageQuery,
    response=AlertList,
    summary="What I was told of, newest first",
)
def list_alerts(call: Call[PageQuery, None, None]) -> AlertList:
    """What is about a conversation that the caller does not see now stays, without content."""
    position = _CURSORS.decode(call.query.cursor)
    before = AlertId(position[0]) if position else None
    page = call.container.alert_centre.page(call.principal, before, call.query.limit)
    items = [_view(call, one, call.principal) for one in page.items]
    return AlertList(items=items, next_cursor=_CURSORS.encode(page.next_position))


@endpoint(
    routes,
    "GET",
    "/v1/me/alerts/unread",
    permission=AUTHENTICATED,
    callers="people",
    response=UnreadAlerts,
    summary="How many of my alerts are unread",
)
def count_unread(call: Call[None, None, None]) -> UnreadAlerts:
    """Counted up to 100."""
    return UnreadAlerts(count=call.container.alert_centre.unread_count(call.principal.user_id))


@endpoint(
    routes,
    "POST",
    "/v1/me/alerts/read",
    permission=AUTHENTICATED,
    callers="people",
    body=ReadAlerts,
    status=204,
    idempotency="none",
    summary="Mark some of my alerts as read",
)
def read_alerts(call: Call[None, ReadAlerts, None]) -> None:
    """Ids that name no alert of the caller are passed over."""
    ids = [AlertId(one) for one in call.body.ids if is_id(one)]
    change = call.change("alert.read")
    call.container.alert_centre.mark_read(call.principal.user_id, ids, change)
    call.container.alert_news.read(call.principal.user_id)


@endpoint(
    routes,
    "POST",
    "/v1/me/alerts/read-all",
    permission=AUTHENTICATED,
    callers="people",
    body=ReadAllAlerts,
    status=204,
    idempotency="none",
    summary="Mark all my alerts as read",
)
def read_all_alerts(call: Call[None, ReadAllAlerts, None]) -> None:
    """Up to the newest one seen; what came meanwhile stays unread."""
    if not is_id(call.body.up_to):
        problem = FieldProblem(
            field="up_to", code="unknown_alert", detail="Send the id of an alert of yours."
        )
        raise InvalidRequestError(errors=[problem])
    up_to, change = AlertId(call.body.up_to), call.change("alert.read")
    call.container.alert_centre.mark_all_read(call.principal.user_id, up_to, change)
    call.container.alert_news.read(call.principal.user_id)


def _view(call: Call[Any, Any, Any], shown: Shown, principal: Principal) -> AlertView:
    return call.container.alert_views.view(shown, principal)
