"""Applications and connections in `directory`: `app`/<id>, `connection`/<id>, `trouble`/<id>,
and `account`/<app>#<account>, which makes a number unique within its application."""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.directory import DirectoryTable
from chalicelib.core.dynamo import Put, TransactionRefusedError
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.ids import AppId, ConnectionId, QueueId
from chalicelib.core.tables import DIRECTORY
from chalicelib.domains.connections.errors import ConnectionExistsError
from chalicelib.domains.connections.models import (
    App,
    Connection,
    ConnectionDirectory,
    Trouble,
)

_TROUBLE = "trouble"


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
        return ConnectionDirectory(
            map(_app, apps),
            map(_connection, rows),
            {ConnectionId(row.sk): _trouble(row) for row in troubles if row.code is not None},
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
    )


def _trouble(row: TroubleRow) -> Trouble:
    return Trouble(row.code, row.title, row.detail, int(row.since_ms))
