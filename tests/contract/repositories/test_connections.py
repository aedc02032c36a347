"""Every ConnectionRepository keeps the same promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.change import Change
from chalicelib.core.directory import DirectoryTable
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.ids import AppId, ConnectionId, QueueId
from chalicelib.domains.connections.errors import ConnectionExistsError
from chalicelib.domains.connections.models import App, Connection, Trouble
from chalicelib.domains.connections.ports import ConnectionRepository
from chalicelib.domains.connections.repository import DynamoConnectionRepository
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
