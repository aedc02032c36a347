"""Who sees a change that waits, or waited."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.core.ids import QueueId, UserId
from chalicelib.domains.access.models import People, Principal
from chalicelib.domains.access.rules import may, visible_users
from chalicelib.domains.changes import rules
from chalicelib.domains.changes.models import PERMISSION_OF, ChangeRequest


class Sight:
    """Who asked for a change sees it, and whoever may make it: of the area, within their queues.

    `queue_of` tells where a connection leads; None for one that is not there yet.
    """

    def __init__(
        self, people: Callable[[], People], queue_of: Callable[[str], QueueId | None]
    ) -> None:
        self._people = people
        self._queue_of = queue_of

    def sees(self, reader: Principal, request: ChangeRequest) -> bool:
        if reader.user_id in request.asking.barred:
            return True
        return may(reader, PERMISSION_OF[request.area]) and self._reaches(reader, request)

    def _reaches(self, reader: Principal, request: ChangeRequest) -> bool:
        if reader.scope == "all":
            return True
        named = rules.queues_named(request)
        if request.kind == "user":
            return named <= reader.queue_ids and self._meets(reader, request.subject_id, named)
        if request.kind == "connection":
            queue_id = self._queue_of(request.subject_id)
            return named | ({queue_id} if queue_id else set()) <= reader.queue_ids
        return request.kind != "queue" or request.subject_id in reader.queue_ids

    def _meets(self, reader: Principal, user_id: str, named: frozenset[QueueId]) -> bool:
        """Whether it is about a colleague within sight, or about who would be one."""
        user = self._people().users.get(UserId(user_id))
        return bool(visible_users(reader, [user]) if user else named)
