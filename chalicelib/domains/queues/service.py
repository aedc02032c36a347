"""Queues as they are configured: facts, members and their channels, what depends on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from chalicelib.core.change import Change
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import QueueId, UserId
from chalicelib.core.stamped_cache import StampedCache
from chalicelib.domains.access.models import People, Principal, Queue, User
from chalicelib.domains.access.ports import PeopleRepository
from chalicelib.domains.access.rules import visible_users
from chalicelib.domains.configuration.service import Catalogue
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.conversations.ports import ThreadStore, TrayStore
from chalicelib.domains.queues.errors import (
    QueueInUseError,
    TooManyMembersChangedError,
    UnknownMemberError,
)
from chalicelib.domains.queues.models import Member, Membership, StaffedQueue

COUNTED = 400
MEMBERS_AT_ONCE = 90  # a transaction takes a hundred items; queue and stamp are two of them


class Connections(Protocol):
    """The connections there are."""

    def all(self) -> list[Connection]: ...


class QueueSettings:
    """Who serves a queue stands with each person; the queue's version grows with it."""

    def __init__(
        self,
        catalogue: Catalogue[Queue],
        repository: PeopleRepository,
        people: StampedCache[People],
        connections: Connections,
        trays: TrayStore,
        threads: ThreadStore,
    ) -> None:
        self._catalogue = catalogue
        self._repository = repository
        self._people = people
        self._connections = connections
        self._trays = trays
        self._threads = threads

    def create(self, queue: Queue, change: Change) -> Queue:
        """Raises NameTakenError."""
        return self._catalogue.create(queue, change)

    def edit(
        self, queue_id: QueueId, fields: Mapping[str, Any], *, expected_version: int, change: Change
    ) -> Queue:
        """As every edit of configuration; raises QueueInUseError where it would be retired."""
        current = self._catalogue.current(queue_id, expected_version)
        if fields.get("is_retired") and not current.is_retired:
            self.require_unused(queue_id)
        return self._catalogue.edit(
            queue_id, fields, expected_version=expected_version, change=change
        )

    def bound(self, queue_id: QueueId) -> list[Connection]:
        """The connections whose conversations come to it, by name."""
        return [one for one in self._connections.all() if one.queue_id == queue_id]

    def staffed(self, queue: Queue) -> StaffedQueue:
        """The queue with its people, counted now."""
        held = self._trays.held(queue.id, COUNTED + 1)
        heads = self._threads.heads(held[:COUNTED])
        loads = Counter(head.assignee_id for head in heads if head.queue_id == queue.id)
        people = sorted(self._people.get().users.values(), key=lambda one: (one.name, one.id))
        everybody = [
            Member(user, user.channels_in(queue.id), loads[user.id])
            for user in people
            if queue.id in user.queue_ids or loads[user.id]
        ]
        return StaffedQueue(
            queue=queue,
            members=[one for one in everybody if queue.id in one.user.queue_ids],
            former=[one for one in everybody if queue.id not in one.user.queue_ids],
            is_cut=len(held) > COUNTED,
        )

    def set_members(
        self,
        queue_id: QueueId,
        wanted: Membership,
        *,
        principal: Principal,
        expected_version: int,
        change: Change,
    ) -> Queue:
        """Make these people, and no others, serve the queue. Nobody loses what they hold.

        Raises NotFoundError, VersionConflictError, UnknownMemberError also for people out of
        sight, TooManyMembersChangedError.
        """
        people = self._repository.load()
        queue = people.queues.get(queue_id)
        if queue is None:
            raise NotFoundError
        self._catalogue.current(queue_id, expected_version)
        _require_known(people, queue_id, wanted, principal)
        edits = [
            (user, new)
            for user in people.users.values()
            if (new := _serving(user, queue_id, wanted)) is not user
        ]
        if not edits:
            return queue
        if len(edits) > MEMBERS_AT_ONCE:
            raise TooManyMembersChangedError(limit=MEMBERS_AT_ONCE)
        staffed = replace(
            queue,
            version=queue.version + 1,
            changed_by=change.actor,
            changed_at_ms=change.at_ms,
        )
        self._repository.save_members(
            (queue, staffed), edits, replace(change, event="queue.staffed")
        )
        self._people.forget()
        return staffed

    def require_unused(self, queue_id: QueueId) -> None:
        """Raises QueueInUseError where anything would be left in a queue without members."""
        bound = self.bound(queue_id)
        waiting = self._trays.count(queue_id, COUNTED)
        held = len(self._trays.held(queue_id, COUNTED))
        if bound or waiting or held:
            named = [{"id": one.id, "name": one.name} for one in bound]
            raise QueueInUseError(connections=named, waiting=waiting, held=held)


def _require_known(
    people: People, queue_id: QueueId, wanted: Membership, principal: Principal
) -> None:
    """Who is a member already may stay one, also where they left."""
    for user_id in wanted:
        user = people.users.get(user_id)
        is_member = user is not None and queue_id in user.queue_ids
        may_come = user is not None and user.is_active and visible_users(principal, [user])
        if not (is_member or may_come):
            raise UnknownMemberError(user_id=user_id)


def _serving(user: User, queue_id: QueueId, wanted: Membership) -> User:
    """The user as the membership has them; themselves where nothing changes."""
    queues = user.queue_ids - {queue_id}
    limits = frozenset(one for one in user.channel_limits if one[0] != queue_id)
    if user.id in wanted:
        queues |= {queue_id}
        limits |= {(queue_id, channel) for channel in wanted[UserId(user.id)]}
    if queues == user.queue_ids and limits == user.channel_limits:
        return user
    return replace(user, queue_ids=queues, channel_limits=limits, version=user.version + 1)
