"""What an import would make of a table, row by row. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.core.errors import FieldProblem, HiloError
from chalicelib.core.ids import UserId
from chalicelib.domains.access.granting import keeps_an_administrator
from chalicelib.domains.access.models import Identifier, People, Principal, User, local_part
from chalicelib.domains.configuration.models import Configured
from chalicelib.domains.configuration.rules import name_key
from chalicelib.domains.users import rules
from chalicelib.domains.users.models import Fate, Group, PlannedRow, TableRow

_TEXTS = (
    "username",
    "file_number",
    "first_name",
    "last_name",
    "national_id",
    "email",
    "office",
)
_YES = frozenset({"si", "s", "yes", "y", "sim", "true", "verdadero", "1", "x"})
_NO = frozenset({"no", "n", "nao", "false", "falso", "0"})
_KNOWN_BY: tuple[Identifier, ...] = ("username", "email", "file_number")
_ROLES = {
    "administrador": "administrator",
    "administradora": "administrator",
    "supervisora": "supervisor",
    "agente": "agent",
    "agente saliente": "outbound_agent",
    "supervisor saliente": "outbound_supervisor",
}
"""Standard roles as people write them in a table."""


@dataclass(frozen=True, slots=True)
class House:
    """What a table's rows may name, and who imports it."""

    people: People
    groups: Mapping[str, Group]
    principal: Principal


class Planner:
    """Decides row after row; a row sees those before it. `new_id` names who is new."""

    def __init__(self, house: House, new_id: Callable[[str], UserId]) -> None:
        self._house = house
        self._new_id = new_id
        self._identifiers = rules.Identifiers(house.people.users.values())
        self._planned: set[UserId] = set()
        self._queues = _by_name(house.people.open_queues.values())
        self._groups = _by_name(one for one in house.groups.values() if not one.is_retired)
        self._roles = {name_key(one): one for one in house.people.roles} | {
            written: name for written, name in _ROLES.items() if name in house.people.roles
        }

    def plan(self, row: TableRow) -> PlannedRow:
        """An empty cell leaves what is there."""
        cells = {column: cell for column, cell in row.cells.items() if cell}
        before = self._known(cells)
        facts, problems = self._facts(cells, is_new=before is None)
        if row.is_ragged:
            problems.append(_problem("", "too_many_cells"))
        wanted = replace(before or self._blank(facts), **facts)
        after = rules.cleaned(wanted)
        told_wrong = {one["field"] for one in problems}
        flaws = rules.flaws_of(after, self._house.people, self._house.groups.keys())
        problems += [one for one in flaws if one["field"] not in told_wrong]
        problems += self._refusals(before, after) if not problems else []
        if problems:
            return PlannedRow(row.line, "refused", after.username, before, None, tuple(problems))
        self._identifiers.add(after)
        self._planned.add(after.id)
        if before is None:
            return PlannedRow(row.line, "create", after.username, None, after)
        fate: Fate = "same" if after == rules.cleaned(before) else "change"
        return PlannedRow(row.line, fate, after.username, before, after)

    def _known(self, cells: Mapping[str, str]) -> User | None:
        """Whom a row is about: by the first thing it names them by."""
        for kind in _KNOWN_BY:
            if kind in cells:
                return self._identifiers.holder(kind, cells[kind])
        return None

    def _blank(self, facts: Mapping[str, Any]) -> User:
        username = facts.get("username", "")
        return User(self._new_id(username), "", "", "", frozenset(), "")

    def _facts(
        self, cells: Mapping[str, str], *, is_new: bool
    ) -> tuple[dict[str, Any], list[FieldProblem]]:
        facts: dict[str, Any] = {one: cells[one] for one in _TEXTS if one in cells}
        problems = list[FieldProblem]()
        if is_new and "username" not in facts and "email" in facts:
            facts["username"] = local_part(facts["email"])
        if "role" in cells:
            facts["role"] = self._roles.get(name_key(cells["role"]), cells["role"])
        for column, known, field in (
            ("queues", self._queues, "queue_ids"),
            ("groups", self._groups, "group_ids"),
        ):
            if column not in cells:
                continue
            named = [name_key(one) for one in cells[column].split("|") if one.strip()]
            facts[field] = frozenset(known[one] for one in named if one in known)
            if not known.keys() >= set(named):
                problems.append(_problem(column, f"unknown_{column[:-1]}"))
        if "serves_customers" in cells:
            answer = name_key(cells["serves_customers"])
            facts["serves_customers"] = answer in _YES
            if answer not in _YES | _NO:
                problems.append(_problem("serves_customers", "malformed"))
        return facts, problems

    def _refusals(self, before: User | None, after: User) -> list[FieldProblem]:
        people = self._house.people
        if after.id in self._planned:
            return [_problem("username", "repeated")]
        taken = self._identifiers.taken(after, before)
        if taken is not None:
            return [_problem(taken[0], "identifier_taken")]
        try:
            rules.require_grantable(self._house.principal, people, before, after)
        except HiloError as refused:
            return [problem_of(refused)]
        is_moved = before is not None and before.role != after.role
        if is_moved and not keeps_an_administrator(people, after):
            return [_problem("role", "last_administrator")]
        return []


def problem_of(refused: HiloError) -> FieldProblem:
    """The field that a refusal is about, for the row's list."""
    if refused.errors:
        return refused.errors[0]
    field = "queues" if refused.code.startswith("queue") else "role"
    return FieldProblem(
        field="" if refused.code in ("version_conflict", "change_held") else field,
        code=refused.code,
        detail=refused.detail,
    )


def _by_name(things: Iterable[Configured]) -> dict[str, str]:
    """Ids by name and by id."""
    return {key: one.id for one in things for key in (name_key(one.id), name_key(one.name))}


def _problem(field: str, code: str) -> FieldProblem:
    return FieldProblem(field=field, code=code, detail="Mend the row and import it again.")
