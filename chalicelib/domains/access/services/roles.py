"""Roles as people keep them: created, edited, retired; and who holds what.

What nobody may do is refused by `granting`: to grant more than one holds, or to leave nobody
who administers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.errors import NotFoundError, VersionConflictError
from chalicelib.domains.access.errors import (
    LastAdministratorError,
    NotYoursToGrantError,
    RoleFlawedError,
    RoleInUseError,
)
from chalicelib.domains.access.fields import is_field
from chalicelib.domains.access.granting import keeps_an_administrator, may_grant
from chalicelib.domains.access.models import People, Principal, Role, User
from chalicelib.domains.access.permissions import CATALOGUE, missing_needs
from chalicelib.domains.access.ports import PeopleRepository
from chalicelib.domains.configuration.errors import NameTakenError
from chalicelib.domains.configuration.rules import clean_name, name_key

_LONGEST_NAME = 40


class Roles:
    """Use cases on roles. `read` gives the snapshot of people, `forget` renews it."""

    def __init__(
        self, repository: PeopleRepository, read: Callable[[], People], forget: Callable[[], None]
    ) -> None:
        self._repository = repository
        self._read = read
        self._forget = forget

    def all(self) -> list[Role]:
        """Every one, by its id; a few seconds old at most."""
        return sorted(self._read().roles.values(), key=lambda role: role.name)

    def require(self, name: str) -> Role:
        """Raises NotFoundError."""
        role = self._read().roles.get(name)
        if role is None:
            raise NotFoundError
        return role

    def people_of(self, name: str) -> list[User]:
        """The active people of a role, by name."""
        return _by_name(
            one for one in self._read().users.values() if one.is_active and one.role == name
        )

    def holders(self, permission: str) -> list[User]:
        """The active people whose role has a permission, by name. Raises NotFoundError."""
        if permission not in CATALOGUE:
            raise NotFoundError
        people = self._read()
        holding = {name for name, role in people.roles.items() if permission in role.permissions}
        return _by_name(
            one for one in people.users.values() if one.is_active and one.role in holding
        )

    def create(self, giver: Principal, fields: Mapping[str, Any], change: Change) -> Role:
        """A new role; its id is made of its title.

        Raises RoleFlawedError, NotYoursToGrantError, NameTakenError.
        """
        people = self._repository.load()
        title = clean_name(fields["title"])
        made = Role(**{**fields, "title": title}, name=_new_name(title, people.roles))
        role = _recorded(made, change)
        self._require_sound(role, people.roles)
        _require_granted(giver, role)
        self._repository.add_role(role, replace(change, event="role.created"))
        self._forget()
        return role

    def edit(
        self,
        giver: Principal,
        name: str,
        fields: Mapping[str, Any],
        *,
        expected_version: int,
        change: Change,
    ) -> Role:
        """Change what `fields` name; `is_retired` takes it out of use or back into it.

        An edit that changes nothing writes nothing. Raises NotFoundError, VersionConflictError,
        RoleFlawedError, NotYoursToGrantError, LastAdministratorError, RoleInUseError,
        NameTakenError.
        """
        people = self._repository.load()
        old = people.roles.get(name)
        if old is None:
            raise NotFoundError
        if old.version != expected_version:
            raise VersionConflictError
        edited = replace(old, **fields)
        edited = replace(edited, title=clean_name(edited.title))
        if edited == old:
            return old
        new = _recorded(replace(edited, version=old.version + 1), change)
        self._require_sound(new, people.roles)
        _require_granted(giver, old)
        _require_granted(giver, new)
        _require_replaceable(people, old, new)
        event = "role.changed"
        if new.is_retired != old.is_retired:
            event = "role.retired" if new.is_retired else "role.restored"
        self._repository.replace_role(new, old, replace(change, event=event))
        self._forget()
        return new

    def _require_sound(self, role: Role, roles: Mapping[str, Role]) -> None:
        if lacking := missing_needs(role.permissions):
            raise RoleFlawedError.of_needs(lacking)
        if role.too_far:
            raise RoleFlawedError.of_scope(role.too_far)
        unknown = sorted(one.field for one in role.field_rules.rules if not is_field(one.field))
        if unknown:
            raise RoleFlawedError.of_fields(unknown)
        for one in roles.values():
            is_other = one.name != role.name and role.title != ""
            if is_other and name_key(one.title) == name_key(role.title):
                holder = {"id": one.name, "name": one.title, "is_retired": one.is_retired}
                raise NameTakenError(holder)


def _require_granted(giver: Principal, role: Role) -> None:
    if not may_grant(giver, role):
        raise NotYoursToGrantError(
            role=role.name, permissions=sorted(role.granted - giver.permissions)
        )


def _require_replaceable(people: People, old: Role, new: Role) -> None:
    if not keeps_an_administrator(people, new):
        raise LastAdministratorError
    held_by = sum(one.is_active and one.role == old.name for one in people.users.values())
    if new.is_retired and not old.is_retired and held_by:
        raise RoleInUseError(people=held_by)


def _recorded(role: Role, change: Change) -> Role:
    known: frozenset[str] = frozenset(CATALOGUE)
    return replace(role, known=known, changed_by=change.actor, changed_at_ms=change.at_ms)


def _new_name(title: str, taken: Collection[str]) -> str:
    """An id that tells what it is of: the title in plain letters."""
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST_NAME] or "role"
    numbered = (name, *(f"{name}_{number}" for number in range(2, len(taken) + 3)))
    return next(one for one in numbered if one not in taken)


def _by_name(users: Iterable[User]) -> list[User]:
    return sorted(users, key=lambda user: (user.name, user.id))
