"""People who leave and come back, and what becomes of their conversations."""

from __future__ import annotations

from chalice.app import Blueprint
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import endpoint
from chalicelib.api.user_views import UserView, access_user, user_view
from chalicelib.domains.access.models import User

routes = Blueprint(__name__)

_USER = "/v1/users/{user_id}"


class HeldView(TypedDict):
    """How many open conversations of a queue somebody holds, also those put off."""

    queue_id: str
    name: str
    count: int


class HeldList(TypedDict):
    """By the queue's name; `total` of them go back where somebody leaves."""

    items: list[HeldView]
    next_cursor: str | None
    total: int


@endpoint(
    routes,
    "GET",
    f"{_USER}/held-conversations",
    permission="users.manage",
    callers="everybody",
    access=access_user,
    response=HeldList,
    summary="What would go back to which queue",
)
def list_held(call: Call[None, None, User]) -> HeldList:
    """Counted now, whatever the caller sees of it."""
    queues = call.container.people.get().queues
    counts = call.container.user_leaving.held_by(call.subject.id)
    items = [
        HeldView(queue_id=one, name=queues[one].name if one in queues else one, count=count)
        for one, count in counts.items()
    ]
    items.sort(key=lambda one: (one["name"], one["queue_id"]))
    return HeldList(items=items, next_cursor=None, total=sum(counts.values()))


@endpoint(
    routes,
    "POST",
    f"{_USER}/deactivate",
    permission="users.manage",
    callers="everybody",
    access=access_user,
    response=UserView,
    idempotency="none",
    summary="Let somebody in no more",
)
def deactivate_user(call: Call[None, None, User]) -> UserView:
    """Ends their sessions and sockets and gives back what they hold. Repeating it is safe, and
    finishes what an earlier request began. 409 `last_administrator`, `own_account`.
    """
    user = call.container.user_leaving.deactivate(
        call.subject.id, call.principal, call.change("user.deactivated")
    )
    return user_view(call, user)


@endpoint(
    routes,
    "POST",
    f"{_USER}/reactivate",
    permission="users.manage",
    callers="everybody",
    access=access_user,
    response=UserView,
    idempotency="none",
    guards="people",
    summary="Let somebody in again",
)
def reactivate_user(call: Call[None, None, User]) -> UserView:
    """With the password they had; who had none yet is to be invited again."""
    user = call.container.user_leaving.reactivate(
        call.subject.id, call.principal, call.change("user.reactivated")
    )
    return user_view(call, user)
