"""The colleagues a person sees, and how those who keep people keep them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.configured import told_fields
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import NOT_BLANK, RequestModel
from chalicelib.api.user_views import UserView, access_user, user_view
from chalicelib.core.ids import UserId
from chalicelib.core.pagination import Cursors
from chalicelib.domains.access.models import User, UserState
from chalicelib.domains.access.rules import may, visible_users
from chalicelib.domains.users.rules import LONGEST, is_found

routes = Blueprint(__name__)

_ID_LENGTH = 128


def _is_user_id(text: str) -> bool:
    return 0 < len(text) <= _ID_LENGTH


_CURSORS = Cursors("users", _is_user_id)


class UserList(TypedDict):
    """Those within sight that answer to the query; `total` counts them on all pages."""

    items: list[UserView]
    next_cursor: str | None
    total: int


class UserQuery(RequestModel):
    """Narrows the list; all filters hold at once. Without `limit` everybody comes at once."""

    search: str | None = Field(default=None, max_length=200)
    role: str | None = Field(default=None, max_length=64)
    queue: str | None = Field(default=None, max_length=64)
    group: str | None = Field(default=None, max_length=64)
    state: UserState | None = None
    serves_customers: bool | None = None
    cursor: str | None = Field(default=None, max_length=1_024)
    limit: int | None = Field(default=None, ge=1, le=100)


class UserToCreate(RequestModel):
    """Somebody who is to work here. They sign in once they were invited and came.

    `name` is made of first and last name; `queues` and `groups` are ids.
    """

    first_name: str = Field(min_length=1, max_length=LONGEST["first_name"], pattern=NOT_BLANK)
    last_name: str = Field(default="", max_length=LONGEST["last_name"])
    username: str = Field(min_length=1, max_length=LONGEST["username"])
    email: str = Field(min_length=1, max_length=LONGEST["email"])
    role: str = Field(min_length=1, max_length=64)
    file_number: str = Field(default="", max_length=LONGEST["file_number"])
    national_id: str = Field(default="", max_length=LONGEST["national_id"])
    office: str = Field(default="", max_length=LONGEST["office"])
    queues: list[str] = Field(default_factory=list, max_length=500)
    groups: list[str] = Field(default_factory=list, max_length=100)
    serves_customers: bool = True


class UserToEdit(RequestModel):
    """What to change; what is left out stays. `return_conversations` goes with
    `serves_customers` false: what the person holds goes back to its queues.
    """

    first_name: str | None = Field(
        default=None, min_length=1, max_length=LONGEST["first_name"], pattern=NOT_BLANK
    )
    last_name: str | None = Field(default=None, max_length=LONGEST["last_name"])
    username: str | None = Field(default=None, min_length=1, max_length=LONGEST["username"])
    email: str | None = Field(default=None, min_length=1, max_length=LONGEST["email"])
    role: str | None = Field(default=None, min_length=1, max_length=64)
    file_number: str | None = Field(default=None, max_length=LONGEST["file_number"])
    national_id: str | None = Field(default=None, max_length=LONGEST["national_id"])
    office: str | None = Field(default=None, max_length=LONGEST["office"])
    queues: list[str] | None = Field(default=None, max_length=500)
    groups: list[str] | None = Field(default=None, max_length=100)
    serves_customers: bool | None = None
    return_conversations: bool = False


@endpoint(
    routes,
    "GET",
    "/v1/users",
    permission="users.read",
    callers="everybody",
    query=UserQuery,
    response=UserList,
    summary="Colleagues within my scope",
)
def list_users(call: Call[UserQuery, None, None]) -> UserList:
    """By name. `search`: words of name, user name, mail, file number, national id or office."""
    users, limit = call.container.people.get().users, call.query.limit
    found = [user for user in visible_users(call.principal, users.values()) if _answers(call, user)]
    rest = found
    if (position := _CURSORS.decode(call.query.cursor)) is not None:
        last = users.get(UserId(position[0]))
        rest = [one for one in found if last and (one.name, one.id) > (last.name, last.id)]
    page = rest if limit is None else rest[:limit]
    return UserList(
        items=[user_view(call, user) for user in page],
        next_cursor=_CURSORS.encode([page[-1].id]) if len(page) < len(rest) else None,
        total=len(found),
    )


@endpoint(
    routes,
    "GET",
    "/v1/users/{user_id}",
    permission="users.read",
    callers="everybody",
    access=access_user,
    response=UserView,
    summary="A colleague",
)
def get_user(call: Call[None, None, User]) -> UserView:
    """404 also for who is out of scope."""
    return user_view(call, call.subject)


@endpoint(
    routes,
    "POST",
    "/v1/users",
    permission="users.manage",
    callers="everybody",
    body=UserToCreate,
    response=UserView,
    status=201,
    idempotency="pinned",
    guards="people",
    summary="Add somebody",
)
def create_user(call: Call[None, UserToCreate, None]) -> UserView:
    """409 `identifier_taken` names the field and who has it; 403 `role_not_grantable`,
    `queue_out_of_scope`. Nobody is invited by this alone.
    """
    fields = _fields(call.body)
    blank = User(UserId(call.pin.id), "", "", "", frozenset(), "", invited_at=call.now)
    new = replace(blank, **fields)
    change = call.change("user.created")
    return user_view(call, call.container.user_keeping.create(new, call.principal, change))


@endpoint(
    routes,
    "PATCH",
    "/v1/users/{user_id}",
    permission="users.manage",
    callers="everybody",
    access=access_user,
    body=UserToEdit,
    response=UserView,
    needs_version=True,
    guards="people",
    summary="Change who somebody is and what they do here",
)
def edit_user(call: Call[None, UserToEdit, User]) -> UserView:
    """Refuses as creating does, and 409 `last_administrator`."""
    fields = _fields(call.body)
    fields.pop("return_conversations", None)
    user = call.container.user_keeping.edit(
        call.subject.id,
        fields,
        expected_version=call.expected_version(),
        principal=call.principal,
        change=call.change("user.changed"),
    )
    if call.body.return_conversations and not user.serves_customers:
        call.container.user_leaving.give_back(user.id, call.change("conversation.released"))
    return user_view(call, user)


def _fields(body: RequestModel) -> dict[str, Any]:
    """As a person has them."""
    fields = told_fields(body)
    for name, kept in (("queues", "queue_ids"), ("groups", "group_ids")):
        if name in fields:
            fields[kept] = frozenset(fields.pop(name))
    return fields


def _answers(call: Call[UserQuery, None, None], user: User) -> bool:
    """Whether somebody answers to every filter."""
    query, keeps = call.query, may(call.principal, "users.manage")
    return (
        query.role in (None, user.role)
        and (query.queue is None or query.queue in user.queue_ids)
        and (query.group is None or query.group in user.group_ids)
        and query.state in (None, user.state)
        and query.serves_customers in (None, user.serves_customers)
        and (not query.search or is_found(user, query.search, tells_all=keeps))
    )
