"""Who may give a role to somebody, and whether anybody is left to give any. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chalicelib.domains.access.models import People, Permission, Principal, Role, Scope, User

_WIDTH: dict[Scope, int] = {"own": 0, "queues": 1, "all": 2}

ADMINISTERS: frozenset[Permission] = frozenset({"users.manage", "roles.manage"})
"""Whoever has these and sees everything can give back every right that was taken away."""


def may_grant(giver: Principal, role: Role) -> bool:
    """Whether somebody holds all that a role has: its permissions, and sight as wide and as deep.

    Asked before a role is given to a person or taken from one, and before a role is created
    or changed (of the role as it was, and as it is to be): so nobody rises by what they grant,
    and nobody takes away what they could not give.
    """
    return (
        role.granted <= giver.permissions
        and _WIDTH[role.scope] <= _WIDTH[giver.scope]
        and giver.field_rules.reach(role.field_rules)
    )


def administers(role: Role) -> bool:
    """Whether the people of a role can give back every right."""
    return role.scope == "all" and role.permissions >= ADMINISTERS


def keeps_an_administrator(people: People, changed: User | Role) -> bool:
    """Whether an active person administers yet once a user or a role is as `changed` says.

    True where nobody does today: what is lost already is not lost by this change.
    """
    users, roles = dict(people.users), dict(people.roles)
    before = _has_administrator(users.values(), roles)
    if isinstance(changed, User):
        users[changed.id] = changed
    else:
        roles[changed.name] = changed
    return not before or _has_administrator(users.values(), roles)


def _has_administrator(users: Iterable[User], roles: Mapping[str, Role]) -> bool:
    return any(
        user.is_active and user.role in roles and administers(roles[user.role]) for user in users
    )
