"""Looks people up as they are configured now: names, rights, who may hold conversations."""

from __future__ import annotations

from collections.abc import Callable, Collection

from chalicelib.core.ids import QueueId, UserId
from chalicelib.domains.access.models import People, Principal
from chalicelib.domains.access.rules import may


class Colleagues:
    """Questions on the present snapshot of people."""

    def __init__(self, people: Callable[[], People]) -> None:
        self._people = people

    def name_of(self, user_id: str) -> str | None:
        """Also of people who left: names stay in history."""
        user = self._people().users.get(UserId(user_id))
        return user.name if user else None

    def principal(self, user_id: UserId) -> Principal | None:
        """What somebody may do now; None for unknown and inactive people."""
        return self._people().principal(user_id)

    def holders(self, queue_ids: Collection[QueueId]) -> list[UserId]:
        """Everybody who may hold a conversation of these queues, in a fixed order."""
        people, wanted = self._people(), set(queue_ids)
        found = []
        for user_id in sorted(people.users):
            principal = people.principal(user_id)
            if principal is None or not wanted & principal.queue_ids:
                continue
            if may(principal, "conversations.answer"):
                found.append(user_id)
        return found
