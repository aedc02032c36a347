"""The colleagues a person sees."""

from __future__ import annotations

from typing import Annotated

from chalice.app import Blueprint
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import endpoint
from chalicelib.domains.access.fields import Shows
from chalicelib.domains.access.models import User
from chalicelib.domains.access.rules import visible_users

routes = Blueprint(__name__)


class UserView(TypedDict):
    """Somebody who may sign in; `queues` are ids."""

    id: str
    name: Annotated[str, Shows("agent.name")]
    role: str
    queues: list[str]
    is_active: bool
    version: int


class UserList(TypedDict):
    """All within sight."""

    items: list[UserView]
    next_cursor: str | None


@endpoint(
    routes,
    "GET",
    "/v1/users",
    permission="users.read",
    callers="everybody",
    response=UserList,
    summary="Colleagues within my scope",
)
def list_users(call: Call[None, None, None]) -> UserList:
    """By name."""
    users = visible_users(call.principal, call.container.people.get().users.values())
    return UserList(items=[_view(user) for user in users], next_cursor=None)


def _view(user: User) -> UserView:
    return UserView(
        id=user.id,
        name=user.name,
        role=user.role,
        queues=sorted(user.queue_ids),
        is_active=user.is_active,
        version=user.version,
    )
