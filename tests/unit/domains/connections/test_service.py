"""Connections created and edited, with what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.change import Change
from chalicelib.core.errors import (
    BusyError,
    InvalidRequestError,
    NotFoundError,
    VersionConflictError,
)
from chalicelib.core.ids import AppId, ConnectionId, QueueId
from chalicelib.core.stamped_cache import StampedCache
from chalicelib.domains.connections.errors import ConnectionExistsError
from chalicelib.domains.connections.models import AccountName, App, BroughtHistory, Trouble
from chalicelib.domains.connections.service import ConnectionEdit, Connections, NewConnection
from chalicelib.domains.connections.standing import Fact
from tests.fakes.clock import FakeClock
from tests.fakes.connections import MemoryConnections

CHANGE = Change("connection.created", "admin", 1_000)
APP = App(AppId("meta"), "whatsapp_cloud", "Meta", 1)
NEW = NewConnection("whatsapp_cloud", "Ventas", APP.id, "123456", QueueId("general"))


@pytest.fixture
def repository() -> MemoryConnections:
    made = MemoryConnections()
    made.save_app(APP, CHANGE)
    return made


@pytest.fixture
def connections(repository: MemoryConnections) -> Connections:
    cache = StampedCache(FakeClock(), repository.stamp, repository.load)
    return Connections(repository, cache, lambda: {QueueId("general"), QueueId("otra")})


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (replace(NEW, app_id=AppId("unknown")), "app_id"),
        (replace(NEW, channel="telegram"), "app_id"),
        (replace(NEW, queue_id=QueueId("unknown")), "queue_id"),
    ],
)
def test_creation_is_refused_when_it_names_what_is_not_there(
    connections: Connections, new: NewConnection, field: str
) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        connections.create(new, CHANGE)
    assert [error["field"] for error in refused.value.errors] == [field]
    assert connections.all() == []


def test_creation_is_refused_when_the_number_is_taken(connections: Connections) -> None:
    connections.create(NEW, CHANGE)
    with pytest.raises(ConnectionExistsError):
        connections.create(replace(NEW, name="Otra"), CHANGE)


def test_a_new_connection_is_found_at_once(connections: Connections) -> None:
    assert connections.by_account(APP.id, "123456") is None
    made = connections.create(NEW, CHANGE)
    assert connections.by_account(APP.id, "123456") == made
    assert connections.by_id(made.id) == made
    assert connections.all() == [made]
    assert (made.enabled, made.version) == (True, 1)


def test_an_edit_is_refused_when_there_is_nothing(connections: Connections) -> None:
    with pytest.raises(NotFoundError):
        connections.edit(ConnectionId("x"), ConnectionEdit(), expected_version=1, change=CHANGE)


@pytest.mark.parametrize("version", [0, 2])
def test_an_edit_is_refused_when_it_names_another_version(
    connections: Connections, version: int
) -> None:
    made = connections.create(NEW, CHANGE)
    with pytest.raises(VersionConflictError):
        connections.edit(made.id, ConnectionEdit(), expected_version=version, change=CHANGE)


def test_an_edit_is_refused_when_it_names_an_unknown_queue(connections: Connections) -> None:
    made = connections.create(NEW, CHANGE)
    edit = ConnectionEdit(queue_id=QueueId("unknown"))
    with pytest.raises(InvalidRequestError):
        connections.edit(made.id, edit, expected_version=1, change=CHANGE)


def test_an_edit_changes_what_it_names_only(connections: Connections) -> None:
    made = connections.create(NEW, CHANGE)
    disabled = connections.edit(
        made.id, ConnectionEdit(enabled=False), expected_version=1, change=CHANGE
    )
    edit = ConnectionEdit(name="Cobros", queue_id=QueueId("otra"))
    moved = connections.edit(made.id, edit, expected_version=2, change=CHANGE)
    assert disabled == replace(made, enabled=False, version=2)
    assert moved == replace(disabled, name="Cobros", queue_id=QueueId("otra"), version=3)
    assert connections.all() == [moved]


class TestTrouble:
    EXPIRED = Trouble("190", "The access token has expired", None, 1_000)
    LOCKED = Trouble("131031", "The account is locked", None, 2_000)

    def test_the_first_refusal_of_a_kind_is_kept(
        self, connections: Connections, repository: MemoryConnections
    ) -> None:
        made = connections.create(NEW, CHANGE)
        connections.note_trouble(made.id, self.EXPIRED, CHANGE)
        stamp = repository.stamp()
        connections.note_trouble(made.id, replace(self.EXPIRED, since_ms=9_000), CHANGE)
        assert connections.trouble_of(made.id) == self.EXPIRED
        assert repository.stamp() == stamp
        connections.note_trouble(made.id, self.LOCKED, CHANGE)
        assert connections.trouble_of(made.id) == self.LOCKED

    def test_it_is_over_with_the_next_success(
        self, connections: Connections, repository: MemoryConnections
    ) -> None:
        made = connections.create(NEW, CHANGE)
        connections.note_trouble(made.id, self.EXPIRED, CHANGE)
        connections.note_success(made.id, CHANGE)
        assert connections.trouble_of(made.id) is None
        stamp = repository.stamp()
        connections.note_success(made.id, CHANGE)
        assert repository.stamp() == stamp

    def test_a_lost_race_harms_nobody(self) -> None:
        class Busy(MemoryConnections):
            def set_trouble(self, *_given: object) -> None:
                raise BusyError

        repository = Busy()
        cache = StampedCache(FakeClock(), repository.stamp, repository.load)
        connections = Connections(repository, cache, set[QueueId])
        connections.note_trouble(ConnectionId("x"), self.EXPIRED, CHANGE)
        assert connections.trouble_of(ConnectionId("x")) is None


class TestLearning:
    def test_names_are_learnt_once_and_stay(
        self, connections: Connections, repository: MemoryConnections
    ) -> None:
        made = connections.create(NEW, CHANGE)
        connections.learn(made, "200", "1555", CHANGE)
        learnt = connections.require(made.id)
        assert (learnt.holder, learnt.number, learnt.version) == ("200", "1555", 2)
        before = repository.stamp()
        connections.learn(learnt, "999", "1666", CHANGE)
        connections.learn(learnt, None, None, CHANGE)
        assert repository.stamp() == before

    def test_an_administrator_corrects_the_account(self, connections: Connections) -> None:
        made = connections.create(NEW, CHANGE)
        connections.learn(made, "200", "1555", CHANGE)
        edit = ConnectionEdit(holder="300")
        edited = connections.edit(made.id, edit, expected_version=2, change=CHANGE)
        assert (edited.holder, edited.number) == ("300", "1555")

    def test_whoever_is_quicker_wins(self, connections: Connections) -> None:
        made = connections.create(NEW, CHANGE)
        connections.learn(made, "200", None, CHANGE)
        connections.learn(made, "300", None, CHANGE)  # decided on what it was before
        assert connections.require(made.id).holder == "200"


class TestHolding:
    BANNED = Fact("ban", "banned", 100, 1)

    @pytest.mark.parametrize("learnt_first", [True, False])
    def test_a_banned_account_holds_its_connections_until_reinstated(
        self, connections: Connections, learnt_first: bool
    ) -> None:
        made = connections.create(NEW, CHANGE)
        account = AccountName(APP.id, "200")
        if learnt_first:
            connections.learn(made, "200", None, CHANGE)
        connections.note_facts(account, [self.BANNED], CHANGE)
        if not learnt_first:
            assert connections.hold_of(made.id, 0) is None
            connections.learn(made, "200", None, CHANGE)
        hold = connections.hold_of(made.id, 0)
        assert hold is not None
        assert hold.kind == "banned"
        lifted = replace(self.BANNED, word=None, second=101)
        connections.note_facts(account, [lifted], CHANGE)
        assert connections.hold_of(made.id, 0) is None

    def test_what_is_only_announced_holds_nothing(self, connections: Connections) -> None:
        made = connections.create(NEW, CHANGE)
        connections.learn(made, "200", None, CHANGE)
        scheduled = replace(self.BANNED, word="ban_scheduled")
        connections.note_facts(AccountName(APP.id, "200"), [scheduled], CHANGE)
        assert connections.hold_of(made.id, 0) is None
        assert connections.hold_of(ConnectionId("unknown"), 0) is None


class TestHistory:
    @pytest.mark.parametrize(
        ("told", "shown"),
        [
            ([45, 30, 45], 45),
            ([45, 100, 60], 100),
            ([None], None),
            ([0, None], None),
            ([None, 20], 20),
            ([20, None], 20),
        ],
    )
    def test_it_only_grows(
        self, connections: Connections, told: list[int | None], shown: int | None
    ) -> None:
        made = connections.create(NEW, CHANGE)
        assert connections.history_of(made.id) is None
        for percent in told:
            connections.note_history(made.id, percent, CHANGE)
        assert connections.history_of(made.id) == BroughtHistory(shown, CHANGE.at_ms)

    def test_another_one_begins_anew_the_day_after(self, connections: Connections) -> None:
        made = connections.create(NEW, CHANGE)
        connections.note_history(made.id, 100, CHANGE)
        later = replace(CHANGE, at_ms=CHANGE.at_ms + 24 * 3600 * 1000)
        connections.note_history(made.id, 5, later)
        assert connections.history_of(made.id) == BroughtHistory(5, later.at_ms)
