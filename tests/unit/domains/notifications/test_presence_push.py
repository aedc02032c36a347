"""Who hears that somebody's presence changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.ids import UserId
from chalicelib.domains.access.fields import FieldRule, FieldRules
from chalicelib.domains.access.models import People, SessionId
from chalicelib.domains.notifications.models import Socket, SocketId
from chalicelib.domains.notifications.services.delivery import Delivery
from chalicelib.domains.notifications.services.presence_push import PresencePush
from chalicelib.domains.notifications.services.push import StreamChange
from chalicelib.domains.presence.models import (
    Activity,
    BreakTypes,
    PresencePolicy,
    Span,
    Standing,
    WorkSession,
)
from chalicelib.domains.presence.services.presences import Choice, Presences
from chalicelib.domains.presence.services.reading import PresenceReading
from tests.fakes.clock import START, FakeClock
from tests.fakes.presence import MemoryPresence, RecordedAttendance
from tests.fakes.sockets import FakeRealtime, MemorySockets
from tests.samples import CHANGE, NOW_MS
from tests.unit.domains.access.house import ADMIN, ANA, COBRANZAS, SILVIA, people_with, user

EVA = user("eva", "supervisor", COBRANZAS)


class PlainStandings:
    """An image is the standing itself."""

    @staticmethod
    def standing(image: dict[str, Any]) -> Standing:
        return Standing(**image)


class Lobby:
    """Ana is at work; a socket is named after its person."""

    def __init__(self) -> None:
        self.people = people_with(ANA, SILVIA, ADMIN, EVA)
        self.clock, self.store = FakeClock(), MemoryPresence()
        self.sockets, self.realtime = MemorySockets(), FakeRealtime()
        self.attendance = RecordedAttendance()
        policy = PresencePolicy()
        self.presences = Presences(self.store, lambda: BreakTypes([]), self.clock, policy)
        reading = PresenceReading(
            self.store, lambda: BreakTypes([]), lambda: self.people, self.clock, policy
        )
        self.push = PresencePush(
            self.sockets,
            Delivery(self.sockets, self.realtime, self.attendance, self.clock),
            reading.view,
            PlainStandings(),
            lambda: self.people,
            self.clock,
        )
        session = WorkSession(Span("S", NOW_MS + 3_600_000), NOW_MS)
        self.presences.came(ANA.id, session, Span("ana", NOW_MS + 3_600_000))

    def connect(self, name: str, *, looks: bool = False, hours: float = 1) -> None:
        expires_at = START + timedelta(hours=hours)
        socket = Socket(SocketId(name), UserId(name), SessionId("S"), expires_at)
        self.sockets.add(socket, CHANGE)
        self.sockets.make_ready(socket.id, CHANGE)
        if looks:
            self.sockets.watch_presence(socket, CHANGE)

    def handle(self, *user_ids: str) -> None:
        for one in user_ids or ("ana",):
            self.push.handle([StreamChange(None, {"user_id": UserId(one)})])

    def told(self, *socket_ids: str) -> StreamChange:
        """These sockets of Ana's are open now, where none was."""
        spans = tuple(Span(one, NOW_MS + 3_600_000) for one in socket_ids)
        return StreamChange({"user_id": ANA.id}, {"user_id": ANA.id, "sockets": spans})

    def heard_by(self, name: str) -> list[dict[str, Any]]:
        return [frame["data"]["presence"] for frame in self.realtime.heard_by(name)]


@pytest.fixture
def lobby() -> Lobby:
    return Lobby()


def test_oneself_hears_of_it_on_every_device(lobby: Lobby) -> None:
    lobby.connect("ana")
    phone = replace(lobby.sockets.rows[SocketId("ana")], id=SocketId("phone"))
    lobby.sockets.add(phone, CHANGE)
    lobby.presences.choose_for(ANA.id, Choice(Activity("busy")), CHANGE)
    lobby.handle()
    (shown,) = lobby.heard_by("ana")
    assert (shown["user_id"], shown["state"], shown["version"]) == ("ana", "busy", 2)
    (frame,) = lobby.realtime.heard_by("ana")
    assert (frame["type"], frame["at"]) == ("presence.changed", shown["at"])
    assert lobby.heard_by("phone") == [shown]


def test_supervisors_who_look_hear_of_the_people_in_their_sight(lobby: Lobby) -> None:
    for name in ("silvia", "eva", "admin"):
        lobby.connect(name, looks=True)
    lobby.handle()
    assert [len(lobby.heard_by(name)) for name in ("silvia", "eva", "admin")] == [1, 0, 1]


def test_who_does_not_look_hears_nothing(lobby: Lobby) -> None:
    lobby.connect("silvia")
    lobby.handle()
    assert lobby.realtime.frames == []


def test_who_may_not_see_presence_any_more_stops_watching(lobby: Lobby) -> None:
    lobby.connect("silvia", looks=True)
    lobby.people = people_with(ANA, user("silvia", "agent"))
    lobby.handle()
    assert lobby.realtime.frames == []
    assert lobby.sockets.presence_watchers() == []


def test_one_frame_tells_of_many_changes(lobby: Lobby) -> None:
    lobby.connect("ana")
    changes = [StreamChange(None, {"user_id": UserId(one)}) for one in ("ana", "ana", "nobody")]
    lobby.push.handle(changes)
    assert len(lobby.heard_by("ana")) == 1


def test_a_socket_does_not_hear_of_its_own_coming(lobby: Lobby) -> None:
    for name in ("ana", "silvia"):
        lobby.connect(name, looks=name == "silvia")
    phone = replace(lobby.sockets.rows[SocketId("ana")], id=SocketId("phone"))
    lobby.sockets.add(phone, CHANGE)
    lobby.push.handle([lobby.told("ana")])
    assert [len(lobby.heard_by(name)) for name in ("ana", "phone", "silvia")] == [0, 1, 1]


def test_who_came_hears_of_what_came_after(lobby: Lobby) -> None:
    lobby.connect("ana")
    after = lobby.told("ana").new
    lobby.push.handle([lobby.told("ana"), StreamChange(after, after)])
    assert len(lobby.heard_by("ana")) == 1


def test_a_socket_whose_time_is_over_hears_nothing(lobby: Lobby) -> None:
    lobby.connect("ana", hours=0)
    lobby.handle()
    assert lobby.realtime.frames == []


def test_a_socket_that_is_gone_is_told_and_forgotten(lobby: Lobby) -> None:
    lobby.connect("ana")
    lobby.realtime.gone.add("ana")
    lobby.handle()
    assert lobby.attendance.told == [("left", "ana", "ana")]
    assert lobby.sockets.rows == {}


def test_times_of_colleagues_are_withheld_and_one_s_own_are_not(lobby: Lobby) -> None:
    rules = FieldRules(frozenset({FieldRule("agent.times", "hidden")}))
    roles = [replace(role, field_rules=rules) for role in lobby.people.roles.values()]
    users, queues = lobby.people.users.values(), lobby.people.queues.values()
    lobby.people = People(users, roles, queues)
    lobby.connect("ana")
    lobby.connect("silvia", looks=True)
    lobby.handle()
    [own], [other] = lobby.heard_by("ana"), lobby.heard_by("silvia")
    assert own["since"] is not None
    assert other == own | {"since": None, "breaks": [], "recheck_at": None}
