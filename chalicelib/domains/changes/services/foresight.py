"""Looks at people, roles and queues as they would be once a change is made.

What was in order when somebody asked may not be any more: the other administrator left, the
queue has work, the approver holds less.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chalicelib.core.ids import QueueId, UserId
from chalicelib.domains.access.errors import (
    LastAdministratorError,
    NotYoursToGrantError,
    RoleInUseError,
)
from chalicelib.domains.access.granting import keeps_an_administrator, may_grant
from chalicelib.domains.access.models import People, Principal, Role, User
from chalicelib.domains.changes.ports import Image, ImaginedPeople, ItemKey

_PEOPLE = frozenset({"user", "role"})


class PeopleForesight:
    """Implements Foresight. `require_unused` refuses to retire a queue that has work,
    `require_reach` an identity provider that lets people in as more than somebody could make them.
    """

    def __init__(
        self,
        people: ImaginedPeople,
        require_unused: Callable[[QueueId], None],
        require_reach: Callable[[Principal, Image], None],
    ) -> None:
        self._people = people
        self._require_unused = require_unused
        self._require_reach = require_reach

    def require_sound(self, images: Mapping[ItemKey, Image], voucher: Principal) -> None:
        for (kind, _), image in images.items():
            if kind == "identity_provider":
                self._require_reach(voucher, image)
        if not any(kind in (*_PEOPLE, "queue") for kind, _ in images):
            return
        before, after = self._people.load(), self._people.load_with(images)
        for kind, name in images:
            if kind == "role":
                _require_role(before, after, name, voucher)
            elif kind == "user":
                _require_user(before, after, after.users[UserId(name)], voucher)
            elif kind == "queue":
                self._require_queue(before, after, QueueId(name))

    def _require_queue(self, before: People, after: People, queue_id: QueueId) -> None:
        old, new = before.queues.get(queue_id), after.queues[queue_id]
        if new.is_retired and old is not None and not old.is_retired:
            self._require_unused(queue_id)


def _require_role(before: People, after: People, name: str, voucher: Principal) -> None:
    new = after.roles[name]
    _require_granted(voucher, new)
    _require_administered(before, new)
    if (old := before.roles.get(name)) is not None:
        _require_granted(voucher, old)
    held = sum(one.is_active and one.role == name for one in after.users.values())
    if new.is_retired and held:
        raise RoleInUseError(people=held)


def _require_user(before: People, after: People, new: User, voucher: Principal) -> None:
    old = before.users.get(new.id)
    if old is not None and (old.role, old.is_active) == (new.role, new.is_active):
        return
    _require_granted(voucher, after.roles[new.role])
    _require_administered(before, new)
    if old is not None:
        _require_granted(voucher, before.roles[old.role])


def _require_granted(giver: Principal, role: Role) -> None:
    if not may_grant(giver, role):
        lacking = sorted(role.granted - giver.permissions)
        raise NotYoursToGrantError(role=role.name, permissions=lacking)


def _require_administered(before: People, changed: User | Role) -> None:
    if not keeps_an_administrator(before, changed):
        raise LastAdministratorError
