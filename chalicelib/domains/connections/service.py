"""Connections: looked up on every message, listed and changed by administrators."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import asdict, dataclass, replace

from chalicelib.core.change import Change
from chalicelib.core.errors import (
    BusyError,
    FieldProblem,
    InvalidRequestError,
    NotFoundError,
    VersionConflictError,
)
from chalicelib.core.ids import AppId, ConnectionId, QueueId, new_id
from chalicelib.core.observability import logger
from chalicelib.core.stamped_cache import StampedCache
from chalicelib.domains.connections.models import (
    AccountName,
    BroughtHistory,
    Connection,
    ConnectionDirectory,
    Trouble,
)
from chalicelib.domains.connections.ports import ConnectionRepository
from chalicelib.domains.connections.standing import Fact, Restriction, Standing


@dataclass(frozen=True, slots=True)
class NewConnection:
    """What an administrator says of a new connection; it starts enabled."""

    channel: str
    name: str
    app_id: AppId
    account: str
    queue_id: QueueId


@dataclass(frozen=True, slots=True)
class ConnectionEdit:
    """What changes of a connection; None leaves it."""

    name: str | None = None
    queue_id: QueueId | None = None
    enabled: bool | None = None
    sends_read_receipts: bool | None = None
    sends_typing: bool | None = None
    holder: str | None = None


_SYNC_LASTS_MS = 24 * 3600 * 1000  # how long the provider takes to bring a history, at most


class Connections:
    """`directory` is the snapshot everything reads; `queue_ids` tells the queues there are."""

    def __init__(
        self,
        repository: ConnectionRepository,
        cache: StampedCache[ConnectionDirectory],
        queue_ids: Callable[[], Container[QueueId]],
    ) -> None:
        self._repository = repository
        self._cache = cache
        self._queue_ids = queue_ids

    @property
    def directory(self) -> ConnectionDirectory:
        """Applications and connections, a few seconds old at most."""
        return self._cache.get()

    def by_id(self, connection_id: ConnectionId) -> Connection | None:
        return self.directory.connections.get(connection_id)

    def require(self, connection_id: ConnectionId) -> Connection:
        """Raises NotFoundError."""
        connection = self.by_id(connection_id)
        if connection is None:
            raise NotFoundError
        return connection

    def by_account(self, app_id: AppId, account: str) -> Connection | None:
        return self.directory.by_account(app_id, account)

    def all(self) -> list[Connection]:
        """Every connection, by name."""
        return sorted(self.directory.connections.values(), key=lambda one: (one.name, one.id))

    def trouble_of(self, connection_id: ConnectionId) -> Trouble | None:
        """Why nothing can be sent over it now; None where nothing is known to be wrong."""
        return self.directory.troubles.get(connection_id)

    def note_trouble(self, connection_id: ConnectionId, trouble: Trouble, change: Change) -> None:
        """Remember a refusal that concerns the whole connection; the first of its kind counts."""
        known = self.trouble_of(connection_id)
        if known is None or known.code != trouble.code:
            self._set_trouble(connection_id, trouble, replace(change, event="connection.troubled"))

    def note_success(self, connection_id: ConnectionId, change: Change) -> None:
        """Something was sent: whatever was wrong is over."""
        if self.trouble_of(connection_id) is not None:
            self._set_trouble(connection_id, None, replace(change, event="connection.recovered"))

    def standing_of(self, connection: Connection) -> Standing:
        """What the provider tells of it and of the account that holds it."""
        return self.directory.standing_of(connection)

    def hold_of(self, connection_id: ConnectionId, now_ms: int) -> Restriction | None:
        """Why nothing is to be sent over it now, by the provider's word; mostly None."""
        connection = self.by_id(connection_id)
        if connection is None:
            return None
        restriction = self.standing_of(connection).restriction(now_ms)
        return restriction if restriction and restriction.stops_sending else None

    def history_of(self, connection_id: ConnectionId) -> BroughtHistory | None:
        """How far the history is that it brings along; None where it brings none."""
        return self.directory.histories.get(connection_id)

    def learn(
        self, connection: Connection, holder: str | None, number: str | None, change: Change
    ) -> None:
        """Remember by what names the provider calls a connection, told by one of its messages.

        Written once: what is known costs nothing, and stays until an administrator changes it.
        """
        named = replace(
            connection, holder=connection.holder or holder, number=connection.number or number
        )
        if named == connection:
            return
        learnt = replace(named, version=connection.version + 1)
        try:
            self._repository.replace(
                learnt, connection, replace(change, event="connection.changed")
            )
        except (BusyError, VersionConflictError):
            logger.info("connection not learnt", extra={"connection_id": connection.id})
        self._cache.forget()

    def note_facts(self, name: AccountName, facts: Sequence[Fact], change: Change) -> None:
        """Remember what the provider says of an account or number. Raises BusyError."""
        if self._repository.note_facts(name, facts, change):
            words = {fact.topic: fact.word for fact in facts}
            logger.warning("account changed", extra={"account": str(name), "words": words})
            self._cache.forget()

    def note_history(
        self, connection_id: ConnectionId, percent: int | None, change: Change
    ) -> None:
        """Remember how much of a number's past has come; None: its owner keeps it.

        It only grows, until another one begins. Raises BusyError.
        """
        history = BroughtHistory(percent, change.at_ms)
        known = self.history_of(connection_id)
        if known is None or _goes_on(known, history):
            self._repository.note_history(connection_id, history, change)
            self._cache.forget()

    def _set_trouble(
        self, connection_id: ConnectionId, trouble: Trouble | None, change: Change
    ) -> None:
        """Where many lanes see the same at once, one of them writes it; the next send may."""
        try:
            self._repository.set_trouble(connection_id, trouble, change)
        except BusyError:
            return
        code = trouble.code if trouble else None
        logger.warning(change.event, extra={"connection_id": connection_id, "code": code})
        self._cache.forget()

    def create(self, new: NewConnection, change: Change) -> Connection:
        """Raises InvalidRequestError for an unknown app or queue, ConnectionExistsError."""
        app = self.directory.apps.get(new.app_id)
        if app is None or app.channel != new.channel:
            raise _invalid("app_id", "unknown_app", "Name an application of this channel.")
        self._require_queue(new.queue_id)
        connection = Connection(
            id=ConnectionId(new_id(change.at_ms)),
            channel=new.channel,
            name=new.name,
            app_id=new.app_id,
            account=new.account,
            queue_id=new.queue_id,
            enabled=True,
            version=1,
        )
        self._repository.add(connection, change)
        self._cache.forget()
        return connection

    def edit(
        self,
        connection_id: ConnectionId,
        edit: ConnectionEdit,
        *,
        expected_version: int,
        change: Change,
    ) -> Connection:
        """Raises NotFoundError, InvalidRequestError, VersionConflictError."""
        old = self._repository.get(connection_id)
        if old is None:
            raise NotFoundError
        if old.version != expected_version:
            raise VersionConflictError
        if edit.queue_id is not None:
            self._require_queue(edit.queue_id)
        named = {name: value for name, value in asdict(edit).items() if value is not None}
        if not named:
            return old
        connection = replace(old, **named, version=old.version + 1)
        self._repository.replace(connection, old, change)
        self._cache.forget()
        return connection

    def _require_queue(self, queue_id: QueueId) -> None:
        if queue_id not in self._queue_ids():
            raise _invalid("queue_id", "unknown_queue", "Name a queue of GET /api/v1/queues.")


def _goes_on(known: BroughtHistory, told: BroughtHistory) -> bool:
    """Whether something told of a history is news, and no word of a step before."""
    if told.at_ms - known.at_ms >= _SYNC_LASTS_MS:
        return True
    return told.percent != known.percent and (told.percent or 0) >= (known.percent or 0)


def _invalid(field: str, code: str, detail: str) -> InvalidRequestError:
    return InvalidRequestError(errors=[FieldProblem(field=field, code=code, detail=detail)])
