"""What an import makes of each row, without writing anything."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.ids import UserId
from chalicelib.domains.access.models import People, User
from chalicelib.domains.access.standard_roles import STANDARD_ROLES
from chalicelib.domains.users.models import Group, GroupId, TableRow
from chalicelib.domains.users.planning import House, Planner
from tests.unit.domains.access.house import ADMIN, ANA, GENERAL, SILVIA, people_with

GROUPS = {"G1": Group(GroupId("G1"), "Turno noche")}
NEW = {
    "username": "bea",
    "first_name": "Bea",
    "last_name": "Quispe",
    "email": "bea@hilo.test",
    "role": "Agente",
    "queues": "general",
}
KNOWN = replace(ANA, username="ana", first_name="Ana", file_number="L1")


def planner(giver: User = ADMIN) -> Planner:
    people = people_with(KNOWN, SILVIA, ADMIN)
    principal = people.principal(giver.id)
    assert principal
    return Planner(House(people, GROUPS, principal), lambda name: UserId(f"new-{name}"))


def test_somebody_new_is_created_with_all_the_row_says() -> None:
    row = NEW | {"groups": "TURNO NOCHE", "serves_customers": "No", "office": " El  Alto "}
    planned = planner().plan(TableRow(2, row))
    assert (planned.fate, planned.before, planned.problems) == ("create", None, ())
    made = planned.after
    assert made
    assert (made.name, made.role, made.queue_ids) == ("Bea Quispe", "agent", frozenset({GENERAL}))
    assert (made.group_ids, made.serves_customers) == (frozenset({"G1"}), False)
    assert made.office == "El Alto"


def test_a_user_name_comes_from_the_address_where_none_is_given() -> None:
    row = {key: value for key, value in NEW.items() if key != "username"}
    planned = planner().plan(TableRow(2, row))
    assert (planned.fate, planned.username) == ("create", "bea")


@pytest.mark.parametrize(
    "named", [{"username": "ANA"}, {"email": "Ana@hilo.test"}, {"file_number": "l1"}]
)
def test_somebody_known_is_changed_where_a_cell_says_something(named: dict[str, str]) -> None:
    planned = planner().plan(TableRow(2, named | {"office": "Centro", "last_name": ""}))
    assert (planned.fate, planned.before) == ("change", KNOWN)
    assert planned.after
    assert (planned.after.office, planned.after.queue_ids) == ("Centro", KNOWN.queue_ids)


def test_the_same_row_again_is_the_same() -> None:
    assert planner().plan(TableRow(2, {"username": "ana", "role": "agent"})).fate == "same"


@pytest.mark.parametrize(
    ("cells", "field", "code"),
    [
        ({"first_name": "=HYPERLINK(1)"}, "first_name", "formula"),
        ({"office": "@SUM(A1)"}, "office", "formula"),
        ({"email": "bea"}, "email", "malformed"),
        ({"email": ""}, "email", "required"),
        ({"first_name": ""}, "first_name", "required"),
        ({"last_name": "x" * 81}, "last_name", "too_long"),
        ({"office": "a\u202eb"}, "office", "malformed"),
        ({"role": "jefe"}, "role", "unknown_role"),
        ({"role": ""}, "role", "required"),
        ({"queues": "general|ventas"}, "queues", "unknown_queue"),
        ({"groups": "otro"}, "groups", "unknown_group"),
        ({"serves_customers": "tal vez"}, "serves_customers", "malformed"),
        ({"file_number": "l1"}, "file_number", "identifier_taken"),
        ({"email": "ANA@hilo.test"}, "email", "identifier_taken"),
    ],
)
def test_a_row_is_refused_with_its_cell_named(cells: dict[str, str], field: str, code: str) -> None:
    planned = planner().plan(TableRow(2, NEW | cells))
    assert (planned.fate, planned.after) == ("refused", None)
    assert [(one["field"], one["code"]) for one in planned.problems] == [(field, code)]


def test_a_retired_role_is_given_to_nobody_and_kept_by_who_left() -> None:
    people = people_with(replace(KNOWN, is_active=False), SILVIA, ADMIN)
    retired = replace(people.roles["agent"], is_retired=True)
    roles = (people.roles | {"agent": retired}).values()
    people = People(people.users.values(), roles, people.queues.values())
    principal = people.principal(ADMIN.id)
    assert principal
    plans = Planner(House(people, GROUPS, principal), lambda name: UserId(f"new-{name}"))
    refused = plans.plan(TableRow(2, NEW))
    assert [(one["field"], one["code"]) for one in refused.problems] == [("role", "retired_role")]
    assert plans.plan(TableRow(3, {"username": "ana", "office": "Sur"})).fate == "change"


def test_the_second_row_of_a_person_is_refused() -> None:
    plans = planner()
    rows = [
        TableRow(2, NEW),
        TableRow(3, NEW | {"office": "Sur"}),
        TableRow(4, {"username": "ana"}),
    ]
    fates = [plans.plan(one) for one in [*rows, TableRow(5, {"username": "ana"})]]
    assert [one.fate for one in fates] == ["create", "refused", "same", "refused"]
    assert {one.problems[0]["code"] for one in fates if one.problems} == {"repeated"}


def test_nobody_imports_who_may_do_more_than_they() -> None:
    planned = planner(SILVIA).plan(TableRow(2, NEW | {"role": "administrator"}))
    assert [one["code"] for one in planned.problems] == ["role_not_grantable"]
    elsewhere = planner(SILVIA).plan(TableRow(3, NEW | {"queues": "cobranzas"}))
    assert [one["code"] for one in elsewhere.problems] == ["queue_out_of_scope"]


def test_the_last_administrator_stays_one() -> None:
    planned = planner().plan(TableRow(2, {"email": ADMIN.email, "role": "agent"}))
    codes = {one["code"] for one in planned.problems}
    assert "last_administrator" in codes or "required" in codes
    assert planned.fate == "refused"


def test_every_standard_role_may_be_written_by_its_name() -> None:
    for role in STANDARD_ROLES:
        row = NEW | {
            "role": role.name,
            "username": role.name[:3] + "x",
            "email": f"{role.name}@x.bo",
        }
        assert planner().plan(TableRow(2, row)).fate == "create"


def test_ten_thousand_rows_are_planned_one_by_one() -> None:
    plans = planner()
    rows = (NEW | {"username": f"p{one}", "email": f"p{one}@hilo.test"} for one in range(10_000))
    fates = [plans.plan(TableRow(line, cells)).fate for line, cells in enumerate(rows, start=2)]
    assert fates == ["create"] * 10_000
