"""Who the caller is, and their ticket for the socket."""

from __future__ import annotations

from chalice.app import Blueprint
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import AUTHENTICATED, endpoint

routes = Blueprint(__name__)


class MeView(TypedDict):
    """The signed-in person; `queues` are ids."""

    id: str
    email: str
    name: str
    role: str
    permissions: list[str]
    scope: str
    queues: list[str]


class TicketView(TypedDict):
    """Opens one socket at `/ws?ticket=`, once, within `expires_in` seconds."""

    ticket: str
    expires_in: int


@endpoint(
    routes,
    "GET",
    "/v1/me",
    permission=AUTHENTICATED,
    response=MeView,
    summary="Who I am and what I may do",
)
def me(call: Call[None, None, None]) -> MeView:
    """What the role permits now; a screen hides the rest."""
    principal = call.principal
    return MeView(
        id=principal.user_id,
        email=principal.email,
        name=principal.name,
        role=principal.role,
        permissions=sorted(principal.permissions),
        scope=principal.scope,
        queues=sorted(principal.queue_ids),
    )


@endpoint(
    routes,
    "POST",
    "/v1/realtime/ticket",
    permission=AUTHENTICATED,
    response=TicketView,
    idempotency="none",
    summary="A ticket for the socket",
)
def ticket(call: Call[None, None, None]) -> TicketView:
    """Each call gives another one."""
    tickets = call.container.tickets
    text = tickets.create(call.principal, call.change("ticket.created"))
    return TicketView(ticket=text, expires_in=tickets.lifetime_seconds)
