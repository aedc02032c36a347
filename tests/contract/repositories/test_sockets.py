"""Every SocketStore keeps the same promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.core.change import Change
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import UserId
from chalicelib.domains.access.models import SessionId
from chalicelib.domains.notifications.models import Listener, Socket, SocketId
from chalicelib.domains.notifications.ports import SocketStore
from chalicelib.domains.notifications.repository import DynamoSocketStore
from tests.fakes.clock import START
from tests.fakes.sockets import MemorySockets
from tests.samples import CHANGE, COBRANZAS, GENERAL, id_of

ANA = Socket(SocketId("a="), UserId("ana"), SessionId("S"), START + timedelta(hours=1))
ANA_TWICE = replace(ANA, id=SocketId("b="))
LUIS = Socket(SocketId("c="), UserId("luis"), SessionId("T"), START + timedelta(hours=2))
ONE, TWO = id_of("one"), id_of("two")


@pytest.fixture
def sockets(storage: Dynamo | None) -> SocketStore:
    return DynamoSocketStore(storage) if storage else MemorySockets()


def listener(socket: Socket) -> Listener:
    return Listener(socket.id, socket.user_id, socket.session_id, socket.expires_at)


def test_nothing_is_heard_before_anybody_comes(sockets: SocketStore) -> None:
    assert sockets.get(ANA.id) is None
    assert sockets.of_user(ANA.user_id) == []
    assert sockets.viewers(ONE) == sockets.watchers(GENERAL) == []


def test_a_socket_is_found_as_it_was_added(sockets: SocketStore) -> None:
    for socket in (ANA, ANA_TWICE, LUIS):
        sockets.add(socket, CHANGE)
    assert sockets.get(ANA.id) == ANA
    both = [listener(ANA), listener(ANA_TWICE)]
    assert sockets.of_user(ANA.user_id) == both
    assert sockets.of_user(ANA.user_id, consistent=True) == both


def test_only_the_first_call_makes_it_ready(sockets: SocketStore) -> None:
    sockets.add(ANA, CHANGE)
    assert sockets.make_ready(ANA.id, CHANGE)
    assert not sockets.make_ready(ANA.id, CHANGE)
    assert not sockets.make_ready(LUIS.id, CHANGE)
    assert sockets.get(ANA.id) == replace(ANA, is_ready=True)
    assert sockets.get(LUIS.id) is None


def test_viewers_are_those_who_look_now(sockets: SocketStore) -> None:
    for socket in (ANA, LUIS):
        sockets.add(socket, CHANGE)
        for _ in range(2):
            sockets.view(socket, ONE, CHANGE)
    sockets.view(ANA, TWO, CHANGE)
    assert sockets.viewers(ONE) == [listener(ANA), listener(LUIS)]
    for _ in range(2):
        sockets.stop_viewing(ANA.id, ONE, CHANGE)
    assert sockets.viewers(ONE) == [listener(LUIS)]
    assert sockets.viewers(TWO) == [listener(ANA)]
    assert sockets.get(ANA.id) == replace(ANA, viewing=frozenset({TWO}))


def test_watchers_are_those_who_watch_now(sockets: SocketStore) -> None:
    for socket in (ANA, LUIS):
        sockets.add(socket, CHANGE)
        sockets.watch(socket, GENERAL, CHANGE)
    sockets.watch(ANA, COBRANZAS, CHANGE)
    sockets.stop_watching(ANA.id, GENERAL, CHANGE)
    assert sockets.watchers(GENERAL) == [listener(LUIS)]
    assert sockets.watchers(COBRANZAS) == [listener(ANA)]
    assert sockets.get(ANA.id) == replace(ANA, watching=frozenset({COBRANZAS}))


def test_presence_is_watched_by_those_who_look_now(sockets: SocketStore) -> None:
    for socket in (ANA, LUIS):
        sockets.add(socket, CHANGE)
        for _ in range(2):
            sockets.watch_presence(socket, CHANGE)
    assert sockets.presence_watchers() == [listener(ANA), listener(LUIS)]
    for _ in range(2):
        sockets.stop_watching_presence(ANA.id, CHANGE)
    assert sockets.presence_watchers() == [listener(LUIS)]
    assert sockets.get(LUIS.id) == replace(LUIS, watches_presence=True)
    sockets.remove(LUIS.id)
    sockets.watch_presence(LUIS, CHANGE)
    assert sockets.presence_watchers() == []


def test_a_removed_socket_hears_nothing(sockets: SocketStore) -> None:
    for socket in (ANA, ANA_TWICE):
        sockets.add(socket, CHANGE)
        sockets.view(socket, ONE, CHANGE)
        sockets.watch(socket, GENERAL, CHANGE)
    for _ in range(2):
        sockets.remove(ANA.id)
    assert sockets.get(ANA.id) is None
    expected = [listener(ANA_TWICE)]
    assert sockets.of_user(ANA.user_id) == expected
    assert sockets.viewers(ONE) == sockets.watchers(GENERAL) == expected


def test_a_socket_that_left_does_not_come_back(sockets: SocketStore) -> None:
    """A frame may be handled after its socket is gone."""
    sockets.add(ANA, CHANGE)
    sockets.remove(ANA.id)
    sockets.view(ANA, ONE, CHANGE)
    sockets.watch(ANA, GENERAL, CHANGE)
    sockets.stop_viewing(ANA.id, TWO, CHANGE)
    sockets.stop_watching(ANA.id, COBRANZAS, CHANGE)
    assert sockets.get(ANA.id) is None
    assert sockets.viewers(ONE) == sockets.watchers(GENERAL) == []


def test_typing_is_noted_again_when_the_last_time_is_long_enough_ago(sockets: SocketStore) -> None:
    now_ms = 1_700_000_000_000
    for at_ms, is_noted in ((0, True), (2_999, False), (3_000, True), (5_000, False)):
        change = Change("socket.typed", "ana", now_ms + at_ms)
        assert sockets.note_typing(ANA.user_id, change.at_ms - 3_000, change) is is_noted
    change = Change("socket.typed", "luis", now_ms + 5_000)
    assert sockets.note_typing(LUIS.user_id, change.at_ms - 3_000, change)
    assert sockets.of_user(ANA.user_id) == []
