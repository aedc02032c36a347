"""Imports people from a table: planned first, then applied part by part.

A row that was applied compares as the same afterwards, so an import that died anywhere is
taken up by sending it again; ids of new people follow from the request's, so that its
repetition finds those it has created.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.clock import from_ms
from chalicelib.core.errors import ChangeHeldError, HiloError, VersionConflictError
from chalicelib.core.ids import UserId, digest
from chalicelib.domains.access.errors import IdentifierTakenError
from chalicelib.domains.access.models import Principal, User
from chalicelib.domains.access.ports import PeopleRepository
from chalicelib.domains.users.models import Group, PlannedRow, Table
from chalicelib.domains.users.planning import House, Planner, problem_of
from chalicelib.domains.users.services.keeping import Cache, UserKeeping, recorded

_AT_ONCE = 14  # a transaction takes a hundred items, and somebody up to seven of them
_EDITED = (
    "username",
    "email",
    "file_number",
    "first_name",
    "last_name",
    "national_id",
    "office",
    "role",
    "queue_ids",
    "group_ids",
    "serves_customers",
)


class UserImport:
    """Plans and applies; every row stands for itself."""

    def __init__(
        self,
        repository: PeopleRepository,
        people: Cache,
        groups: Callable[[], Mapping[str, Group]],
        keeping: UserKeeping,
    ) -> None:
        self._repository = repository
        self._people = people
        self._groups = groups
        self._keeping = keeping

    def plan(self, table: Table, principal: Principal, pin: str = "") -> list[PlannedRow]:
        """What would become of each row, decided on everything as it stands."""
        house = House(self._repository.load(), self._groups(), principal)
        planner = Planner(house, lambda username: _id_of(pin, username))
        return [planner.plan(row) for row in table.rows]

    def apply(
        self, rows: Sequence[PlannedRow], principal: Principal, change: Change
    ) -> list[PlannedRow]:
        """Write planned rows; answers what became of each, in their order.

        Where somebody was faster, that row is decided again by itself and may be refused.
        """
        done: dict[int, PlannedRow] = {}
        try:
            plain = [one for one in rows if one.fate in ("create", "change") and not _moves(one)]
            for start in range(0, len(plain), _AT_ONCE):
                done |= self._write(plain[start : start + _AT_ONCE], principal, change)
            for one in rows:
                if _moves(one):
                    done[one.line] = self._write_alone(one, principal, change)
        finally:
            self._people.forget()
        return [done.get(one.line, one) for one in rows]

    def yet_to_come(self, rows: Sequence[PlannedRow], pin: str) -> list[UserId]:
        """Whom a request has created, in an earlier run of it, too, and who have not come yet."""
        users = self._repository.load().users
        ours = (users.get(_id_of(pin, one.username)) for one in rows)
        return [user.id for user in ours if user and user.state == "invited"]

    def _write(
        self, rows: Sequence[PlannedRow], principal: Principal, change: Change
    ) -> dict[int, PlannedRow]:
        edits = [(one.before, _written(one, change)) for one in rows if one.after]
        try:
            self._repository.write_users(edits, replace(change, event="user.imported"))
        except ChangeHeldError as held:
            return {one.line: _refused(one, held) for one in rows}
        except (VersionConflictError, IdentifierTakenError):
            return {one.line: self._write_alone(one, principal, change) for one in rows}
        return {one.line: one for one in rows}

    def _write_alone(self, row: PlannedRow, principal: Principal, change: Change) -> PlannedRow:
        """As a person would have created or edited them."""
        try:
            if row.before is None and row.after:
                self._keeping.create(_written(row, change), principal, change)
            elif row.before and row.after:
                self._keeping.edit(
                    row.before.id,
                    _differing(row.before, row.after),
                    expected_version=row.before.version,
                    principal=principal,
                    change=change,
                )
        except HiloError as refused:
            return _refused(row, refused)
        return row


def _refused(row: PlannedRow, why: HiloError) -> PlannedRow:
    """Not written by this import; one that waits for a second person may be yet."""
    return replace(row, fate="refused", after=None, problems=(problem_of(why),))


def _moves(row: PlannedRow) -> bool:
    """Whether somebody's role changes, which is decided on all people as they are then."""
    return bool(row.before and row.after and row.before.role != row.after.role)


def _written(row: PlannedRow, change: Change) -> User:
    after = row.after
    if after is None:
        raise LookupError(f"line {row.line} is refused")
    if row.before is None:
        return recorded(replace(after, invited_at=from_ms(change.at_ms)), change)
    limits = frozenset(one for one in after.channel_limits if one[0] in after.queue_ids)
    stored = replace(after, version=row.before.version + 1, channel_limits=limits)
    return recorded(stored, change)


def _differing(before: User, after: User) -> dict[str, Any]:
    return {
        one: getattr(after, one) for one in _EDITED if getattr(after, one) != getattr(before, one)
    }


def _id_of(pin: str, username: str) -> UserId:
    """The same for the same request; the first letters are its birth's, as in any id."""
    return UserId(pin[:9] + digest(f"{pin}#{username.strip().casefold()}", 10))
