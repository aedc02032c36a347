"""Every ConnectionRepository keeps the same promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.change import Change
from chalicelib.core.directory import DirectoryTable
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.ids import AppId, ConnectionId, QueueId
from chalicelib.domains.connections.errors import ConnectionExistsError
from chalicelib.domains.connections.models import (
    AccountName,
    App,
    BroughtHistory,
    Connection,
    Trouble,
)
from chalicelib.domains.connections.ports import ConnectionRepository
from chalicelib.domains.connections.repository import DynamoConnectionRepository
from chalicelib.domains.connections.standing import Fact, Forbidden, Standing
from tests.fakes.connections import MemoryConnections

CHANGE = Change("connection.changed", "test", 1)
APP = App(AppId("meta"), "whatsapp_cloud", "Meta", 1)
MAIN = Connection(
    id=ConnectionId("main"),
    channel="whatsapp_cloud",
    name="Principal",
    app_id=APP.id,
    account="100000000000001",
    queue_id=QueueId("general"),
    enabled=True,
    version=1,
)


@pytest.fixture
def connections(directory_storage: DirectoryTable | None) -> ConnectionRepository:
    if directory_storage is None:
        return MemoryConnections()
    return DynamoConnectionRepository(directory_storage)


def test_a_second_connection_is_refused_when_the_account_is_taken(
    connections: ConnectionRepository,
) -> None:
    connections.add(MAIN, CHANGE)
    with pytest.raises(ConnectionExistsError):
        connections.add(replace(MAIN, id=ConnectionId("second")), CHANGE)
    connections.add(replace(MAIN, id=ConnectionId("third"), app_id=AppId("other")), CHANGE)
    assert set(connections.load().connections) == {"main", "third"}


def test_an_edit_is_refused_when_somebody_was_faster(connections: ConnectionRepository) -> None:
    connections.add(MAIN, CHANGE)
    connections.replace(replace(MAIN, name="uno", version=2), MAIN, CHANGE)
    with pytest.raises(VersionConflictError):
        connections.replace(replace(MAIN, name="dos", version=2), MAIN, CHANGE)
    stored = connections.get(MAIN.id)
    assert stored is not None
    assert stored.name == "uno"


def test_an_edit_is_refused_when_there_is_nothing(connections: ConnectionRepository) -> None:
    with pytest.raises(VersionConflictError):
        connections.replace(MAIN, MAIN, CHANGE)
    assert connections.get(MAIN.id) is None


def test_what_was_stored_is_found_by_id_and_by_account(connections: ConnectionRepository) -> None:
    connections.save_app(APP, CHANGE)
    before = connections.stamp()
    connections.add(MAIN, CHANGE)
    directory = connections.load()
    assert connections.stamp() != before
    assert directory.apps == {APP.id: APP}
    assert directory.by_account(APP.id, MAIN.account) == MAIN
    assert directory.by_account(AppId("other"), MAIN.account) is None
    assert connections.get(MAIN.id) == MAIN


def test_trouble_is_kept_until_it_is_over(connections: ConnectionRepository) -> None:
    connections.add(MAIN, CHANGE)
    first = Trouble("190", "The access token has expired", "Error validating", 1_000)
    second = Trouble("131031", "The account is locked", None, 2_000)
    for trouble in (first, second):
        before = connections.stamp()
        connections.set_trouble(MAIN.id, trouble, CHANGE)
        assert connections.stamp() != before
        assert connections.load().troubles == {MAIN.id: trouble}
    connections.set_trouble(MAIN.id, None, CHANGE)
    connections.set_trouble(MAIN.id, None, CHANGE)
    assert connections.load().troubles == {}
    assert connections.get(MAIN.id) == MAIN


ACCOUNT = AccountName(APP.id, "200000000000001")
BANNED = Fact("ban", "banned", 100, 1, "May 1", (Forbidden("X", 200, stops_answers=True),))


def test_words_on_an_account_hold_for_what_it_holds(connections: ConnectionRepository) -> None:
    mine = replace(MAIN, holder=ACCOUNT.holder, number="15550009999")
    other = replace(MAIN, id=ConnectionId("other"), account="100000000000002", holder="7")
    for one in (mine, other):
        connections.add(one, CHANGE)
    red = Fact("quality", "red", 5, 5)
    assert connections.note_facts(ACCOUNT, [BANNED], CHANGE)
    assert connections.note_facts(replace(ACCOUNT, number=mine.number), [red], CHANGE)
    assert connections.note_facts(replace(ACCOUNT, number="1"), [red], CHANGE)
    directory = connections.load()
    assert directory.connections[mine.id] == mine
    assert directory.standing_of(mine) == Standing({"ban": BANNED, "quality": red})
    assert directory.standing_of(other) == Standing()


def test_an_older_word_on_an_account_is_no_news(connections: ConnectionRepository) -> None:
    assert connections.note_facts(ACCOUNT, [BANNED], CHANGE)
    before = connections.stamp()
    lifted = replace(BANNED, word=None, second=99)
    assert not connections.note_facts(ACCOUNT, [BANNED, lifted], CHANGE)
    assert connections.stamp() == before
    assert connections.note_facts(ACCOUNT, [replace(lifted, second=101)], CHANGE)
    standing = connections.load().standing_of(replace(MAIN, holder=ACCOUNT.holder))
    assert standing.restriction(0) is None


def test_history_is_kept_beside_its_connection(connections: ConnectionRepository) -> None:
    connections.add(MAIN, CHANGE)
    for percent in (45, None):
        before, history = connections.stamp(), BroughtHistory(percent, 1_000)
        connections.note_history(MAIN.id, history, CHANGE)
        assert connections.stamp() != before
        assert connections.load().histories == {MAIN.id: history}
