"""Applications and connections in `directory`: `app`/<id>, `connection`/<id>, `trouble`/<id>,
`account`/<app>#<account>, which makes a number unique within its application,
`standing`/<app>#<holder>[#<number>], what the provider told of it, and `history`/<id>."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
)
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.directory import DirectoryTable
from chalicelib.core.dynamo import Put, TransactionRefusedError
from chalicelib.core.errors import BusyError, VersionConflictError
from chalicelib.core.ids import AppId, ConnectionId, QueueId
from chalicelib.core.tables import DIRECTORY
from chalicelib.domains.connections.errors import ConnectionExistsError
from chalicelib.domains.connections.models import (
    AccountName,
    App,
    BroughtHistory,
    Connection,
    ConnectionDirectory,
    Trouble,
)
from chalicelib.domains.connections.standing import Fact, Forbidden, Standing

_TROUBLE, _STANDING, _HISTORY = "trouble", "standing", "history"
_ROUNDS = 5


class AppRow(Model):
    class Meta:
        table_name = DIRECTORY.name

    pk = UnicodeAttribute(hash_key=True, default="app")
    sk = UnicodeAttribute(range_key=True)
    channel = UnicodeAttribute(attr_name="ch")
    name = UnicodeAttribute(attr_name="nm")
    version = NumberAttribute(attr_name="vs")


class ConnectionRow(Model):
    class Meta:
        table_name = DIRECTORY.name

    pk = UnicodeAttribute(hash_key=True, default="connection")
    sk = UnicodeAttribute(range_key=True)
    channel = UnicodeAttribute(attr_name="ch")
    name = UnicodeAttribute(attr_name="nm")
    app_id = UnicodeAttribute(attr_name="ap")
    account = UnicodeAttribute(attr_name="an")
    queue_id = UnicodeAttribute(attr_name="qu")
    is_enabled = BooleanAttribute(attr_name="en")
    sends_read_receipts = BooleanAttribute(attr_name="rr", default=True)
    sends_typing = BooleanAttribute(attr_name="ty", default=True)
    holder = UnicodeAttribute(attr_name="ho", null=True)
    number = UnicodeAttribute(attr_name="no", null=True)
    version = NumberAttribute(attr_name="vs")


class AccountRow(Model):
    class Meta:
        table_name = DIRECTORY.name

    pk = UnicodeAttribute(hash_key=True, default="account")
    sk = UnicodeAttribute(range_key=True)
    connection_id = UnicodeAttribute(attr_name="co")


class TroubleRow(Model):
    class Meta:
        table_name = DIRECTORY.name

    pk = UnicodeAttribute(hash_key=True, default=_TROUBLE)
    sk = UnicodeAttribute(range_key=True)
    code = UnicodeAttribute(attr_name="cd", null=True)  # None: it is over
    title = UnicodeAttribute(attr_name="ti", null=True)
    detail = UnicodeAttribute(attr_name="de", null=True)
    since_ms = NumberAttribute(attr_name="si", null=True)


class StandingRow(Model):
    """`facts` has one entry a topic."""

    class Meta:
        table_name = DIRECTORY.name

    pk = UnicodeAttribute(hash_key=True, default=_STANDING)
    sk = UnicodeAttribute(range_key=True)
    facts = JSONAttribute(attr_name="fa")
    version = NumberAttribute(attr_name="vs")


class HistoryRow(Model):
    class Meta:
        table_name = DIRECTORY.name

    pk = UnicodeAttribute(hash_key=True, default=_HISTORY)
    sk = UnicodeAttribute(range_key=True)
    percent = NumberAttribute(attr_name="pc", null=True)
    at_ms = NumberAttribute(attr_name="at")


class DynamoConnectionRepository:
    """ConnectionRepository on the `directory` table."""

    def __init__(self, table: DirectoryTable) -> None:
        self._table = table

    def stamp(self) -> str:
        return self._table.stamp()

    def load(self) -> ConnectionDirectory:
        read = self._table.dynamo.query_all
        apps = read(AppRow, AppRow.pk == "app", consistent=True)
        rows = read(ConnectionRow, ConnectionRow.pk == "connection", consistent=True)
        troubles = read(TroubleRow, TroubleRow.pk == _TROUBLE, consistent=True)
        standings = read(StandingRow, StandingRow.pk == _STANDING, consistent=True)
        histories = read(HistoryRow, HistoryRow.pk == _HISTORY, consistent=True)
        return ConnectionDirectory(
            map(_app, apps),
            map(_connection, rows),
            {ConnectionId(row.sk): _trouble(row) for row in troubles if row.code is not None},
            {row.sk: _standing(row) for row in standings},
            {ConnectionId(row.sk): _history(row) for row in histories},
        )

    def save_app(self, app: App, change: Change) -> None:
        row = AppRow(sk=app.id, channel=app.channel, name=app.name, version=app.version)
        self._table.write(Put(row, change), change=change)

    def add(self, connection: Connection, change: Change) -> None:
        account = AccountRow(
            sk=f"{connection.app_id}#{connection.account}", connection_id=connection.id
        )
        try:
            self._table.write(
                Put(account, change, AccountRow.pk.does_not_exist()),
                Put(_row(connection), change, ConnectionRow.pk.does_not_exist()),
                change=change,
            )
        except TransactionRefusedError as exc:
            raise ConnectionExistsError from exc

    def get(self, connection_id: ConnectionId) -> Connection | None:
        key = ("connection", connection_id)
        row = self._table.dynamo.get(ConnectionRow, key, consistent=True)
        return _connection(row) if row else None

    def replace(self, connection: Connection, old: Connection, change: Change) -> None:
        stands = ConnectionRow.version == old.version
        try:
            self._table.write(Put(_row(connection), change, stands), change=change)
        except TransactionRefusedError as exc:
            raise VersionConflictError from exc

    def set_trouble(
        self, connection_id: ConnectionId, trouble: Trouble | None, change: Change
    ) -> None:
        row = TroubleRow(sk=connection_id)
        if trouble is not None:
            row.code, row.title = trouble.code, trouble.title
            row.detail, row.since_ms = trouble.detail, trouble.since_ms
        self._table.write(Put(row, change), change=change)

    def note_facts(self, name: AccountName, facts: Sequence[Fact], change: Change) -> bool:
        key = (_STANDING, str(name))
        for _ in range(_ROUNDS):
            row = self._table.dynamo.get(StandingRow, key, consistent=True)
            known = _standing(row) if row else Standing()
            told = known.told(facts)
            if told is known:
                return False
            version = int(row.version) if row else 0
            stands = StandingRow.version == version if row else StandingRow.pk.does_not_exist()
            new = StandingRow(sk=str(name), facts=_packed(told), version=version + 1)
            try:
                self._table.write(Put(new, change, stands), change=change)
            except TransactionRefusedError:
                continue
            return True
        raise BusyError

    def note_history(
        self, connection_id: ConnectionId, history: BroughtHistory, change: Change
    ) -> None:
        row = HistoryRow(sk=connection_id, percent=history.percent, at_ms=history.at_ms)
        self._table.write(Put(row, change), change=change)


def _row(connection: Connection) -> ConnectionRow:
    return ConnectionRow(
        sk=connection.id,
        channel=connection.channel,
        name=connection.name,
        app_id=connection.app_id,
        account=connection.account,
        queue_id=connection.queue_id,
        is_enabled=connection.enabled,
        sends_read_receipts=connection.sends_read_receipts,
        sends_typing=connection.sends_typing,
        holder=connection.holder,
        number=connection.number,
        version=connection.version,
    )


def _app(row: AppRow) -> App:
    return App(AppId(row.sk), row.channel, row.name, int(row.version))


def _connection(row: ConnectionRow) -> Connection:
    return Connection(
        id=ConnectionId(row.sk),
        channel=row.channel,
        name=row.name,
        app_id=AppId(row.app_id),
        account=row.account,
        queue_id=QueueId(row.queue_id),
        enabled=row.is_enabled,
        version=int(row.version),
        sends_read_receipts=row.sends_read_receipts,
        sends_typing=row.sends_typing,
        holder=row.holder,
        number=row.number,
    )


def _trouble(row: TroubleRow) -> Trouble:
    return Trouble(row.code, row.title, row.detail, int(row.since_ms))


def _history(row: HistoryRow) -> BroughtHistory:
    return BroughtHistory(None if row.percent is None else int(row.percent), int(row.at_ms))


def _packed(standing: Standing) -> dict[str, Any]:
    return {topic: asdict(fact) for topic, fact in standing.facts.items()}


def _standing(row: StandingRow) -> Standing:
    return Standing({topic: _fact(told) for topic, told in row.facts.items()})


def _fact(told: dict[str, Any]) -> Fact:
    forbidden = tuple(Forbidden(**one) for one in told["forbidden"])
    return Fact(**told | {"forbidden": forbidden})
