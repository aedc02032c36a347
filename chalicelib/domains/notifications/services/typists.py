"""Tells colleagues that somebody writes an answer. Nothing of it is kept but when it was told."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.ids import UserId
from chalicelib.domains.access.fields import FieldRules
from chalicelib.domains.access.models import Principal
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.conversations.ports import People
from chalicelib.domains.conversations.services.desk import Desk
from chalicelib.domains.notifications.models import Listener
from chalicelib.domains.notifications.ports import Realtime, SocketStore
from chalicelib.domains.notifications.schemas import ConversationFrame
from chalicelib.domains.notifications.services.delivery import frame_text

EVERY_MS = 3_000


class Typists:
    """The use case of somebody's keystrokes in a conversation."""

    def __init__(
        self, sockets: SocketStore, realtime: Realtime, people: People, clock: Clock
    ) -> None:
        self._sockets = sockets
        self._realtime = realtime
        self._people = people
        self._clock = clock

    def tell(self, principal: Principal, head: Conversation) -> None:
        """Post `conversation.typing` to its holder and viewers; oftener than allowed, nothing.

        A socket that is gone is left to who next has something to keep for it.
        """
        now_ms = to_ms(self._clock.now())
        change = Change("socket.typed", principal.user_id, now_ms, role=principal.role)
        if not self._sockets.note_typing(principal.user_id, now_ms - EVERY_MS, change):
            return
        data: ConversationFrame = {
            "conversation_id": head.id,
            "user": {"id": principal.user_id, "name": principal.name},
        }
        for listener, rules in self._audience(head, principal.user_id):
            text = frame_text("conversation.typing", now_ms, data, ConversationFrame, rules)
            self._realtime.post(listener.socket_id, text)

    def _audience(
        self, head: Conversation, typist: UserId
    ) -> Iterator[tuple[Listener, FieldRules]]:
        """Everybody else who may see it now, and what they see of people."""
        found = self._sockets.viewers(head.id)
        if head.assignee_id is not None:
            found = found + self._sockets.of_user(head.assignee_id)
        for one in dict.fromkeys(found):
            if one.user_id == typist or one.expires_at <= self._clock.now():
                continue
            principal = self._people.principal(one.user_id)
            if principal is not None and Desk.sees(principal, head):
                yield one, principal.field_rules
