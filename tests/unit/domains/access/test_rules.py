"""Who sees what, as tables of cases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.ids import QueueId, UserId
from chalicelib.domains.access.models import Principal
from chalicelib.domains.access.rules import may, may_see, visible_users
from chalicelib.domains.access.standard_roles import STANDARD_ROLES
from tests.unit.domains.access.house import (
    ADMIN,
    ANA,
    COBRANZAS,
    GENERAL,
    SILVIA,
    people_with,
    user,
)

BRUNO = user("bruno", "agent", COBRANZAS)
PEOPLE = people_with(ANA, SILVIA, ADMIN, BRUNO)
OTHER = UserId("somebody else")


def principal(name: str) -> Principal:
    found = PEOPLE.principal(UserId(name))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "queue_id", "assignee_id", "waiting", "is_seen"),
    [
        ("ana", GENERAL, None, True, True),
        ("ana", GENERAL, None, False, False),
        ("ana", GENERAL, "ana", False, True),
        ("ana", COBRANZAS, "ana", False, True),
        ("ana", GENERAL, OTHER, False, False),
        ("ana", GENERAL, OTHER, True, False),
        ("ana", COBRANZAS, None, True, False),
        ("silvia", GENERAL, OTHER, False, True),
        ("silvia", GENERAL, None, False, True),
        ("silvia", COBRANZAS, None, True, False),
        ("silvia", COBRANZAS, OTHER, False, False),
        ("silvia", COBRANZAS, "silvia", False, True),
        ("admin", COBRANZAS, OTHER, False, True),
        ("admin", QueueId("unknown"), None, False, True),
    ],
)
def test_conversations_within_sight(
    name: str, queue_id: QueueId, assignee_id: UserId | None, waiting: bool, is_seen: bool
) -> None:
    seen = may_see(principal(name), queue_id=queue_id, assignee_id=assignee_id, waiting=waiting)
    assert seen is is_seen


def test_each_role_may_what_the_one_below_may() -> None:
    may_do = {role.name: role.permissions for role in STANDARD_ROLES}
    assert may_do["agent"] < may_do["supervisor"] < may_do["administrator"]
    assert may_do["outbound_agent"] < may_do["outbound_supervisor"] < may_do["administrator"]


@pytest.mark.parametrize(
    ("permission", "names"),
    [
        ("conversations.read", {"ana", "silvia", "admin"}),
        ("conversations.answer", {"ana", "silvia", "admin"}),
        ("conversations.assign", {"silvia", "admin"}),
        ("users.read", {"silvia", "admin"}),
        ("connections.read", {"silvia", "admin"}),
        ("connections.maintain", {"silvia", "admin"}),
        ("labels.manage", {"silvia", "admin"}),
        ("queues.manage", {"admin"}),
        ("connections.manage", {"admin"}),
        ("dead_letters.manage", {"admin"}),
    ],
)
def test_permissions_of_the_standard_roles(permission: str, names: set[str]) -> None:
    allowed = {n for n in ("ana", "silvia", "admin") if may(principal(n), permission)}  # type: ignore[arg-type]
    assert allowed == names


def test_colleagues_within_sight_share_a_queue() -> None:
    seen = [one.id for one in visible_users(principal("silvia"), PEOPLE.users.values())]
    assert seen == ["ana", "silvia"]
    assert len(visible_users(principal("admin"), PEOPLE.users.values())) == 4


def test_nobody_acts_as_an_inactive_or_unknown_user() -> None:
    people = people_with(replace(ANA, is_active=False))
    assert people.principal(ANA.id) is None
    assert people.principal(UserId("nobody")) is None
    assert people.members(GENERAL) == []


def test_an_administrator_has_every_queue_and_members_are_named_by_users() -> None:
    assert principal("admin").queue_ids == {GENERAL, COBRANZAS}
    assert {one.id for one in PEOPLE.members(GENERAL)} == {"ana", "silvia"}
