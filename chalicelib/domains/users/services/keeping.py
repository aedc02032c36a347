"""Creates people and edits who they are and what they do here; nobody is ever deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from chalicelib.core.change import Change
from chalicelib.core.errors import BusyError, NotFoundError, VersionConflictError
from chalicelib.core.ids import UserId
from chalicelib.domains.access.errors import IdentifierTakenError
from chalicelib.domains.access.granting import keeps_an_administrator
from chalicelib.domains.access.models import People, Principal, User
from chalicelib.domains.access.ports import PeopleRepository
from chalicelib.domains.users import rules
from chalicelib.domains.users.errors import LastAdministratorError, UnsoundUserError
from chalicelib.domains.users.models import Group

_ROUNDS = 10

Decision = Callable[[People, User], User]


class Cache(Protocol):
    """The snapshot that everybody else reads."""

    def forget(self) -> None: ...


class UserKeeping:
    """Every write of a person by another one goes through here."""

    def __init__(
        self,
        repository: PeopleRepository,
        people: Cache,
        groups: Callable[[], Mapping[str, Group]],
    ) -> None:
        self._repository = repository
        self._people = people
        self._groups = groups

    def create(self, new: User, principal: Principal | None, change: Change) -> User:
        """Somebody new; who was created under the same id before is answered as they are.

        `principal` is None where a rule of an administrator's decides: somebody is admitted then.

        Raises UnsoundUserError, IdentifierTakenError, RoleNotGrantableError,
        QueueOutOfScopeError.
        """
        people = self._repository.load()
        if earlier := people.users.get(new.id):
            return earlier
        made = recorded(rules.cleaned(new), change)
        self._require_right(people, None, made, principal)
        event = "user.created" if principal else "user.admitted"
        self._repository.write_users([(None, made)], replace(change, event=event))
        self._people.forget()
        return made

    def edit(
        self,
        user_id: UserId,
        fields: Mapping[str, Any],
        *,
        expected_version: int,
        principal: Principal,
        change: Change,
    ) -> User:
        """Change what `fields` name; an edit that changes nothing writes nothing.

        Raises what `create` raises, NotFoundError, VersionConflictError,
        LastAdministratorError.
        """

        def edited(people: People, old: User) -> User:
            if old.version != expected_version:
                raise VersionConflictError
            new = rules.cleaned(replace(old, **fields))
            limits = {one for one in new.channel_limits if one[0] in new.queue_ids}
            new = replace(new, channel_limits=frozenset(limits))
            if new == old:
                return old
            self._require_right(people, old, new, principal)
            return new

        return self.decide(user_id, edited, replace(change, event="user.changed"))

    def decide(self, user_id: UserId, decide: Decision, change: Change) -> User:
        """Somebody after a decision on all as it stands; a lost race is decided again.

        Where an administrator is lost, nothing at all may have changed meanwhile, so that of
        the last two neither removes the other. Raises NotFoundError, LastAdministratorError,
        BusyError, and what the decision raises.
        """
        for _ in range(_ROUNDS):
            stamp = self._repository.stamp()
            people = self._repository.load()
            old = people.users.get(user_id)
            if old is None:
                raise NotFoundError
            new = decide(people, old)
            if new is old:
                return old
            if not keeps_an_administrator(people, new):
                raise LastAdministratorError
            made = recorded(replace(new, version=old.version + 1), change)
            may_lose = (made.role, made.is_active) != (old.role, old.is_active)
            try:
                self._repository.write_users(
                    [(old, made)], change, since=stamp if may_lose else None
                )
            except VersionConflictError:
                continue
            self._people.forget()
            return made
        raise BusyError

    def _require_right(
        self, people: People, old: User | None, new: User, principal: Principal | None
    ) -> None:
        flaws = rules.flaws_of(new, people, self._groups().keys())
        if flaws:
            raise UnsoundUserError(errors=flaws)
        if principal is not None:
            rules.require_grantable(principal, people, old, new)
        taken = rules.Identifiers(people.users.values()).taken(new, old)
        if taken is not None:
            kind, holder = taken
            shown = {"id": holder.id, "name": holder.name, "is_active": holder.is_active}
            raise IdentifierTakenError(kind, shown)


def recorded(user: User, change: Change) -> User:
    """With who made the newest change, and when."""
    return replace(user, changed_by=change.actor, changed_at_ms=change.at_ms)
