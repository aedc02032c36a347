"""Applications and connections in memory."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.core.change import Change
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.ids import AppId, ConnectionId
from chalicelib.domains.connections.errors import ConnectionExistsError
from chalicelib.domains.connections.models import (
    AccountName,
    App,
    BroughtHistory,
    Connection,
    ConnectionDirectory,
    Trouble,
)
from chalicelib.domains.connections.standing import Fact, Standing


class MemoryConnections:
    """ConnectionRepository."""

    def __init__(self) -> None:
        self.apps: dict[AppId, App] = {}
        self.rows: dict[ConnectionId, Connection] = {}
        self.troubles: dict[ConnectionId, Trouble] = {}
        self.standings: dict[str, Standing] = {}
        self.histories: dict[ConnectionId, BroughtHistory] = {}
        self._writes = 0

    def stamp(self) -> str:
        return str(self._writes) if self._writes else ""

    def load(self) -> ConnectionDirectory:
        return ConnectionDirectory(
            self.apps.values(), self.rows.values(), self.troubles, self.standings, self.histories
        )

    def save_app(self, app: App, change: Change) -> None:
        self.apps[app.id] = app
        self._writes += 1

    def add(self, connection: Connection, change: Change) -> None:
        taken = {(one.app_id, one.account) for one in self.rows.values()}
        if connection.id in self.rows or (connection.app_id, connection.account) in taken:
            raise ConnectionExistsError
        self.rows[connection.id] = connection
        self._writes += 1

    def get(self, connection_id: ConnectionId) -> Connection | None:
        return self.rows.get(connection_id)

    def replace(self, connection: Connection, old: Connection, change: Change) -> None:
        stored = self.rows.get(connection.id)
        if stored is None or stored.version != old.version:
            raise VersionConflictError
        self.rows[connection.id] = connection
        self._writes += 1

    def set_trouble(
        self, connection_id: ConnectionId, trouble: Trouble | None, change: Change
    ) -> None:
        if trouble is None:
            self.troubles.pop(connection_id, None)
        else:
            self.troubles[connection_id] = trouble
        self._writes += 1

    def note_facts(self, name: AccountName, facts: Sequence[Fact], change: Change) -> bool:
        known = self.standings.get(str(name), Standing())
        told = known.told(facts)
        self.standings[str(name)] = told
        self._writes += told is not known
        return told is not known

    def note_history(
        self, connection_id: ConnectionId, history: BroughtHistory, change: Change
    ) -> None:
        self.histories[connection_id] = history
        self._writes += 1
