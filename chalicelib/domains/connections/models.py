"""A provider's application and the connections (numbers, pages, bots) that belong to it."""

from __future__ import annotations

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
