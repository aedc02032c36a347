"""Gives everything that somebody holds back to its queues, at once."""

from __future__ import annotations

from chalicelib.core.errors import ConflictError, NotFoundError
from chalicelib.core.ids import UserId
from chalicelib.domains.conversations.services.desk import Acting, Desk
from chalicelib.domains.conversations.services.reading import Filters, Reading

_PAGE = 100


class HandingBack:
    """The use case of who stops working with chats open; to repeat it does no harm."""

    def __init__(self, reading: Reading, desk: Desk) -> None:
        self._reading = reading
        self._desk = desk

    def all_of(self, user_id: UserId, acting: Acting) -> int:
        """Release what somebody holds as far as the acting person sees it; answers how many."""
        released, before = 0, None
        while True:
            held = Filters(state="open", assignee=user_id)
            page = self._reading.conversations(acting.principal, held, before, _PAGE)
            for head in page.items:
                try:
                    self._desk.release(head, acting)
                except (ConflictError, NotFoundError):
                    continue  # closed, or somebody else's by now
                released += 1
            before = page.next_position
            if before is None:
                return released
