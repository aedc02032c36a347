"""Tells a person's other screens that they have read alerts here."""

from __future__ import annotations

from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.ids import UserId
from chalicelib.domains.access.fields import EVERYTHING
from chalicelib.domains.notifications.ports import SocketStore
from chalicelib.domains.notifications.services.delivery import Delivery, frame_text


class AlertNews:
    """A hint: whoever shows alerts asks for them again."""

    def __init__(self, sockets: SocketStore, delivery: Delivery, clock: Clock) -> None:
        self._sockets = sockets
        self._delivery = delivery
        self._clock = clock

    def read(self, user_id: UserId) -> None:
        """Say it to every screen of theirs that is open."""
        frame = frame_text("alert.read", to_ms(self._clock.now()), {}, None, EVERYTHING)
        for listener in self._sockets.of_user(user_id):
            if not self._delivery.is_over(listener):
                self._delivery.post(listener.socket_id, [frame])
