"""Bringing in people by a table: looked at first, then applied part by part."""

from __future__ import annotations

import base64
import binascii
from collections import Counter
from typing import Annotated, Any

from chalice.app import Blueprint
from pydantic import Field
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.endpoint import endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.core.errors import NotFoundError
from chalicelib.domains.access.fields import Shows
from chalicelib.domains.access.models import User
from chalicelib.domains.audit.models import Sighting
from chalicelib.domains.users.csv_tables import MOST_BYTES, read_table
from chalicelib.domains.users.errors import UnreadableFileError
from chalicelib.domains.users.models import Fate, PlannedRow, Table

routes = Blueprint(__name__)

_MOST_ROWS_APPLIED, _MOST_ROWS_SHOWN = 500, 500
_BASE64_LENGTH = MOST_BYTES * 4 // 3 + 4
_COMPARED = {
    "username": "username",
    "email": "email",
    "file_number": "file_number",
    "first_name": "first_name",
    "last_name": "last_name",
    "national_id": "national_id",
    "office": "office",
    "role": "role",
    "queue_ids": "queues",
    "group_ids": "groups",
    "serves_customers": "serves_customers",
}


class UserTable(RequestModel):
    """A CSV file of at most 3 MiB and 10,000 rows in base64, as it is, whatever its encoding.

    `offset` and `limit` name the rows that are asked about.
    """

    content: str = Field(min_length=1, max_length=_BASE64_LENGTH)
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=100, ge=1, le=_MOST_ROWS_SHOWN)


class UserTableToApply(UserTable):
    """`invite`: who is new is asked in at once."""

    limit: int = Field(default=100, ge=1, le=_MOST_ROWS_APPLIED)
    invite: bool = False


_OF_PEOPLE = Shows("agent.name", "agent.email", "agent.national_id")


class DifferenceView(TypedDict):
    """A field as it is and as the row has it; lists are joined by commas."""

    field: str
    before: Annotated[str, _OF_PEOPLE]
    after: Annotated[str, _OF_PEOPLE]


class RowProblemView(TypedDict):
    """What is wrong with a cell; `field` is empty where it is the row."""

    field: str
    code: str
    detail: str


class ImportedRowView(TypedDict):
    """A row; `line` is where it begins in the file."""

    line: int
    fate: Fate
    username: str
    name: str
    differences: list[DifferenceView]
    problems: list[RowProblemView]


class FatesView(TypedDict):
    """How many rows of the whole file become what."""

    create: int
    change: int
    same: int
    refused: int


class UserImportView(TypedDict):
    """What becomes of rows. `next_offset`: where the next part begins; null at the end."""

    total: int
    counts: FatesView
    ignored_columns: list[str]
    items: list[ImportedRowView]
    next_offset: int | None


@endpoint(
    routes,
    "POST",
    "/v1/user-imports/preview",
    permission="users.manage",
    callers="everybody",
    body=UserTable,
    response=UserImportView,
    idempotency="none",
    summary="Look at a table of people before it is applied",
)
def preview_import(call: Call[None, UserTable, None]) -> UserImportView:
    """Writes nothing. 422 `unreadable_file {reason}` where it is no table."""
    table = _table(call.body)
    planned = call.container.user_import.plan(table, call.principal)
    return _view(call, table, planned, _part(planned, call.body))


@endpoint(
    routes,
    "POST",
    "/v1/user-imports",
    permission="users.manage",
    callers="everybody",
    body=UserTableToApply,
    response=UserImportView,
    idempotency="pinned",
    summary="Apply a part of a table of people",
)
def apply_import(call: Call[None, UserTableToApply, None]) -> UserImportView:
    """Rows with problems are left out, all others written; `counts` are of this part. Each part
    has a key of its own; a part sent again finds what it has written.
    """
    table = _table(call.body)
    planned = call.container.user_import.plan(table, call.principal, call.pin.id)
    part = _part(planned, call.body)
    change = call.change("user.imported")
    call.container.witness.saw(Sighting("user.imported", "user", "", {"rows": len(part)}), change)
    applied = call.container.user_import.apply(part, call.principal, change)
    if call.body.invite:
        for user_id in call.container.user_import.yet_to_come(applied, call.pin.id):
            invitations, invited = call.container.invitations, call.change("user.invited")
            invitations.invite(user_id, call.principal, lambda: call.public_address, invited)
    return _view(call, table, applied, applied)


def _table(body: UserTable) -> Table:
    """Raises UnreadableFileError."""
    try:
        content = base64.b64decode(body.content, validate=True)
    except (binascii.Error, ValueError) as exc:
        raise UnreadableFileError(reason="not_text") from exc
    return read_table(content)


def _part(planned: list[PlannedRow], body: UserTable) -> list[PlannedRow]:
    """Raises NotFoundError behind the end."""
    if body.offset and body.offset >= len(planned):
        raise NotFoundError
    return planned[body.offset : body.offset + body.limit]


def _view(
    call: Call[None, Any, None], table: Table, counted: list[PlannedRow], part: list[PlannedRow]
) -> UserImportView:
    counts = Counter(one.fate for one in counted)
    end = call.body.offset + len(part)
    return UserImportView(
        total=len(table.rows),
        counts=FatesView(
            create=counts["create"],
            change=counts["change"],
            same=counts["same"],
            refused=counts["refused"],
        ),
        ignored_columns=list(table.ignored),
        items=[_row(call, one) for one in part],
        next_offset=end if end < len(table.rows) else None,
    )


def _row(call: Call[None, Any, None], row: PlannedRow) -> ImportedRowView:
    shown = row.after or row.before
    return ImportedRowView(
        line=row.line,
        fate=row.fate,
        username=row.username,
        name=shown.name if shown else "",
        differences=_differences(call, row),
        problems=[
            RowProblemView(field=one["field"], code=one["code"], detail=one["detail"])
            for one in row.problems
        ],
    )


def _differences(call: Call[None, Any, None], row: PlannedRow) -> list[DifferenceView]:
    if row.after is None or row.fate == "same":
        return []
    views = [
        DifferenceView(
            field=field,
            before=_shown(call, row.before, name) if row.before else "",
            after=_shown(call, row.after, name),
        )
        for name, field in _COMPARED.items()
    ]
    return [one for one in views if one["before"] != one["after"]]


def _shown(call: Call[None, Any, None], user: User, name: str) -> str:
    """As a person reads it: queues and groups by their names."""
    value = getattr(user, name)
    if name == "queue_ids":
        queues = call.container.people.get().queues
        return ", ".join(sorted(queues[one].name if one in queues else one for one in value))
    if name == "group_ids":
        groups = call.container.group_cache.get()
        return ", ".join(sorted(groups[one].name if one in groups else one for one in value))
    return str(value).lower() if isinstance(value, bool) else str(value)
