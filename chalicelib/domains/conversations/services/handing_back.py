"""Gives all the open conversations that somebody holds back to their queues, at once."""

from __future__ import annotations

from chalicelib.core.errors import ConflictError, NotFoundError
from chalicelib.core.ids import UserId
from chalicelib.domains.conversations.models import Filters
from chalicelib.domains.conversations.services.desk import Acting, Desk
from chalicelib.domains.conversations.services.lists import Lists

_PAGE = 100


class HandingBack:
    """The use case of who stops working with chats open; to repeat it does no harm."""

    def __init__(self, lists: Lists, desk: Desk) -> None:
        self._lists = lists
        self._desk = desk

    def all_of(self, user_id: UserId, acting: Acting) -> int:
        """Release what somebody holds as far as the acting person sees it; answers how many."""
        released, before = 0, None
        while True:
            held = Filters(state="open", assignee=user_id)
            page = self._lists.page(acting.principal, held, before, _PAGE)
            for head in page.items:
                try:
                    self._desk.release(head, acting)
                except (ConflictError, NotFoundError):
                    continue  # closed, or somebody else's by now
                released += 1
            before = page.next_position
            if before is None:
                return released
