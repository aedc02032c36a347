"""Gives all the open conversations that somebody holds back to their queues, at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from chalicelib.core.change import Change
from chalicelib.core.errors import ConflictError, NotFoundError
from chalicelib.core.ids import QueueId, UserId
from chalicelib.domains.access.models import Principal
from chalicelib.domains.conversations.models import AskedTray, Conversation, Filters
from chalicelib.domains.conversations.services.desk import Acting, Desk
from chalicelib.domains.conversations.services.lists import Lists

_PAGE = 100
_OPEN: tuple[AskedTray, ...] = ("open",)
_OPEN_OR_PUT_OFF: tuple[AskedTray, ...] = ("open", "snoozed")


class HandingBack:
    """The use cases of who stops working with chats open; to repeat them does no harm."""

    def __init__(self, lists: Lists, desk: Desk) -> None:
        self._lists = lists
        self._desk = desk

    def all_of(self, user_id: UserId, acting: Acting) -> int:
        """Release what somebody holds as far as the acting person sees it; answers how many."""
        return self._release(_OPEN, user_id, acting)

    def held_by(self, user_id: UserId) -> Counter[QueueId]:
        """How many conversations of each queue somebody holds, put off or not."""
        found = self._held(_OPEN_OR_PUT_OFF, user_id, _house(user_id))
        return Counter(head.queue_id for head in found)

    def everything_of(self, user_id: UserId, change: Change) -> int:
        """Release all that somebody holds who is here no more; answers how many.

        It follows from their leaving, so it asks for no right of whoever let them go.
        """
        return self._release(_OPEN_OR_PUT_OFF, user_id, Acting(_house(change.actor), change))

    def _release(self, trays: Sequence[AskedTray], user_id: UserId, acting: Acting) -> int:
        released = 0
        for head in self._held(trays, user_id, acting.principal):
            try:
                self._desk.release(head, acting)
            except (ConflictError, NotFoundError):
                continue  # closed, or somebody else's by now
            released += 1
        return released

    def _held(
        self, trays: Sequence[AskedTray], user_id: UserId, principal: Principal
    ) -> Iterator[Conversation]:
        for tray in trays:
            held, before = Filters(state=tray, assignee=user_id), None
            while True:
                page = self._lists.page(principal, held, before, _PAGE)
                yield from page.items
                before = page.next_position
                if before is None:
                    break


def _house(actor: str) -> Principal:
    """Sees everything and disposes of it: what follows from a decision by itself."""
    return Principal(
        user_id=UserId(actor),
        name="",
        email="",
        role="",
        permissions=frozenset({"conversations.read", "conversations.assign"}),
        scope="all",
        queue_ids=frozenset(),
    )
