"""DynamoDB's writes as moto does them, made atomic: an update or transaction is whole or nothing.

Callers hold the engine's lock. Backups are refused (they would copy a live table).
"""

from __future__ import annotations

import copy
import threading
from typing import Any, ClassVar

from moto.dynamodb import urls
from moto.dynamodb.exceptions import ResourceInUseException, ResourceNotFoundException
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Backup, Table

from infra.local.engines.moto_changes import CallChanges
from infra.local.engines.moto_streams import TrimmableShard
from infra.local.engines.moto_table import IndexedTable

Undo = tuple[IndexedTable, DynamoType, DynamoType | None, Item | None]


class RecordCounter:
    """Counts stream records of all tables, so that a reader need not poll."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0

    def add(self) -> None:
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def wait_beyond(self, seen: int, timeout_seconds: float) -> int:
        """The count, as soon as it is more than `seen`, or after the timeout."""
        with self._changed:
            self._changed.wait_for(lambda: self._count > seen, timeout_seconds)
            return self._count


class AtomicBackend(DynamoDBBackend):
    """moto's DynamoDB with indexed tables, whole updates and an undo per key."""

    records: ClassVar[RecordCounter] = RecordCounter()
    changes: ClassVar[CallChanges] = CallChanges()

    @property
    def _url_module(self) -> Any:
        return urls  # moto derives it from the module a backend's class stands in

    def create_table(self, name: str, **definition: Any) -> Table:  # type: ignore[override]
        if name in self.tables:
            raise ResourceInUseException(f"Table already exists: {name}")
        self.tables[name] = IndexedTable(  # type: ignore[abstract]  # of CloudFormation
            name,
            account_id=self.account_id,
            region=self.region_name,
            appended=self.records.add,
            changes=self.changes,
            **definition,
        )
        return self.tables[name]

    def create_backup(self, table_name: str, backup_name: str) -> Backup:
        raise NotImplementedError("the local engine makes no backups")

    def update_table_global_indexes(
        self, table: Table, global_index_updates: list[dict[str, Any]]
    ) -> None:
        super().update_table_global_indexes(table, global_index_updates)
        if isinstance(table, IndexedTable):
            table.rebuild_indexes()

    def update_item(
        self, table_name: str, key: dict[str, dict[str, Any]], *args: Any, **kwargs: Any
    ) -> Item:
        """Change a copy and put it in place of the item only when all of it succeeded."""
        table = self.indexed_table(table_name)
        hash_key, range_key = self.get_keys_value(table, key)
        before = table.get_item(hash_key, range_key)
        try:
            with table.muted():
                table.place(hash_key, range_key, copy.deepcopy(before))
                item = super().update_item(table_name, key, *args, **kwargs)
            table.settle(before, item)
        except Exception:
            table.place(hash_key, range_key, before)
            raise
        return item

    def transact_write_items(self, transact_items: list[dict[str, Any]]) -> None:
        """All writes or none; what a cancelled transaction wrote is undone key by key."""
        undo = [kept for item in transact_items if (kept := self._before(item)) is not None]
        shards = {id(table): table.stream_shard for table, *_ in undo}
        marks = [
            (shard, shard.next_sequence_number)
            for shard in shards.values()
            if isinstance(shard, TrimmableShard)
        ]
        first_change = len(self.changes)
        try:
            super().transact_write_items(transact_items)
        except Exception:
            for table, hash_key, range_key, before in reversed(undo):
                table.place(hash_key, range_key, before)
            for shard, mark in marks:
                shard.withdraw(mark)
            self.changes.withdraw(first_change)
            raise

    def indexed_table(self, table_name: str) -> IndexedTable:
        """A table of this backend; all of them are indexed."""
        table = self.get_table(table_name)
        if not isinstance(table, IndexedTable):
            raise ResourceNotFoundException(table_name=table_name)
        return table

    def _before(self, item: dict[str, Any]) -> Undo | None:
        """What stands at the key of one operation; None where it names no table or key."""
        operation = next(iter(item.values()))
        key = operation.get("Key") or operation.get("Item") or {}
        if operation.get("TableName") not in self.tables:
            return None
        table = self.indexed_table(operation["TableName"])
        if any(name not in key for name in table.table_key_attrs):
            return None
        hash_key, range_key = self.get_keys_value(table, key)
        return table, hash_key, range_key, table.get_item(hash_key, range_key)
