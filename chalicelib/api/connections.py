"""Connections of the provider's applications. No answer ever holds a secret."""

from __future__ import annotations

from typing import Literal

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.core.clock import rfc3339_ms
from chalicelib.core.ids import AppId, ConnectionId, QueueId
from chalicelib.domains.connections.models import Connection, Trouble
from chalicelib.domains.connections.service import ConnectionEdit, NewConnection

routes = Blueprint(__name__)


class TroubleView(TypedDict):
    """Why nothing can be sent over a connection, in the provider's words."""

    code: str
    title: str
    detail: str | None
    since: str


class ConnectionView(TypedDict):
    """One number of an application; `phone_number_id` is the provider's id of it."""

    id: str
    channel: str
    name: str
    app_id: str
    phone_number_id: str
    queue_id: str
    enabled: bool
    sends_read_receipts: bool
    sends_typing: bool
    trouble: TroubleView | None
    version: int


class ConnectionList(TypedDict):
    """All of them."""

    items: list[ConnectionView]
    next_cursor: str | None


class ConnectionToCreate(RequestModel):
    """A number to receive from and answer with."""

    channel: Literal["whatsapp_cloud"]
    name: str = Field(min_length=1, max_length=100, pattern=NOT_BLANK)
    app_id: str = Field(min_length=1, max_length=64)
    phone_number_id: str = Field(pattern=r"^[0-9]{5,20}$")
    queue_id: str = Field(min_length=1, max_length=64)


class ConnectionToEdit(RequestModel):
    """What to change; what is left out stays."""

    name: str | None = Field(default=None, min_length=1, max_length=100, pattern=NOT_BLANK)
    queue_id: str | None = Field(default=None, min_length=1, max_length=64)
    enabled: bool | None = None
    sends_read_receipts: bool | None = None
    sends_typing: bool | None = None


@endpoint(
    routes,
    "GET",
    "/v1/connections",
    permission="connections.read",
    response=ConnectionList,
    summary="All connections",
)
def list_connections(call: Call[None, None, None]) -> ConnectionList:
    """By name."""
    connections = call.container.connections
    items = [_view(one, connections.trouble_of(one.id)) for one in connections.all()]
    return ConnectionList(items=items, next_cursor=None)


@endpoint(
    routes,
    "POST",
    "/v1/connections",
    permission="connections.manage",
    body=ConnectionToCreate,
    response=ConnectionView,
    status=201,
    summary="Add a connection",
)
def create_connection(call: Call[None, ConnectionToCreate, None]) -> ConnectionView:
    """409 `connection_exists` where the application has that number already."""
    sent = call.body
    new = NewConnection(
        channel=sent.channel,
        name=sent.name,
        app_id=AppId(sent.app_id),
        account=sent.phone_number_id,
        queue_id=QueueId(sent.queue_id),
    )
    return _view(call.container.connections.create(new, call.change("connection.created")), None)


@endpoint(
    routes,
    "PATCH",
    "/v1/connections/{connection_id}",
    permission="connections.manage",
    body=ConnectionToEdit,
    response=ConnectionView,
    needs_version=True,
    summary="Change a connection",
)
def edit_connection(call: Call[None, ConnectionToEdit, None]) -> ConnectionView:
    """The channel, the application and the number stay what they are."""
    sent = call.body
    edit = ConnectionEdit(
        name=sent.name,
        queue_id=QueueId(sent.queue_id) if sent.queue_id else None,
        enabled=sent.enabled,
        sends_read_receipts=sent.sends_read_receipts,
        sends_typing=sent.sends_typing,
    )
    connections = call.container.connections
    connection = connections.edit(
        ConnectionId(call.path["connection_id"]),
        edit,
        expected_version=call.expected_version(),
        change=call.change("connection.changed"),
    )
    return _view(connection, connections.trouble_of(connection.id))


def _view(connection: Connection, trouble: Trouble | None) -> ConnectionView:
    return ConnectionView(
        id=connection.id,
        channel=connection.channel,
        name=connection.name,
        app_id=connection.app_id,
        phone_number_id=connection.account,
        queue_id=connection.queue_id,
        enabled=connection.enabled,
        sends_read_receipts=connection.sends_read_receipts,
        sends_typing=connection.sends_typing,
        trouble=_trouble(trouble) if trouble else None,
        version=connection.version,
    )


def _trouble(trouble: Trouble) -> TroubleView:
    return TroubleView(
        code=trouble.code,
        title=trouble.title,
        detail=trouble.detail,
        since=rfc3339_ms(trouble.since_ms) or "",
    )
