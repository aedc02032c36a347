"""Lists of conversations, and how many each tray has."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.core.ids import ConnectionId, QueueId, UserId, is_id, is_instant
from chalicelib.core.pagination import Cursors, InvalidCursorError
from chalicelib.domains.access.models import Principal
from chalicelib.domains.conversations.models import AskedTray, Filters
from chalicelib.domains.conversations.schemas import ConversationView

routes = Blueprint(__name__)

_CURSORS = Cursors("conversations", is_instant, is_id)
_BY_OPENING = Cursors(
    "conversations by opening",
    is_instant,
    lambda month: re.fullmatch(r"\d{0,6}", month, re.ASCII) is not None,
    is_instant,
    lambda last: not last or is_id(last),
)


class FilterQuery(RequestModel):
    """What narrows a list or its counters: all of it optional, and combined."""

    assignee: str | None = Field(default=None, min_length=1, max_length=64)
    queue: str | None = Field(default=None, min_length=1, max_length=64)
    connection: str | None = Field(default=None, min_length=1, max_length=64)
    channel: str | None = Field(default=None, min_length=1, max_length=64)
    label: str | None = Field(default=None, min_length=1, max_length=64)
    unread: Literal["true", "false"] | None = None


class ConversationQuery(FilterQuery):
    """Filters and a page; state `open` is every one but `resolved` and those put off."""

    state: AskedTray | None = None
    cursor: str | None = None
    limit: int = Field(default=50, ge=1, le=100)


class ConversationList(TypedDict):
    """A page, newest activity first; it may be short while `next_cursor` is set."""

    items: list[ConversationView]
    next_cursor: str | None


class Counters(TypedDict):
    """Conversations in sight by state: open ones counted up to 1,000, resolved ones of the last
    months up to 100; null where counting would cost more than the figure is worth."""

    new: int | None
    pending: int | None
    in_progress: int | None
    snoozed: int | None
    resolved: int | None


@endpoint(
    routes,
    "GET",
    "/v1/conversations",
    permission="conversations.read",
    callers="everybody",
    query=ConversationQuery,
    response=ConversationList,
    summary="Conversations in sight, newest activity first",
)
def list_conversations(call: Call[ConversationQuery, None, None]) -> ConversationList:
    """Agents see their own and the waiting ones of their queues, supervisors their queues'."""
    asked = call.query
    filters = replace(_filters(asked, call.principal), state=asked.state)
    page = call.container.lists.page(call.principal, filters, _position(asked.cursor), asked.limit)
    cursors = _CURSORS if len(page.next_position or ()) == _CURSORS.length else _BY_OPENING
    return ConversationList(
        items=call.container.reading.views(page.items, call.principal),
        next_cursor=cursors.encode(page.next_position),
    )


@endpoint(
    routes,
    "GET",
    "/v1/conversations/counters",
    permission="conversations.read",
    callers="everybody",
    query=FilterQuery,
    response=Counters,
    summary="How many conversations of each state are in sight",
)
def count_conversations(call: Call[FilterQuery, None, None]) -> Counters:
    """The same sight and filters as the list."""
    filters = _filters(call.query, call.principal)
    totals = call.container.lists.counters(call.principal, filters)
    return Counters(
        new=totals["new"],
        pending=totals["pending"],
        in_progress=totals["in_progress"],
        snoozed=totals["snoozed"],
        resolved=totals["resolved"],
    )


def _filters(asked: FilterQuery, principal: Principal) -> Filters:
    return Filters(
        assignee=_assignee(asked.assignee, principal),
        queue=QueueId(asked.queue) if asked.queue else None,
        connection=ConnectionId(asked.connection) if asked.connection else None,
        channel=asked.channel,
        label=asked.label,
        unread=asked.unread == "true",
    )


def _position(cursor: str | None) -> list[str] | None:
    """Walks are by activity, or by opening where very many people may hold what is asked for."""
    try:
        return _CURSORS.decode(cursor)
    except InvalidCursorError:
        return _BY_OPENING.decode(cursor)


def _assignee(given: str | None, principal: Principal) -> UserId | Literal["none"] | None:
    if given == "me":
        return principal.user_id
    if given == "none":
        return "none"
    return UserId(given) if given else None
