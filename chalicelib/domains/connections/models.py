"""A provider's application and the connections (numbers, pages, bots) that belong to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from chalicelib.core.ids import AppId, ConnectionId, QueueId
from chalicelib.domains.connections.standing import Standing


@dataclass(frozen=True, slots=True)
class App:
    """The provider's application whose secret signs webhooks; secrets live in SecretStore."""

    id: AppId
    channel: str
    name: str
    version: int


@dataclass(frozen=True, slots=True)
class AccountName:
    """Whom the provider's word is about: an account of an application, or a number of it."""

    app_id: AppId
    holder: str
    number: str | None = None

    def __str__(self) -> str:
        return "#".join(filter(None, (self.app_id, self.holder, self.number)))


@dataclass(frozen=True, slots=True)
class BroughtHistory:
    """How much of a number's past has come (percent; None: its owner keeps it), as of when."""

    percent: int | None
    at_ms: int


@dataclass(frozen=True, slots=True)
class Connection:
    """One number, page, bot, mailbox or widget; `account` is the provider's id of it.

    `holder` is the provider's account that holds it (a WhatsApp Business Account), `number`
    its own digits: what the provider calls it by when it tells of accounts. None until known.
    """

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
    holder: str | None = None
    number: str | None = None

    @property
    def account_names(self) -> tuple[AccountName, ...]:
        """By what the provider's words on its account, then on itself, are found."""
        if self.holder is None:
            return ()
        account = AccountName(self.app_id, self.holder)
        return (
            (account,) if self.number is None else (account, replace(account, number=self.number))
        )


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
        standings: Mapping[str, Standing],
        histories: Mapping[ConnectionId, BroughtHistory],
    ) -> None:
        self.apps = {app.id: app for app in apps}
        self.connections = {connection.id: connection for connection in connections}
        self.troubles = dict(troubles)
        self.histories = dict(histories)
        self._standings = dict(standings)
        self._by_account = {(one.app_id, one.account): one for one in self.connections.values()}

    def by_account(self, app_id: AppId, account: str) -> Connection | None:
        """The connection of a number, page or bot, if it belongs to that application."""
        return self._by_account.get((app_id, account))

    def standing_of(self, connection: Connection) -> Standing:
        """What the provider tells of a connection and of the account that holds it."""
        standing = Standing()
        for name in connection.account_names:
            if told := self._standings.get(str(name)):
                standing = standing.told(told.facts.values())
        return standing
