"""What connections need from storage."""

from __future__ import annotations

from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import ConnectionId
from chalicelib.domains.connections.models import App, Connection, ConnectionDirectory, Trouble


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
