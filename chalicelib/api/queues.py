"""Queues: where conversations wait, who serves them, and how administrators keep them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.configured import ConfiguredView, configured_view, told_fields
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.core.clock import to_ms
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import QueueId, UserId, new_id
from chalicelib.domains.access.fields import Shows
from chalicelib.domains.access.models import Queue
from chalicelib.domains.queues.models import Member

routes = Blueprint(__name__)

_NAME_LENGTH, _DESCRIPTION_LENGTH = 60, 200
_LONGEST_TARGET_SECONDS = 7 * 86_400


class BoundConnectionView(TypedDict):
    """A connection whose conversations come to the queue."""

    id: str
    name: str
    channel: str
    enabled: bool


class QueueView(ConfiguredView):
    """Where conversations wait.

    `target_seconds`: a customer who has waited longer for an answer is late.
    """

    description: str
    target_seconds: int | None
    connections: list[BoundConnectionView]


class QueueList(TypedDict):
    """All of them: there are few."""

    items: list[QueueView]
    next_cursor: str | None


class MemberView(TypedDict):
    """Somebody who serves a queue: for these channels, or for all where none is named.

    `open_count`: conversations of the queue that they hold and that are not resolved.
    """

    id: str
    name: Annotated[str, Shows("agent.name")]
    role: str
    is_active: bool
    channels: list[str]
    open_count: int


class QueueDetailsView(QueueView):
    """A queue with its people. `former` serve it no more and hold some of it yet.

    `counts_are_cut`: it has more open conversations than were counted.
    """

    members: list[MemberView]
    former: list[MemberView]
    counts_are_cut: bool


class QueueToCreate(RequestModel):
    """A place to wait in; members and connections come afterwards."""

    name: str = Field(min_length=1, max_length=_NAME_LENGTH, pattern=NOT_BLANK)
    description: str = Field(default="", max_length=_DESCRIPTION_LENGTH)
    target_seconds: int | None = Field(default=None, ge=10, le=_LONGEST_TARGET_SECONDS)


class QueueToEdit(RequestModel):
    """What to change; what is left out stays. `target_seconds` null: no target.

    `is_retired` takes it out of use, or back.
    """

    name: str | None = Field(default=None, min_length=1, max_length=_NAME_LENGTH, pattern=NOT_BLANK)
    description: str | None = Field(default=None, max_length=_DESCRIPTION_LENGTH)
    target_seconds: int | None = Field(default=None, ge=10, le=_LONGEST_TARGET_SECONDS)
    is_retired: bool | None = None


class MemberToPut(RequestModel):
    """Somebody who is to serve the queue; `channels` empty: all of them."""

    user_id: str = Field(min_length=1, max_length=64)
    channels: list[Literal["whatsapp_cloud"]] = Field(default_factory=list, max_length=20)


class MembersToPut(RequestModel):
    """Everybody who is to serve the queue; whoever is left out does so no more."""

    members: list[MemberToPut] = Field(max_length=2_000)


def access_queue(call: Call[Any, Any, Any]) -> Queue:
    """The queue in the path, if it is of the caller's scope."""
    queue_id = QueueId(call.path["queue_id"])
    queue = call.container.people.get().queues.get(queue_id)
    if queue is None or queue_id not in call.principal.queue_ids:
        raise NotFoundError
    return queue


@endpoint(
    routes,
    "GET",
    "/v1/queues",
    permission="queues.read",
    callers="everybody",
    response=QueueList,
    summary="My queues",
)
def list_queues(call: Call[None, None, None]) -> QueueList:
    """Those of the caller's scope, by name; retired ones, too, as what is past names them."""
    queues = call.container.people.get().queues
    mine = [queues[one] for one in call.principal.queue_ids if one in queues]
    mine.sort(key=lambda queue: (queue.name, queue.id))
    return QueueList(items=[_view(call, one) for one in mine], next_cursor=None)


@endpoint(
    routes,
    "POST",
    "/v1/queues",
    permission="queues.manage",
    callers="everybody",
    body=QueueToCreate,
    response=QueueView,
    status=201,
    guards="queues",
    summary="Add a queue",
)
def create_queue(call: Call[None, QueueToCreate, None]) -> QueueView:
    """409 `name_taken` where another queue has the name, retired ones included."""
    identifier = QueueId(new_id(to_ms(call.now)))
    queue = Queue(id=identifier, **told_fields(call.body))
    change = call.change("queue.created")
    return _view(call, call.container.queue_settings.create(queue, change))


@endpoint(
    routes,
    "GET",
    "/v1/queues/{queue_id}",
    permission="users.read",
    callers="everybody",
    access=access_queue,
    response=QueueDetailsView,
    summary="A queue with its connections and members",
)
def get_queue(call: Call[None, None, Queue]) -> QueueDetailsView:
    """404 also where it exists out of scope."""
    return _details(call, call.subject)


@endpoint(
    routes,
    "PATCH",
    "/v1/queues/{queue_id}",
    permission="queues.manage",
    callers="everybody",
    access=access_queue,
    body=QueueToEdit,
    response=QueueView,
    needs_version=True,
    guards="queues",
    summary="Change, retire or restore a queue",
)
def edit_queue(call: Call[None, QueueToEdit, Queue]) -> QueueView:
    """409 `queue_in_use` names the connections and counts the conversations that need it."""
    queue = call.container.queue_settings.edit(
        call.subject.id,
        told_fields(call.body, "target_seconds"),
        expected_version=call.expected_version(),
        change=call.change("queue.changed"),
    )
    return _view(call, queue)


@endpoint(
    routes,
    "PUT",
    "/v1/queues/{queue_id}/members",
    permission="queues.manage",
    callers="everybody",
    access=access_queue,
    body=MembersToPut,
    response=QueueDetailsView,
    needs_version=True,
    guards="queues",
    summary="Say who serves a queue, and for which channels",
)
def put_members(call: Call[None, MembersToPut, Queue]) -> QueueDetailsView:
    """Whoever is removed keeps what they hold: `former` says how much. `If-Match`: the queue's.

    422 `unknown_member` also for people out of sight.
    """
    wanted = {UserId(one.user_id): frozenset[str](one.channels) for one in call.body.members}
    queue = call.container.queue_settings.set_members(
        call.subject.id,
        wanted,
        principal=call.principal,
        expected_version=call.expected_version(),
        change=call.change("queue.staffed"),
    )
    return _details(call, queue)


def _view(call: Call[Any, Any, Any], queue: Queue) -> QueueView:
    return {
        **configured_view(call, queue),
        "description": queue.description,
        "target_seconds": queue.target_seconds,
        "connections": [
            BoundConnectionView(id=one.id, name=one.name, channel=one.channel, enabled=one.enabled)
            for one in call.container.queue_settings.bound(queue.id)
        ],
    }


def _details(call: Call[Any, Any, Any], queue: Queue) -> QueueDetailsView:
    staffed = call.container.queue_settings.staffed(queue)
    return {
        **_view(call, queue),
        "members": [_member(one) for one in staffed.members],
        "former": [_member(one) for one in staffed.former],
        "counts_are_cut": staffed.is_cut,
    }


def _member(member: Member) -> MemberView:
    user = member.user
    return MemberView(
        id=user.id,
        name=user.name,
        role=user.role,
        is_active=user.is_active,
        channels=sorted(member.channels),
        open_count=member.open_count,
    )
