"""Who the caller is, and their ticket for the socket."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint
from typing_extensions import TypedDict

from chalicelib.api.author_colours import PairView, shown_pair
from chalicelib.api.call import Call
from chalicelib.api.endpoint import AUTHENTICATED, endpoint
from chalicelib.api.field_rules import FieldRuleView, field_rule_views
from chalicelib.api.user_views import UserView, user_view
from chalicelib.domains.content_policies.models import ContentKind

routes = Blueprint(__name__)


class RefusedContentView(TypedDict):
    """A kind of content, and the names of the policies that refuse it."""

    kind: ContentKind
    policies: list[str]


class OwnRestrictionView(TypedDict):
    """What my role may not send over a connection."""

    connection_id: str
    refused: list[RefusedContentView]


class SendableView(TypedDict):
    """What the channels take of a kind of file: its types, and its bytes at most."""

    kind: str
    content_types: list[str]
    max_bytes: int


class DeskColoursView(TypedDict):
    """What stands behind the words of each; null while nobody has chosen any."""

    customer: PairView
    agent: PairView
    bot: PairView
    note: PairView


class MeView(TypedDict):
    """The signed-in person; `queues` are ids. Further what their desk goes by: `restrictions`
    name connections only over which something is refused, `sendable` is what channels take,
    `field_rules` what is withheld of people and what stays as it is, `idle_lock_minutes` after
    how long without anybody there the desk asks for the password, `profile` what colleagues who
    keep people see of them.
    """

    id: str
    email: str
    name: str
    role: str
    permissions: list[str]
    field_rules: list[FieldRuleView]
    scope: str
    queues: list[str]
    restrictions: list[OwnRestrictionView]
    sendable: list[SendableView]
    colours: DeskColoursView | None
    idle_lock_minutes: int | None
    serves_customers: bool
    profile: UserView


class TicketView(TypedDict):
    """Opens one socket at `/ws?ticket=`, once, within `expires_in` seconds."""

    ticket: str
    expires_in: int


@endpoint(
    routes,
    "GET",
    "/v1/me",
    permission=AUTHENTICATED,
    callers="people",
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
        field_rules=field_rule_views(principal.field_rules),
        scope=principal.scope,
        queues=sorted(principal.queue_ids),
        restrictions=_restrictions(call),
        sendable=_sendable(call),
        colours=_colours(call),
        idle_lock_minutes=call.container.house_rules.current().idle_minutes,
        serves_customers=principal.serves_customers,
        profile=user_view(call, call.container.people.get().users[principal.user_id]),
    )


def _restrictions(call: Call[Any, Any, Any]) -> list[OwnRestrictionView]:
    policies, role = call.container.content_policies, call.principal.role
    if not policies.are_any():
        return []
    refusals = (
        (one.id, policies.refusals(one.id, role)) for one in call.container.connections.all()
    )
    return [
        OwnRestrictionView(
            connection_id=connection_id,
            refused=[
                RefusedContentView(kind=kind, policies=names) for kind, names in found.items()
            ],
        )
        for connection_id, found in refusals
        if found
    ]


def _sendable(call: Call[Any, Any, Any]) -> list[SendableView]:
    files = call.container.sendable_files
    return [
        SendableView(kind=kind, content_types=files.types_of(kind), max_bytes=files.max_bytes[kind])
        for kind in sorted(set(files.kinds.values()))
    ]


def _colours(call: Call[Any, Any, Any]) -> DeskColoursView | None:
    colours = call.container.author_colours.current()
    if colours.version == 0:
        return None
    return DeskColoursView(
        customer=shown_pair(colours.customer),
        agent=shown_pair(colours.agent),
        bot=shown_pair(colours.bot),
        note=shown_pair(colours.note),
    )


@endpoint(
    routes,
    "POST",
    "/v1/realtime/ticket",
    permission=AUTHENTICATED,
    callers="people",
    response=TicketView,
    idempotency="none",
    summary="A ticket for the socket",
)
def ticket(call: Call[None, None, None]) -> TicketView:
    """Each call gives another one."""
    tickets = call.container.tickets
    text = tickets.create(call.principal, call.change("ticket.created"))
    return TicketView(ticket=text, expires_in=tickets.lifetime_seconds)
