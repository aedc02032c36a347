"""Connections of the provider's applications. No answer ever holds a secret."""

from __future__ import annotations

from typing import Any, Literal

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.core.clock import rfc3339_ms, to_ms
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import AppId, ConnectionId, QueueId
from chalicelib.domains.access.errors import FieldReadOnlyError
from chalicelib.domains.access.rules import may
from chalicelib.domains.connections.models import BroughtHistory, Connection, Trouble
from chalicelib.domains.connections.service import ConnectionEdit, NewConnection
from chalicelib.domains.connections.standing import (
    Restriction,
    RestrictionKind,
    Standing,
    Topic,
)
from chalicelib.domains.users.errors import QueueOutOfScopeError

routes = Blueprint(__name__)

_MAINTAINED = frozenset({"name", "enabled", "sends_read_receipts", "sends_typing"})
"""What runs a connection, and neither where it leads nor whose it is."""


class TroubleView(TypedDict):
    """Why nothing can be sent over a connection, in the provider's words."""

    code: str
    title: str
    detail: str | None
    since: str


class RestrictionView(TypedDict):
    """What keeps a connection from being used, by the provider's word.

    `reasons` are the provider's own words. `stops_sending`: what is written waits until it is
    lifted.
    """

    kind: RestrictionKind
    reasons: list[str]
    since: str
    until: str | None
    stops_sending: bool


class WordView(TypedDict):
    """The provider's newest word on something, and what it is about or why."""

    word: str
    detail: str | None
    since: str


class HistoryView(TypedDict):
    """What a number brings along from the provider's own app: how much of it has come."""

    state: Literal["coming", "complete", "declined"]
    percent: int | None
    at: str


class ConnectionView(TypedDict):
    """One number of an application; `phone_number_id` is the provider's id of it.

    `waba_id` and `display_phone_number` are learnt from its messages. `quality` is `green`,
    or `red` while the provider flags it; `messaging_limit` how many people a day may be
    written to first (digits or `unlimited`); `display_name` and `account_review` what was
    decided of them.
    """

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
    waba_id: str | None
    display_phone_number: str | None
    restriction: RestrictionView | None
    violation: WordView | None
    quality: WordView | None
    messaging_limit: WordView | None
    display_name: WordView | None
    account_review: WordView | None
    history: HistoryView | None
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
    waba_id: str | None = Field(default=None, pattern=r"^[0-9]{5,32}$")


def access_connection(call: Call[Any, Any, Any]) -> Connection:
    """The connection in the path, if the caller sees it."""
    connection = call.container.connections.require(ConnectionId(call.path["connection_id"]))
    if not _is_seen(call, connection):
        raise NotFoundError
    return connection


@endpoint(
    routes,
    "GET",
    "/v1/connections",
    permission="connections.read",
    callers="everybody",
    response=ConnectionList,
    summary="All connections",
)
def list_connections(call: Call[None, None, None]) -> ConnectionList:
    """By name: all, or those that lead to one's queues."""
    items = [_shown(call, one) for one in call.container.connections.all() if _is_seen(call, one)]
    return ConnectionList(items=items, next_cursor=None)


@endpoint(
    routes,
    "POST",
    "/v1/connections",
    permission="connections.manage",
    callers="everybody",
    body=ConnectionToCreate,
    response=ConnectionView,
    status=201,
    guards="connections",
    summary="Add a connection",
)
def create_connection(call: Call[None, ConnectionToCreate, None]) -> ConnectionView:
    """409 `connection_exists` where the application has that number already; 403
    `queue_out_of_scope` for a queue of others.
    """
    sent = call.body
    _require_own_queue(call, sent.queue_id)
    new = NewConnection(
        channel=sent.channel,
        name=sent.name,
        app_id=AppId(sent.app_id),
        account=sent.phone_number_id,
        queue_id=QueueId(sent.queue_id),
    )
    return _shown(call, call.container.connections.create(new, call.change("connection.created")))


@endpoint(
    routes,
    "PATCH",
    "/v1/connections/{connection_id}",
    permission="connections.maintain",
    callers="everybody",
    access=access_connection,
    body=ConnectionToEdit,
    response=ConnectionView,
    needs_version=True,
    guards="connections",
    summary="Change a connection",
)
def edit_connection(call: Call[None, ConnectionToEdit, Connection]) -> ConnectionView:
    """The channel, the application and the number stay what they are.

    Who only maintains connections renames and reconnects those of their queues; 403
    `field_read_only` names what takes `connections.manage`, `queue_out_of_scope` where it is
    to lead to a queue of others.
    """
    sent = call.body
    _require_reach(call)
    _require_own_queue(call, sent.queue_id)
    edit = ConnectionEdit(
        name=sent.name,
        queue_id=QueueId(sent.queue_id) if sent.queue_id else None,
        enabled=sent.enabled,
        sends_read_receipts=sent.sends_read_receipts,
        sends_typing=sent.sends_typing,
        holder=sent.waba_id,
    )
    connection = call.container.connections.edit(
        call.subject.id,
        edit,
        expected_version=call.expected_version(),
        change=call.change("connection.changed"),
    )
    return _shown(call, connection)


def _is_seen(call: Call[Any, Any, Any], connection: Connection) -> bool:
    principal = call.principal
    return principal.scope == "all" or connection.queue_id in principal.queue_ids


def _require_own_queue(call: Call[Any, Any, Any], queue_id: str | None) -> None:
    """Raises QueueOutOfScopeError for one out of sight, whether it exists or not."""
    principal = call.principal
    if queue_id and principal.scope != "all" and queue_id not in principal.queue_ids:
        raise QueueOutOfScopeError


def _require_reach(call: Call[None, ConnectionToEdit, Connection]) -> None:
    """Raises FieldReadOnlyError beyond maintenance."""
    if may(call.principal, "connections.manage"):
        return
    told = {name: value for name, value in call.body if value is not None}
    beyond = [name for name in told if name not in _MAINTAINED]
    if told.get("enabled") is False:
        beyond.append("enabled")
    if beyond:
        raise FieldReadOnlyError.of(sorted(beyond))


def _shown(call: Call[Any, Any, Any], connection: Connection) -> ConnectionView:
    connections = call.container.connections
    trouble = connections.trouble_of(connection.id)
    standing = connections.standing_of(connection)
    restriction = standing.restriction(to_ms(call.container.clock.now()))
    history = connections.history_of(connection.id)
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
        waba_id=connection.holder,
        display_phone_number=connection.number,
        restriction=_restriction(restriction) if restriction else None,
        violation=_word(standing, "violation"),
        quality=_word(standing, "quality"),
        messaging_limit=_word(standing, "limit"),
        display_name=_word(standing, "name"),
        account_review=_word(standing, "review"),
        history=_history(history) if history else None,
        version=connection.version,
    )


def _trouble(trouble: Trouble) -> TroubleView:
    return TroubleView(
        code=trouble.code,
        title=trouble.title,
        detail=trouble.detail,
        since=rfc3339_ms(trouble.since_ms) or "",
    )


def _restriction(restriction: Restriction) -> RestrictionView:
    return RestrictionView(
        kind=restriction.kind,
        reasons=list(restriction.reasons),
        since=rfc3339_ms(restriction.since_ms) or "",
        until=rfc3339_ms(restriction.until_ms),
        stops_sending=restriction.stops_sending,
    )


def _word(standing: Standing, topic: Topic) -> WordView | None:
    fact = standing.fact(topic)
    if fact is None:
        return None
    since = rfc3339_ms(fact.since_ms) or ""
    return WordView(word=fact.word or "", detail=fact.detail, since=since)


def _history(history: BroughtHistory) -> HistoryView:
    state: Literal["coming", "complete", "declined"] = "coming"
    if history.percent is None:
        state = "declined"
    elif history.percent == 100:
        state = "complete"
    return HistoryView(state=state, percent=history.percent, at=rfc3339_ms(history.at_ms) or "")
