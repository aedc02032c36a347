"""What a client may ask over its socket, frame by frame."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.change import Change
from chalicelib.core.errors import UnauthenticatedError
from chalicelib.core.ids import ConversationId, QueueId, UserId
from chalicelib.domains.access.models import SessionId
from chalicelib.domains.notifications.models import Socket, SocketId
from chalicelib.domains.notifications.services.sockets import MAX_VIEWS, Sockets
from chalicelib.domains.notifications.services.typists import EVERY_MS, Typists
from tests.fakes.clock import START
from tests.fakes.presence import RecordedAttendance
from tests.fakes.sockets import FakeRealtime, MemorySockets
from tests.samples import CHANGE, COBRANZAS, GENERAL, heard, id_of
from tests.unit.domains.access.house import House, people_with
from tests.unit.domains.conversations.office import ANA, LUIS, STAFF, Office

SOCKET = SocketId("socket=")
ONE, TWO, THREE = id_of("one"), id_of("two"), id_of("three")


class Door:
    """An office and a house with the same people; Ana is signed in and connected."""

    def __init__(self) -> None:
        self.office = Office()
        self.house = House(people=people_with(*STAFF), clock=self.office.clock)
        self.store, self.realtime = MemorySockets(), FakeRealtime()
        self.attendance = RecordedAttendance()
        self.sockets = Sockets(
            self.store,
            self.house.tickets,
            self.house.sessions,
            self.office.desk,
            Typists(self.store, self.realtime, self.office.colleagues, self.office.clock),
            self.attendance,
            self.office.clock,
        )
        self.session_id = self.enter()
        self.sockets.connect(SOCKET, self.ticket())
        self.office.has(
            heard("one"),
            heard("two", assignee_id=LUIS),
            heard("three", queue_id=COBRANZAS),
        )

    def enter(self) -> SessionId:
        before = set(self.house.session_rows.rows)
        self.house.enter("ana")
        (session_id,) = set(self.house.session_rows.rows) - before
        return session_id

    def ticket(self) -> str:
        principal = replace(self.office.principal("ana"), session_id=self.session_id)
        return self.house.tickets.create(principal, self.house.change())

    def send(self, action: Any, **fields: Any) -> dict[str, Any]:
        return self.sockets.handle(SOCKET, json.dumps({"action": action, **fields})).answer

    @property
    def socket(self) -> Socket:
        found = self.store.get(SOCKET)
        assert found is not None
        return found


@pytest.fixture
def door() -> Door:
    return Door()


class TestConnect:
    def test_a_ticket_lets_in_once(self, door: Door) -> None:
        ticket = door.ticket()
        door.sockets.connect(SocketId("other"), ticket)
        expires_at = START + timedelta(hours=2, minutes=15)
        assert door.store.get(SocketId("other")) == Socket(
            SocketId("other"), ANA, door.session_id, expires_at
        )
        with pytest.raises(UnauthenticatedError):
            door.sockets.connect(SocketId("third"), ticket)
        assert door.store.get(SocketId("third")) is None

    def test_not_after_a_minute(self, door: Door) -> None:
        ticket = door.ticket()
        door.office.clock.advance(60)
        with pytest.raises(UnauthenticatedError):
            door.sockets.connect(SocketId("late"), ticket)

    def test_a_socket_is_over_with_its_session(self, door: Door) -> None:
        door.office.clock.advance(door.house.policy.session_seconds - 600)
        door.sockets.connect(SocketId("late"), door.ticket())
        late = door.store.get(SocketId("late"))
        assert late is not None
        assert late.expires_at == START + timedelta(seconds=door.house.policy.session_seconds)

    def test_not_when_the_session_ends_meanwhile(self, door: Door) -> None:
        """Whoever ends it looks for sockets before this one is stored."""

        class Late(MemorySockets):
            def add(self, socket: Socket, change: Change) -> None:
                door.house.session_rows.end(door.session_id, change)
                super().add(socket, change)

        store = Late()
        house, office = door.house, door.office
        attendance = RecordedAttendance()
        typists = Typists(store, door.realtime, office.colleagues, office.clock)
        late = Sockets(
            store,
            house.tickets,
            house.sessions,
            office.desk,
            typists,
            attendance,
            office.clock,
        )
        with pytest.raises(UnauthenticatedError):
            late.connect(SocketId("late"), door.ticket())
        assert store.rows == {}
        assert attendance.told[-1] == ("ended", ANA, door.session_id, "late")

    def test_who_leaves_is_forgotten(self, door: Door) -> None:
        door.send("open", conversation_id=ONE)
        door.sockets.disconnect(SOCKET)
        assert door.store.viewers(ONE) == door.store.of_user(ANA) == []

    def test_whoever_comes_and_leaves_is_told_of_once(self, door: Door) -> None:
        for _ in range(2):
            door.sockets.disconnect(SOCKET)
        assert door.attendance.told == [
            ("came", ANA, door.session_id, SOCKET),
            ("left", ANA, SOCKET),
        ]


class TestFrames:
    def test_the_first_ping_makes_ready(self, door: Door) -> None:
        assert door.send("ping") == {"type": "ready"}
        assert door.send("ping") == {"type": "pong"}
        assert door.socket.is_ready

    def test_open_and_close(self, door: Door) -> None:
        assert door.send("open", conversation_id=ONE) == {"type": "ok", "action": "open"}
        assert door.socket.viewing == {ONE}
        assert door.send("close", conversation_id=ONE) == {"type": "ok", "action": "close"}
        assert door.socket.viewing == frozenset()

    def test_watch_and_unwatch(self, door: Door) -> None:
        assert door.send("watch", queue_id=GENERAL) == {"type": "ok", "action": "watch"}
        assert door.socket.watching == {GENERAL}
        assert door.send("unwatch", queue_id=GENERAL) == {"type": "ok", "action": "unwatch"}
        assert door.socket.watching == frozenset()

    @pytest.mark.parametrize("conversation_id", [TWO, THREE, id_of("nobody"), "x", "../etc", ""])
    def test_what_is_out_of_sight_is_not_opened(self, door: Door, conversation_id: str) -> None:
        answer = door.send("open", conversation_id=conversation_id)
        assert (answer["type"], answer["code"]) == ("error", "not_found")
        assert door.socket.viewing == frozenset()

    @pytest.mark.parametrize("queue_id", [COBRANZAS, "nobody"])
    def test_a_queue_of_others_is_not_watched(self, door: Door, queue_id: str) -> None:
        answer = door.send("watch", queue_id=queue_id)
        assert (answer["type"], answer["code"]) == ("error", "not_found")
        assert door.socket.watching == frozenset()

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "no json",
            "[]",
            "null",
            '"ping"',
            "{}",
            '{"action": null}',
            '{"action": "dance"}',
            '{"action": ["open"]}',
            '{"action": {}}',
            '{"action": "open"}',
            '{"action": "open", "conversation_id": 5}',
            '{"action": "close", "conversation_id": null}',
            '{"action": "watch"}',
            '{"action": "watch", "queue_id": ""}',
            '{"action": "unwatch", "queue_id": ["general"]}',
            json.dumps({"action": "watch", "queue_id": "x" * 65}),
            "[" * 5000,
        ],
    )
    def test_a_malformed_frame_is_answered(self, door: Door, text: str) -> None:
        before = door.socket
        reply = door.sockets.handle(SOCKET, text)
        answer = reply.answer
        assert (answer["type"], answer["code"]) == ("error", "malformed_frame")
        assert not reply.is_last
        assert answer["detail"]
        assert door.socket == before

    @pytest.mark.parametrize(("role", "allowed"), [("supervisor", True), ("agent", False)])
    def test_what_people_do_is_watched_by_who_may_see_it(
        self, door: Door, role: str, *, allowed: bool
    ) -> None:
        door.house.people = people_with(
            *(replace(one, role=role) if one.id == ANA else one for one in STAFF)
        )
        answer = door.send("watch_presence")
        assert answer.get("code") == (None if allowed else "not_found")
        assert door.socket.watches_presence is allowed
        assert door.send("unwatch_presence") == {"type": "ok", "action": "unwatch_presence"}
        assert not door.socket.watches_presence


class TestLimits:
    def test_one_socket_looks_at_so_many_conversations(self, door: Door) -> None:
        viewing = frozenset(ConversationId(str(number)) for number in range(MAX_VIEWS))
        door.store.rows[SOCKET] = replace(door.socket, viewing=viewing)
        assert door.send("open", conversation_id=ONE)["code"] == "too_many_views"
        door.send("close", conversation_id=id_of("nobody"))
        door.store.stop_viewing(SOCKET, ConversationId("5"), CHANGE)
        for _ in range(2):
            assert door.send("open", conversation_id=ONE)["type"] == "ok"
        assert len(door.socket.viewing) == MAX_VIEWS

    def test_and_at_so_many_queues(self, door: Door) -> None:
        watching = frozenset(QueueId(str(number)) for number in range(MAX_VIEWS))
        door.store.rows[SOCKET] = replace(door.socket, watching=watching)
        assert door.send("watch", queue_id=GENERAL)["code"] == "too_many_views"
        door.store.stop_watching(SOCKET, QueueId("5"), CHANGE)
        for _ in range(2):
            assert door.send("watch", queue_id=GENERAL)["type"] == "ok"


class TestSessions:
    @pytest.mark.parametrize(
        "frame",
        [("open", {"conversation_id": ONE}), ("watch", {"queue_id": GENERAL}), ("ping", {})],
    )
    def test_an_ended_session_asks_once_more_in_vain(
        self, door: Door, frame: tuple[str, dict[str, str]]
    ) -> None:
        door.house.session_rows.end(door.session_id, door.house.change())
        door.office.clock.advance(door.house.policy.session_check_seconds + 1)
        reply = door.sockets.handle(SOCKET, json.dumps({"action": frame[0], **frame[1]}))
        assert (reply.answer["type"], reply.answer["code"]) == ("error", "session_ended")
        assert reply.is_last
        assert door.store.rows == {}

    def test_an_unknown_socket_asks_in_vain(self, door: Door) -> None:
        for frame in ({"action": "open", "conversation_id": ONE}, {"action": "ping"}):
            reply = door.sockets.handle(SocketId("nobody"), json.dumps(frame))
            assert reply.answer["code"] == "unauthenticated"
            assert reply.is_last

    def test_the_scope_is_that_of_now(self, door: Door) -> None:
        moved = [
            replace(one, queue_ids=frozenset({COBRANZAS})) if one.id == ANA else one
            for one in STAFF
        ]
        door.house.people = people_with(*moved)
        assert door.send("open", conversation_id=ONE)["code"] == "not_found"
        assert door.send("open", conversation_id=THREE)["type"] == "ok"


class TestTyping:
    """Ana types; Luis and Silvia look on, Rosa is of another queue."""

    def listening(self, door: Door, *names: str, viewing: ConversationId | None = ONE) -> None:
        for name in names:
            socket = Socket(
                SocketId(name), UserId(name), SessionId(name), START + timedelta(days=1)
            )
            door.store.add(socket, CHANGE)
            if viewing is not None:
                door.store.view(socket, viewing, CHANGE)

    def told(self, door: Door) -> list[tuple[str, str, str]]:
        return [
            (socket, frame["type"], frame["data"]["user"]["id"])
            for socket, frame in door.realtime.frames
        ]

    def test_viewers_who_may_see_it_are_told_and_oneself_is_not(self, door: Door) -> None:
        self.listening(door, "luis", "silvia", "rosa", "ana")
        assert door.send("typing", conversation_id=ONE) == {"type": "ok", "action": "typing"}
        wanted = [("luis", "conversation.typing", "ana"), ("silvia", "conversation.typing", "ana")]
        assert self.told(door) == wanted
        assert door.realtime.frames[0][1]["data"]["conversation_id"] == ONE

    def test_its_holder_is_told_without_looking_at_it(self, door: Door) -> None:
        door.office.has(heard("four", assignee_id=LUIS))
        door.store.rows[SOCKET] = replace(door.store.rows[SOCKET], user_id=UserId("silvia"))
        self.listening(door, "luis", viewing=None)
        typists = Typists(door.store, door.realtime, door.office.colleagues, door.office.clock)
        typists.tell(door.office.principal("silvia"), heard("four", assignee_id=LUIS))
        assert self.told(door) == [("luis", "conversation.typing", "silvia")]

    def test_it_is_told_once_within_three_seconds(self, door: Door) -> None:
        self.listening(door, "luis")
        for _ in range(3):
            door.send("typing", conversation_id=ONE)
        assert len(door.realtime.frames) == 1
        door.office.clock.advance(EVERY_MS / 1000)
        door.send("typing", conversation_id=ONE)
        assert len(door.realtime.frames) == 2

    @pytest.mark.parametrize("conversation_id", [TWO, THREE, id_of("nowhere")])
    def test_what_is_out_of_sight_is_not_found(
        self, door: Door, conversation_id: ConversationId
    ) -> None:
        self.listening(door, "luis", viewing=conversation_id)
        assert door.send("typing", conversation_id=conversation_id)["code"] == "not_found"
        assert door.realtime.frames == []
