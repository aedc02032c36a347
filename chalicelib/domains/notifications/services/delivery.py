"""Brings frames to listeners, and forgets those whose socket is gone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from chalicelib.core.clock import Clock, rfc3339_ms
from chalicelib.domains.access.fields import FieldRules
from chalicelib.domains.access.withholding import seen
from chalicelib.domains.notifications.models import Listener, SocketId
from chalicelib.domains.notifications.ports import Attendance, Realtime, SocketStore


class Delivery:
    """The way of a frame to a socket."""

    def __init__(
        self, sockets: SocketStore, realtime: Realtime, attendance: Attendance, clock: Clock
    ) -> None:
        self._sockets = sockets
        self._realtime = realtime
        self._attendance = attendance
        self._clock = clock

    def is_over(self, listener: Listener) -> bool:
        """Over with its session; sessions ended before their time leave no listeners."""
        return listener.expires_at <= self._clock.now()

    def post(self, socket_id: SocketId, frames: Sequence[str]) -> None:
        """Send frames in order, until one finds nobody."""
        for frame in frames:
            if not self._realtime.post(socket_id, frame):
                self._forget(socket_id)
                return

    def _forget(self, socket_id: SocketId) -> None:
        """Forget a socket that is gone; one that is still opening is refused frames as well."""
        socket = self._sockets.get(socket_id)
        if socket is not None and socket.is_ready:
            self._attendance.left(socket.user_id, socket_id)
            self._sockets.remove(socket_id)


def frame_text(kind: str, at_ms: int, data: Any, schema: Any, rules: FieldRules) -> str:
    """An event as the contract writes it, for those who see the fields of people by these rules.

    `schema` is the declared type of the data. Every frame that tells of anything is written here.
    """
    written = {"type": kind, "at": rfc3339_ms(at_ms), "data": seen(data, schema, rules)}
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))
