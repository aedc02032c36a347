"""Groups of people, and what an import makes of a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NewType

from chalicelib.core.errors import FieldProblem
from chalicelib.domains.access.models import User
from chalicelib.domains.configuration.models import Configured

GroupId = NewType("GroupId", str)


@dataclass(frozen=True, slots=True)
class Group(Configured):
    """People who belong together; who is in it stands with each person."""

    id: GroupId
    description: str = ""


Fate = Literal["create", "change", "same", "refused"]
"""What an import makes of a row."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table: the line it begins in, and its cells by column."""

    line: int
    cells: Mapping[str, str]
    is_ragged: bool = False
    """It has more cells than there are columns."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of people as it was read; `ignored` are headers that mean nothing here."""

    rows: tuple[TableRow, ...]
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row as it would be applied: over `before` where there is somebody already.

    `after` is None where it is refused, for the `problems`.
    """

    line: int
    fate: Fate
    username: str
    before: User | None
    after: User | None
    problems: tuple[FieldProblem, ...] = ()
