"""Closes the sockets of a session that is over."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.core.ids import UserId
from chalicelib.domains.access.models import SessionId
from chalicelib.domains.notifications.models import Listener
from chalicelib.domains.notifications.ports import Attendance, Realtime, SocketStore


class EndedSessions:
    """The use case of a session's end; to repeat it does no harm."""

    def __init__(self, sockets: SocketStore, realtime: Realtime, attendance: Attendance) -> None:
        self._sockets = sockets
        self._realtime = realtime
        self._attendance = attendance

    def hang_up(self, user_id: UserId, session_id: SessionId) -> None:
        """Tell that they are over, forget the session's sockets, then close them.

        In this order: until all is told, whoever tries again finds the sockets yet; who looks
        for listeners finds none of them any more, and who has found one before reaches nobody
        once it is closed.
        """
        self._hang_up(user_id, session_id, self._sockets.of_user(user_id, consistent=True))

    def hang_up_all(self, user_id: UserId) -> None:
        """The same for every session of somebody who is kept out, also those without a socket."""
        listeners = self._sockets.of_user(user_id, consistent=True)
        sessions = {one.session_id for one in listeners} | self._attendance.sessions_of(user_id)
        for session_id in sorted(sessions):
            self._hang_up(user_id, SessionId(session_id), listeners)

    def _hang_up(
        self, user_id: UserId, session_id: SessionId, listeners: Sequence[Listener]
    ) -> None:
        ended = [one.socket_id for one in listeners if one.session_id == session_id]
        self._attendance.ended(user_id, session_id, ended)
        for socket_id in ended:
            self._sockets.remove(socket_id)
        for socket_id in ended:
            self._realtime.close(socket_id)
