"""The queues a person sees."""

from __future__ import annotations

from chalice.app import Blueprint
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import endpoint

routes = Blueprint(__name__)


class QueueView(TypedDict):
    """Where conversations wait."""

    id: str
    name: str
    version: int


class QueueList(TypedDict):
    """All of them: there are few."""

    items: list[QueueView]
    next_cursor: str | None


@endpoint(
    routes,
    "GET",
    "/v1/queues",
    permission="queues.read",
    response=QueueList,
    summary="My queues",
)
def list_queues(call: Call[None, None, None]) -> QueueList:
    """Those of the caller's scope, by name."""
    queues = call.container.people.get().queues
    mine = [queues[one] for one in call.principal.queue_ids if one in queues]
    mine.sort(key=lambda queue: (queue.name, queue.id))
    items = [QueueView(id=one.id, name=one.name, version=one.version) for one in mine]
    return QueueList(items=items, next_cursor=None)
