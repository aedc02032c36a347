"""Saved views of the person who asks."""

from __future__ import annotations

from typing import Annotated, Literal

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import AUTHENTICATED, endpoint
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import new_id
from chalicelib.domains.conversations.models import AskedTray
from chalicelib.domains.views.models import MOST_VIEWS, SavedViews, View

routes = Blueprint(__name__)

_PATH = "/v1/me/views"
_Id = Annotated[str, Field(min_length=1, max_length=64)]


class ViewFilters(RequestModel):
    """A tray and what narrows it, by their names in the query of the list; none is all."""

    state: AskedTray | None = None
    assignee: _Id | None = None
    queue: _Id | None = None
    connection: _Id | None = None
    channel: _Id | None = None
    label: _Id | None = None
    unread: Literal["true"] | None = None


class ViewToSave(RequestModel):
    """A view as it is to be; a new one has no id."""

    id: Annotated[str, Field(min_length=1, max_length=32)] | None = None
    name: str = Field(min_length=1, max_length=40, pattern=NOT_BLANK)
    filters: ViewFilters


class NewViews(RequestModel):
    """All of them, in their order."""

    items: list[ViewToSave] = Field(max_length=MOST_VIEWS)


class ViewFiltersView(TypedDict):
    state: str | None
    assignee: str | None
    queue: str | None
    connection: str | None
    channel: str | None
    label: str | None
    unread: str | None


class SavedView(TypedDict):
    id: str
    name: str
    filters: ViewFiltersView


class SavedViewList(TypedDict):
    """In the person's order; `version` goes into the next `If-Match`, 0 before there are any."""

    items: list[SavedView]
    version: int


@endpoint(
    routes,
    "GET",
    _PATH,
    permission=AUTHENTICATED,
    callers="people",
    response=SavedViewList,
    summary="My saved views",
)
def list_views(call: Call[None, None, None]) -> SavedViewList:
    """The same on every device."""
    return _shown(call.container.views.of(call.principal.user_id))


@endpoint(
    routes,
    "PUT",
    _PATH,
    permission=AUTHENTICATED,
    callers="people",
    body=NewViews,
    response=SavedViewList,
    needs_version=True,
    summary="Save, rename, order and delete my views",
)
def replace_views(call: Call[None, NewViews, None]) -> SavedViewList:
    """The list as it is to be; 412 where another device changed it since."""
    saved = call.container.views.replace(
        call.principal.user_id,
        [_view(one, to_ms(call.now)) for one in call.body.items],
        call.expected_version(),
        call.change("views.saved"),
    )
    return _shown(saved)


def _view(asked: ViewToSave, now_ms: int) -> View:
    filters: dict[str, str] = asked.filters.model_dump(exclude_none=True)
    return View(asked.id or new_id(now_ms), asked.name.strip(), filters)


def _shown(saved: SavedViews) -> SavedViewList:
    items = [SavedView(id=one.id, name=one.name, filters=_filters(one)) for one in saved.views]
    return SavedViewList(items=items, version=saved.version)


def _filters(view: View) -> ViewFiltersView:
    chosen = view.filters.get
    return ViewFiltersView(
        state=chosen("state"),
        assignee=chosen("assignee"),
        queue=chosen("queue"),
        connection=chosen("connection"),
        channel=chosen("channel"),
        label=chosen("label"),
        unread=chosen("unread"),
    )
