"""What connections need from storage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import ConnectionId
from chalicelib.domains.connections.models import (
    AccountName,
    App,
    BroughtHistory,
    Connection,
    ConnectionDirectory,
    Trouble,
)
from chalicelib.domains.connections.standing import Fact


class ConnectionRepository(Protocol):
    """Applications and connections: configuration."""

    def stamp(self) -> str:
        """Changes with every change of configuration."""

    def load(self) -> ConnectionDirectory:
        """Everything, read strongly."""

    def save_app(self, app: App, change: Change) -> None: ...

    def add(self, connection: Connection, change: Change) -> None:
        """Store a new connection. Raises ConnectionExistsError where its account is taken."""

    def get(self, connection_id: ConnectionId) -> Connection | None:
        """One connection, read strongly."""

    def replace(self, connection: Connection, old: Connection, change: Change) -> None:
        """Store a connection over the one it was made from.

        Raises VersionConflictError where another is stored, or none.
        """

    def set_trouble(
        self, connection_id: ConnectionId, trouble: Trouble | None, change: Change
    ) -> None:
        """Keep why nothing can be sent, or forget it (None). Raises BusyError."""

    def note_facts(self, name: AccountName, facts: Sequence[Fact], change: Change) -> bool:
        """Keep the provider's words on an account or number, of each topic the newest.

        False where they are no news. Raises BusyError.
        """

    def note_history(
        self, connection_id: ConnectionId, history: BroughtHistory, change: Change
    ) -> None:
        """Keep how far a number's history has come. Raises BusyError."""
