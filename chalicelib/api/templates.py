"""Templates of the provider that somebody may send, and where one may begin a conversation."""

from __future__ import annotations

from typing import Any, Literal

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.core.clock import rfc3339_ms, to_ms
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import ConnectionId
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.templates import rules
from chalicelib.domains.templates.models import (
    ButtonKind,
    HeaderKind,
    Place,
    Refusal,
    Template,
    WantedTemplate,
)

routes = Blueprint(__name__)


class TemplateToUse(RequestModel):
    """A template with its values, by the `key` of each parameter in the list of templates.

    `header_upload_id` is the file that its header shows, where it shows one.
    """

    name: str = Field(min_length=1, max_length=512)
    language: str = Field(min_length=2, max_length=16)
    parameters: dict[str, str] = Field(default_factory=dict, max_length=100)
    header_upload_id: str | None = Field(default=None, min_length=1, max_length=64)

    @property
    def wanted(self) -> WantedTemplate:
        return WantedTemplate(self.name, self.language, self.parameters)


class ParameterView(TypedDict):
    """A value that is asked for; `limit` in code points. No line breaks, tabs or five spaces."""

    key: str
    place: Place
    name: str
    limit: int
    example: str | None


class HeaderView(TypedDict):
    """`text` with its placeholders, only where the kind is text."""

    kind: HeaderKind
    text: str | None


class ButtonView(TypedDict):
    """`url` may end in a placeholder."""

    kind: ButtonKind
    text: str
    url: str | None
    phone: str | None


class TemplateView(TypedDict):
    """A template in one language; `status` and `category` are the provider's words.

    `refusal`: why it cannot be sent from here, null where it can. `price`: what one costs in
    the organisation's own words, null where it has set none.
    """

    name: str
    language: str
    category: str
    status: str
    header: HeaderView | None
    body: str
    footer: str | None
    buttons: list[ButtonView]
    parameters: list[ParameterView]
    refusal: Refusal | None
    price: str | None


class FetchFailureView(TypedDict):
    """Why the provider did not give its templates when it was last asked."""

    code: str
    title: str


class TemplateList(TypedDict):
    """All of the connection's account, as read at `fetched_at`; null: not read yet."""

    items: list[TemplateView]
    next_cursor: str | None
    fetched_at: str | None
    failure: FetchFailureView | None


class TemplateQuery(RequestModel):
    """`fresh` reads them anew, at most twice a minute."""

    fresh: Literal["true", "false"] | None = None


class StartableView(TypedDict):
    """A connection over which the caller may write first.

    `is_account_known`: whether its templates can be read. `stopped`: nothing goes out over it
    now, by the provider's word; what is written waits.
    """

    id: str
    name: str
    channel: str
    display_phone_number: str | None
    queue_id: str
    is_account_known: bool
    stopped: bool


class StartableList(TypedDict):
    """Those of the caller's queues, by name. `default_country`: ISO 3166, for numbers."""

    items: list[StartableView]
    next_cursor: str | None
    default_country: str


def access_connection(call: Call[Any, Any, Any]) -> Connection:
    """The connection in the path, if it serves one of the caller's queues."""
    return served_connection(call, call.path["connection_id"])


def served_connection(call: Call[Any, Any, Any], connection_id: str) -> Connection:
    """Raises NotFoundError for one that serves none of the caller's queues."""
    connection = call.container.connections.require(ConnectionId(connection_id))
    if connection.queue_id not in call.principal.queue_ids:
        raise NotFoundError
    return connection


@endpoint(
    routes,
    "GET",
    "/v1/connections/startable",
    permission="conversations.start",
    callers="everybody",
    response=StartableList,
    summary="Connections over which I may write first",
)
def list_startable(call: Call[None, None, None]) -> StartableList:
    """Those that are switched on and serve one of the caller's queues."""
    connections, now_ms = call.container.connections, to_ms(call.now)
    items = [
        StartableView(
            id=one.id,
            name=one.name,
            channel=one.channel,
            display_phone_number=one.number,
            queue_id=one.queue_id,
            is_account_known=one.holder is not None,
            stopped=connections.hold_of(one.id, now_ms) is not None,
        )
        for one in connections.all()
        if one.enabled and one.queue_id in call.principal.queue_ids
    ]
    country = call.container.template_settings.default_country
    return StartableList(items=items, next_cursor=None, default_country=country)


@endpoint(
    routes,
    "GET",
    "/v1/connections/{connection_id}/templates",
    permission="templates.use",
    callers="everybody",
    access=access_connection,
    query=TemplateQuery,
    response=TemplateList,
    summary="Templates of a connection",
)
def list_templates(call: Call[TemplateQuery, None, Connection]) -> TemplateList:
    """Read at the provider's and kept for ten minutes; 409 `account_unknown`."""
    fresh, change = call.query.fresh == "true", call.change("templates.fetched")
    listing = call.container.templates.listing(call.subject, change, fresh=fresh)
    prices = call.container.template_settings.prices
    fetch = listing.fetch
    failure = fetch.failure if fetch else None
    return TemplateList(
        items=[_shown(one, prices.get(one.category.lower())) for one in listing.templates],
        next_cursor=None,
        fetched_at=rfc3339_ms(fetch.fetched_at_ms if fetch else None),
        failure=FetchFailureView(code=failure.code, title=failure.title) if failure else None,
    )


def _shown(template: Template, price: str | None) -> TemplateView:
    header = template.header
    return TemplateView(
        name=template.name,
        language=template.language,
        category=template.category,
        status=template.status,
        header=HeaderView(kind=header.kind, text=header.text) if header else None,
        body=template.body,
        footer=template.footer,
        buttons=[
            ButtonView(kind=one.kind, text=one.text, url=one.url, phone=one.phone)
            for one in template.buttons
        ],
        parameters=[
            ParameterView(
                key=one.key,
                place=one.place,
                name=one.name,
                limit=one.limit,
                example=one.example or None,
            )
            for one in rules.parameters_of(template)
        ],
        refusal=rules.refusal_of(template),
        price=price,
    )
