"""People as answers show them, and the way to one on behalf of another."""

from __future__ import annotations

from typing import Annotated, Any

from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.configured import ChangerView
from chalicelib.core.clock import rfc3339_ms, to_ms
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import UserId
from chalicelib.domains.access.fields import Shows
from chalicelib.domains.access.models import User, UserState
from chalicelib.domains.access.rules import may, visible_users


class UserView(TypedDict):
    """Somebody who may sign in; `queues` and `groups` are ids.

    `national_id` is null for who does not keep people. `invited_at`: they were asked in and
    have not come yet. `picture_url` is good for some minutes.
    """

    id: str
    name: Annotated[str, Shows("agent.name")]
    first_name: Annotated[str, Shows("agent.name")]
    last_name: Annotated[str, Shows("agent.name")]
    username: Annotated[str, Shows("agent.name")]
    email: Annotated[str, Shows("agent.email")]
    file_number: str
    national_id: Annotated[str | None, Shows("agent.national_id")]
    office: str
    picture_url: str | None
    role: str
    queues: list[str]
    groups: list[str]
    serves_customers: bool
    state: UserState
    invited_at: str | None
    deactivated_at: str | None
    is_active: bool
    changed_by: ChangerView | None
    changed_at: str | None
    version: int


def access_user(call: Call[Any, Any, Any]) -> User:
    """The person in the path, if the caller may see them."""
    user = call.container.people.get().users.get(UserId(call.path["user_id"]))
    if user is None or not visible_users(call.principal, [user]):
        raise NotFoundError
    return user


def user_view(call: Call[Any, Any, Any], user: User) -> UserView:
    """What the caller may know of somebody."""
    keeps = may(call.principal, "users.manage") or user.id == call.principal.user_id
    changer = user.changed_by
    changed_by = call.container.colleagues.name_of(changer) if changer else None
    return UserView(
        id=user.id,
        name=user.name,
        first_name=user.first_name,
        last_name=user.last_name,
        username=user.username,
        email=user.email,
        file_number=user.file_number,
        national_id=user.national_id if keeps else None,
        office=user.office,
        picture_url=call.container.user_pictures.url_of(user) if user.picture else None,
        role=user.role,
        queues=sorted(user.queue_ids),
        groups=sorted(user.group_ids),
        serves_customers=user.serves_customers,
        state=user.state,
        invited_at=rfc3339_ms(to_ms(user.invited_at)) if user.invited_at else None,
        deactivated_at=rfc3339_ms(to_ms(user.deactivated_at)) if user.deactivated_at else None,
        is_active=user.is_active,
        changed_by=ChangerView(id=changer, name=changed_by) if changer else None,
        changed_at=rfc3339_ms(user.changed_at_ms),
        version=user.version,
    )
