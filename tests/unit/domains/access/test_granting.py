"""Nobody grants what they do not hold, and somebody can always give rights back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domains.access.granting import keeps_an_administrator, may_grant
from chalicelib.domains.access.models import People, Permission, Principal, Role, Scope, User
from chalicelib.domains.access.rules import STANDARD_ROLES
from tests.unit.domains.access.house import ADMIN, ANA, GENERAL, QUEUES, SILVIA, people_with, user

PEOPLE = people_with(ANA, SILVIA, ADMIN)
ADMINISTRATOR, SUPERVISOR, AGENT = (
    next(role for role in STANDARD_ROLES if role.name == name)
    for name in ("administrator", "supervisor", "agent")
)


def acting(person: User) -> Principal:
    found = PEOPLE.principal(person.id)
    assert found is not None
    return found


def role(scope: Scope, *permissions: Permission, name: str = "custom") -> Role:
    return Role(name, frozenset(permissions), scope)


@pytest.mark.parametrize(
    ("giver", "given", "is_granted"),
    [
        (ANA, ADMINISTRATOR, False),
        (ANA, SUPERVISOR, False),
        (SILVIA, ADMINISTRATOR, False),
        (SILVIA, role("queues", "conversations.read", "roles.manage"), False),
        (SILVIA, role("all", "conversations.read"), False),
        (ANA, role("queues"), False),
        (SILVIA, AGENT, True),
        (SILVIA, SUPERVISOR, True),
        (SILVIA, role("own", "conversations.read"), True),
        (ADMIN, ADMINISTRATOR, True),
        (ADMIN, role("all"), True),
        (ANA, role("own"), True),
    ],
)
def test_a_role_is_granted_by_who_holds_all_of_it(
    giver: User, given: Role, is_granted: bool
) -> None:
    assert may_grant(acting(giver), given) is is_granted


BORIS = user("boris", "administrator")
NARROWED = role("queues", *ADMINISTRATOR.permissions, name="administrator")
WITHOUT_ROLES = role("all", *(ADMINISTRATOR.permissions - {"roles.manage"}), name="administrator")
WITHOUT_USERS = role("all", *(ADMINISTRATOR.permissions - {"users.manage"}), name="administrator")


@pytest.mark.parametrize(
    ("others", "changed", "is_kept"),
    [
        ((), replace(ADMIN, is_active=False), False),
        ((), replace(ADMIN, role="supervisor"), False),
        ((), replace(ADMIN, role="nothing that is stored"), False),
        ((), NARROWED, False),
        ((), WITHOUT_ROLES, False),
        ((), WITHOUT_USERS, False),
        ((replace(BORIS, is_active=False),), replace(ADMIN, is_active=False), False),
        ((BORIS,), NARROWED, False),
        ((BORIS,), replace(ADMIN, is_active=False), True),
        ((BORIS,), replace(ADMIN, role="agent"), True),
        ((), role("all", "users.manage", "roles.manage", name="administrator"), True),
        ((), replace(ADMIN, name="Another", queue_ids=frozenset({GENERAL})), True),
        ((), replace(ANA, is_active=False), True),
        ((), role("own", name="agent"), True),
    ],
)
def test_somebody_who_administers_is_left(
    others: tuple[User, ...], changed: User | Role, is_kept: bool
) -> None:
    assert keeps_an_administrator(people_with(ANA, SILVIA, ADMIN, *others), changed) is is_kept


def test_a_custom_role_administers_as_well_as_the_standard_one() -> None:
    owners = role("all", "users.manage", "roles.manage", name="owners")
    people = People(
        (replace(ADMIN, is_active=False), user("olga", "owners")), (*STANDARD_ROLES, owners), QUEUES
    )
    assert keeps_an_administrator(people, replace(ADMIN, role="agent"))
    assert not keeps_an_administrator(people, replace(owners, scope="own"))


def test_nothing_is_lost_where_nobody_administered_before() -> None:
    assert keeps_an_administrator(people_with(ANA), replace(ANA, is_active=False))
    assert keeps_an_administrator(people_with(), ADMIN)
