"""The sockets of a session that ends."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.core.ids import UserId
from chalicelib.domains.access.models import SessionId
from chalicelib.domains.notifications.models import Socket, SocketId
from chalicelib.domains.notifications.services.ended_sessions import EndedSessions
from tests.fakes.clock import START
from tests.fakes.presence import RecordedAttendance
from tests.fakes.sockets import FakeRealtime, MemorySockets
from tests.samples import CHANGE

ANA, LUIS = UserId("ana"), UserId("luis")
OURS, OTHER = SessionId("ours"), SessionId("other")


class _Watched(FakeRealtime):
    """Sees what the store still holds when a socket is closed."""

    def __init__(self, sockets: MemorySockets) -> None:
        super().__init__()
        self._sockets = sockets
        self.listening: list[bool] = []

    def close(self, socket_id: str) -> None:
        self.listening.append(SocketId(socket_id) in self._sockets.rows)
        super().close(socket_id)


def test_its_sockets_are_forgotten_then_closed_and_no_others() -> None:
    sockets = MemorySockets()
    realtime = _Watched(sockets)
    for name, user_id, session_id in (
        ("one", ANA, OURS),
        ("two", ANA, OURS),
        ("elsewhere", ANA, OTHER),
        ("luis", LUIS, SessionId("his")),
    ):
        expires_at = START + timedelta(hours=1)
        sockets.add(Socket(SocketId(name), user_id, session_id, expires_at), CHANGE)
    attendance = RecordedAttendance()
    ended = EndedSessions(sockets, realtime, attendance)
    for _ in range(2):
        ended.hang_up(ANA, OURS)
    assert set(sockets.rows) == {"elsewhere", "luis"}
    assert realtime.closed == ["one", "two"]
    assert attendance.told == [("ended", ANA, OURS, "one", "two"), ("ended", ANA, OURS)]
    assert realtime.listening == [False, False]
