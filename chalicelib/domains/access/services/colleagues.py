"""Looks people up as they are configured now: names, rights, who may hold conversations."""

from __future__ import annotations

from collections.abc import Callable, Collection

from chalicelib.core.ids import QueueId, UserId
from chalicelib.domains.access.models import People, Principal


class Colleagues:
    """Questions on the present snapshot of people.

    `name_of_application` is asked for a name that is no person's.
    """

    def __init__(
        self, people: Callable[[], People], name_of_application: Callable[[str], str | None]
    ) -> None:
        self._people = people
        self._name_of_application = name_of_application

    def name_of(self, user_id: str) -> str | None:
        """Of people and applications, also of those who left: names stay in history."""
        user = self._people().users.get(UserId(user_id))
        return user.name if user else self._name_of_application(user_id)

    def principal(self, user_id: UserId) -> Principal | None:
        """What somebody may do now; None for unknown and inactive people."""
        return self._people().principal(user_id)

    def everybody(self) -> list[Principal]:
        """All who are active, by name."""
        people = self._people()
        found = [one for id_ in people.users if (one := people.principal(id_))]
        return sorted(found, key=lambda one: (one.name, one.user_id))

    def holders(self, queue_ids: Collection[QueueId]) -> list[UserId]:
        """Everybody who may hold a conversation of these queues, in a fixed order.

        Also who left, was moved or may not answer any more: what they held waits for somebody.
        """
        people = self._people()
        return sorted(
            user.id
            for user in people.users.values()
            if not people.queues_held_in(user).isdisjoint(queue_ids)
        )

    def hold_only_in(self, user_id: UserId, queue_ids: Collection[QueueId]) -> bool:
        """Whether all that somebody may hold is of these queues."""
        people = self._people()
        user = people.users.get(user_id)
        return user is not None and people.queues_held_in(user).issubset(queue_ids)
