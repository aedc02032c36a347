"""The access review: every person with what they can do and see, to be looked through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from chalice.app import Blueprint
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import endpoint
from chalicelib.core.clock import rfc3339, rfc3339_ms
from chalicelib.core.spreadsheet import csv_text
from chalicelib.domains.access.fields import Shows
from chalicelib.domains.access.models import Permission, Scope
from chalicelib.domains.access.permissions import DANGEROUS
from chalicelib.domains.access.rules import visible_users
from chalicelib.domains.audit.models import Sighting

routes = Blueprint(__name__)

_COLUMNS = (
    "user_id",
    "name",
    "is_active",
    "role",
    "scope",
    "queues",
    "last_sign_in_at",
    "dangerous",
)


class ReviewedPersonView(TypedDict):
    """`last_sign_in_at` is null where it is not known; `dangerous` are their permissions of that
    kind, which somebody inactive has again once they are back.
    """

    user_id: str
    name: Annotated[str, Shows("agent.name")]
    is_active: bool
    role: str
    scope: Scope
    queues: list[str]
    last_sign_in_at: Annotated[str | None, Shows("agent.times")]
    dangerous: list[Permission]


class AccessReview(TypedDict):
    """Everybody within sight, by name, as of `at`."""

    at: str
    items: list[ReviewedPersonView]
    next_cursor: str | None


@endpoint(
    routes,
    "GET",
    "/v1/access-review",
    permission="roles.read",
    callers="people",
    response=AccessReview,
    summary="Who can do and see what",
)
def review_access(call: Call[None, None, None]) -> AccessReview:
    """Everybody within sight, also who is inactive."""
    return _review(call)


def _as_table(review: Any) -> str:
    return csv_text([_COLUMNS, *_rows(review)])


@endpoint(
    routes,
    "GET",
    "/v1/access-review/csv",
    permission="roles.read",
    callers="people",
    response=AccessReview,
    writes=("text/csv; charset=utf-8", _as_table),
    summary="The same as a table for spreadsheets",
)
def download_access_review(call: Call[None, None, None]) -> AccessReview:
    """UTF-8 with a byte order mark; nothing in it is run as a formula. On record as an export."""
    call.container.witness.saw(
        Sighting("access_review.exported", "access_review", ""),
        call.change("access_review.exported"),
    )
    name = f"hilo-accesos-{call.now.date().isoformat()}.csv"
    call.response_headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _review(call)


def _review(call: Call[Any, Any, Any]) -> AccessReview:
    people = call.container.people.get()
    users = visible_users(call.principal, people.users.values())
    signed_in = call.container.presence_reading.last_sign_ins([one.id for one in users])
    items = []
    for user in users:
        role = people.roles[user.role]
        queues = people.queues if role.scope == "all" else user.queue_ids
        items.append(
            ReviewedPersonView(
                user_id=user.id,
                name=user.name,
                is_active=user.is_active,
                role=role.name,
                scope=role.scope,
                queues=sorted(queues),
                last_sign_in_at=rfc3339_ms(signed_in.get(user.id)),
                dangerous=sorted(role.granted & DANGEROUS),
            )
        )
    return AccessReview(at=rfc3339(call.now), items=items, next_cursor=None)


def _rows(review: AccessReview) -> Iterator[list[str]]:
    for one in review["items"]:
        yield [
            one["user_id"],
            one["name"],
            "yes" if one["is_active"] else "no",
            one["role"],
            one["scope"],
            " ".join(one["queues"]),
            one["last_sign_in_at"] or "",
            " ".join(one["dangerous"]),
        ]
