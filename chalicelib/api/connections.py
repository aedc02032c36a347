"""Connections of the provider's applications. No answer ever holds a secret."""

from __future__ import annotations

from typing import Literal

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.core.ids import AppId, ConnectionId, QueueId
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.connections.service import ConnectionEdit, NewConnection

routes = Blueprint(__name__)


class ConnectionView(TypedDict):
    """One number of an application; `phone_number_id` is the provider's id of it."""

    id: str
    channel: str
    name: str
    app_id: str
    phone_number_id: str
    queue_id: str
    enabled: bool
    version: int


class ConnectionList(TypedDict):
    """All of them."""

    items: list[ConnectionView]
    next_cursor: str | None


class ConnectionToCreate(RequestModel):
    """A number to receive from and answer with."""

    channel: Literal["whatsapp_cloud"]
    name: str = Field(min_length=1, max_length=100)
    app_id: str = Field(min_length=1, max_length=64)
    phone_number_id: str = Field(pattern=r"^[0-9]{5,20}$")
    queue_id: str = Field(min_length=1, max_length=64)


class ConnectionToEdit(RequestModel):
    """What to change; what is left out stays."""

    name: str | None = Field(default=None, min_length=1, max_length=100)
    queue_id: str | None = Field(default=None, min_length=1, max_length=64)
    enabled: bool | None = None


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
    items = [_view(one) for one in call.container.connections.all()]
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
    return _view(call.container.connections.create(new, call.change("connection.created")))


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
    )
    connection = call.container.connections.edit(
        ConnectionId(call.path["connection_id"]),
        edit,
        expected_version=call.expected_version(),
        change=call.change("connection.changed"),
    )
    return _view(connection)


def _view(connection: Connection) -> ConnectionView:
    return ConnectionView(
        id=connection.id,
        channel=connection.channel,
        name=connection.name,
        app_id=connection.app_id,
        phone_number_id=connection.account,
        queue_id=connection.queue_id,
        enabled=connection.enabled,
        version=connection.version,
    )
