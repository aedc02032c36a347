"""A provider's application and the connections (numbers, pages, bots) that belong to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chalicelib.core.ids import AppId, ConnectionId, QueueId


@dataclass(frozen=True, slots=True)
class App:
    """The provider's application whose secret signs webhooks; secrets live in SecretStore."""

    id: AppId
    channel: str
    name: str
    version: int


@dataclass(frozen=True, slots=True)
class Connection:
    """One number, page, bot, mailbox or widget; `account` is the provider's id of it."""

    id: ConnectionId
    channel: str
    name: str
    app_id: AppId
    account: str
    queue_id: QueueId
    enabled: bool
    version: int
    sends_read_receipts: bool = True
    sends_typing: bool = True


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why nothing can be sent over a connection, in the provider's words, since when.

    Told by a refusal that is not about one message or recipient; over with the next success.
    """

    code: str
    title: str
    detail: str | None
    since_ms: int


class ConnectionDirectory:
    """A snapshot of applications and connections; never changed, replaced as a whole."""

    def __init__(
        self,
        apps: Iterable[App],
        connections: Iterable[Connection],
        troubles: Mapping[ConnectionId, Trouble],
    ) -> None:
        self.apps = {app.id: app for app in apps}
        self.connections = {connection.id: connection for connection in connections}
        self.troubles = dict(troubles)
        self._by_account = {(one.app_id, one.account): one for one in self.connections.values()}

    def by_account(self, app_id: AppId, account: str) -> Connection | None:
        """The connection of a number, page or bot, if it belongs to that application."""
        return self._by_account.get((app_id, account))
