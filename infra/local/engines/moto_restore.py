"""Puts kept items back into their tables, past the API: hundreds of thousands in seconds.

What had expired is left out, as DynamoDB's TTL would have done meanwhile. Changes that no
reader had taken from a stream stand on it again, under the numbers they had.
"""

from __future__ import annotations

import json
from typing import Any, cast

from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict

from infra.local.engines.moto_engine import MotoEngine
from infra.local.engines.moto_streams import TrimmableShard
from infra.local.engines.moto_table import IndexedTable
from infra.local.keeping.records import Change
from infra.local.keeping.tables import KeptTables


def restore_tables(engine: MotoEngine, kept: KeptTables, now_seconds: float) -> list[Change]:
    """Fill the empty tables, emptying `kept`; what had expired, to be noted as gone."""
    expired: list[Change] = []
    with engine.lock:
        tables = {name: engine.table(name) for name in engine.tables()}
        while kept.items:
            key, text = kept.items.popitem()
            table_name, hash_key, range_key = _read_key(key)
            if (table := tables.get(table_name)) is None:
                continue
            attributes = json.loads(text)
            if _is_expired(table, attributes, now_seconds):
                expired.append((key, None))
            else:
                table.place(hash_key, range_key, _item(hash_key, range_key, attributes))
        for table in tables.values():
            _restore_stream(table, kept)
    return expired


def _restore_stream(table: IndexedTable, kept: KeptTables) -> None:
    shard = table.stream_shard
    if table.name not in kept.ends or not isinstance(shard, TrimmableShard):
        return
    shard.continue_after(kept.settled_end(table.name))
    for change in kept.unread.pop(table.name, ()):
        _, hash_key, range_key = _read_key(change.key)
        before = table.get_item(hash_key, range_key)
        after = _item(hash_key, range_key, json.loads(change.text)) if change.text else None
        table.place(hash_key, range_key, after)
        shard.add(before, after)


def _read_key(key: str) -> tuple[str, DynamoType, DynamoType | None]:
    table_name, hash_key, range_key = json.loads(key)
    return table_name, DynamoType(hash_key), DynamoType(range_key) if range_key else None


def _item(hash_key: DynamoType, range_key: DynamoType | None, attributes: dict[str, Any]) -> Item:
    kept = LimitedSizeDict()
    for name, value in attributes.items():
        dict.__setitem__(kept, name, DynamoType(value))  # its size was checked when written
    item = cast("Item", Item.__new__(Item))
    item.hash_key, item.range_key, item.attrs = hash_key, range_key, kept
    return item


def _is_expired(table: IndexedTable, attributes: dict[str, Any], now_seconds: float) -> bool:
    attribute = table.ttl.get("AttributeName")
    expires_at = attributes.get(attribute, {}).get("N") if attribute else None
    return expires_at is not None and float(expires_at) < now_seconds
