"""A table as moto keeps it, with its partitions and indexes in order beside it.

Stored items are never changed in place: an update writes a copy, so that an undo is a
reference. Refuses index keys of a wrong type, as DynamoDB does and moto does not.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import GlobalSecondaryIndex, Table

from infra.local.engines.moto_changes import CallChanges, ItemChange
from infra.local.engines.moto_partitions import PartitionIndex, SortKey, bounds_of
from infra.local.engines.moto_streams import TrimmableShard

_QUERY = inspect.signature(Table.query)
QueryResult = tuple[list[Item], int, dict[str, Any] | None]


class ProjectingIndex(GlobalSecondaryIndex):
    """A global index that projects without decoding the item."""

    @classmethod
    def of(cls, index: GlobalSecondaryIndex) -> ProjectingIndex:
        return cls(
            index.name,
            index.schema,
            index.projection,
            index.table_key_attrs,
            index.status,
            index.throughput,
            index.warm_throughput,
        )

    @property
    def partition_attributes(self) -> list[str]:
        return [key["AttributeName"] for key in self.schema if key["KeyType"] == "HASH"]

    @property
    def sort_attributes(self) -> list[str]:
        own = [key["AttributeName"] for key in self.schema if key["KeyType"] == "RANGE"]
        return (own or self.table_key_attrs[-1:]) + self.table_key_attrs

    def project(self, item: Item) -> Item:
        kind = self.projection.get("ProjectionType")
        if kind not in ("KEYS_ONLY", "INCLUDE"):
            return item
        names = {*self.table_key_attrs, *self.schema_key_attrs}
        if kind == "INCLUDE":
            names.update(self.projection.get("NonKeyAttributes", []))
        return _with_attributes(item, names)


def _with_attributes(item: Item, names: set[str]) -> Item:
    kept = LimitedSizeDict()
    for name, value in item.attrs.items():
        if name in names:
            dict.__setitem__(kept, name, value)  # its size was checked when it was written
    projected = cast("Item", Item.__new__(Item))
    projected.hash_key, projected.range_key, projected.attrs = item.hash_key, item.range_key, kept
    return projected


class IndexedTable(Table):
    """A table whose queries touch only the items of their page."""

    def __init__(
        self, *args: Any, appended: Callable[[], None], changes: CallChanges, **kwargs: Any
    ) -> None:
        self._appended, self._changes = appended, changes
        self._is_muted = False
        self._narrowed: list[Item] | None = None
        self.looked_at = 0  # how many items queries and scans were shown so far
        super().__init__(*args, **kwargs)
        self.rebuild_indexes()

    def __deepcopy__(self, memo: dict[int, Any]) -> IndexedTable:
        # moto copies a table only to undo a transaction; ours is undone key by key.
        return self

    def set_stream_specification(self, streams: dict[str, Any] | None) -> None:
        super().set_stream_specification(streams)
        if self.stream_shard is not None and not isinstance(self.stream_shard, TrimmableShard):
            self.stream_shard = TrimmableShard(self.account_id, self, self._appended)

    def rebuild_indexes(self) -> None:
        """Follow the present list of global indexes."""
        self._indexes = [ProjectingIndex.of(index) for index in self.global_indexes]
        self.global_indexes = list(self._indexes)
        self._own: PartitionIndex[Item] = PartitionIndex()
        self._of_index: dict[str, PartitionIndex[Item]] = {
            index.name: PartitionIndex() for index in self._indexes
        }
        for item in self.all_items():
            self._index(item)

    # Reading

    def get_item(
        self,
        hash_key: DynamoType,
        range_key: DynamoType | None = None,
        projection_expression: list[list[str]] | None = None,
    ) -> Item | None:
        if hash_key not in self.items:  # moto would keep an empty partition for the question
            return None
        return super().get_item(hash_key, range_key, projection_expression)

    def all_items(self) -> list[Item]:
        items = super().all_items() if self._narrowed is None else self._narrowed
        self.looked_at += len(items)
        return items

    def query(self, *args: Any, **kwargs: Any) -> QueryResult:
        """moto's own query, shown only the items of the page it is about to cut."""
        self._narrowed = self._page(_QUERY.bind(self, *args, **kwargs).arguments)
        try:
            return super().query(*args, **kwargs)
        finally:
            self._narrowed = None

    def _page(self, asked: Mapping[str, Any]) -> list[Item] | None:
        """The candidates, or None where moto has to look at everything."""
        found = self._ordered(asked.get("index_name"))
        unusual = asked.get("filter_kwargs") or any(
            len(asked.get(name) or ()) > 1
            for name in ("hash_key_conditions", "range_key_conditions")
        )
        if found is None or asked["hash_key"] is None or unusual:
            return None
        entries, attributes = found
        start = _sort_key_of(asked["exclusive_start_key"], attributes)
        if asked["exclusive_start_key"] is not None and start is None:
            return None
        values = [value.cast_value for value in asked["range_objs"]]
        bounds = bounds_of(asked["range_comparison"], values)
        if bounds is None:
            return None
        return entries.window(
            asked["hash_key"].cast_value,
            bounds,
            start,
            asked["scan_index_forward"] is not False,
            asked["limit"],
        )

    def _ordered(self, index_name: str | None) -> tuple[PartitionIndex[Item], list[str]] | None:
        if index_name is None:
            return (self._own, [self.range_key_attr]) if self.range_key_attr else None
        for index in self._indexes:
            if index.name == index_name and len(index.partition_attributes) == 1:
                return self._of_index[index_name], index.sort_attributes
        return None

    # Writing

    def put_item(self, item_attrs: dict[str, Any], *args: Any, **kwargs: Any) -> Item:
        self.check_index_keys(item_attrs)
        stood_at = self.stream_end
        item = super().put_item(item_attrs, *args, **kwargs)
        self._index(item)
        self._changed(item.hash_key, item.range_key, item, stood_at)
        return item

    def delete_item(self, hash_key: DynamoType, range_key: DynamoType | None) -> Item | None:
        if hash_key not in self.items:
            return None
        stood_at = self.stream_end
        item = super().delete_item(hash_key, range_key)
        if item is not None:
            self._unindex(hash_key, range_key)
            self._changed(hash_key, range_key, None, stood_at)
        self._drop_when_empty(hash_key)
        return item

    def place(self, hash_key: DynamoType, range_key: DynamoType | None, item: Item | None) -> None:
        """Make this the stored item, None for no item; the stream does not hear of it."""
        if item is not None:
            if range_key is None:
                self.items[hash_key] = item  # type: ignore[assignment]  # no range, no dict
            else:
                self.items[hash_key][range_key] = item
            self._index(item)
            return
        self._unindex(hash_key, range_key)
        if range_key is None:
            self.items.pop(hash_key, None)
        elif hash_key in self.items:
            self.items[hash_key].pop(range_key, None)
            self._drop_when_empty(hash_key)

    def settle(self, before: Item | None, item: Item) -> None:
        """Index an item that was changed and tell the stream."""
        self.check_index_keys({name: value.to_json() for name, value in item.attrs.items()})
        self._index(item)
        stood_at = self.stream_end
        if self.stream_shard is not None:
            self.stream_shard.add(before, item)
        self._changed(item.hash_key, item.range_key, item, stood_at)

    @contextmanager
    def muted(self) -> Iterator[None]:
        """No records meanwhile, and no changes."""
        shard, self.stream_shard = self.stream_shard, None
        self._is_muted = True
        try:
            yield
        finally:
            self.stream_shard, self._is_muted = shard, False

    @property
    def stream_end(self) -> int | None:
        """The number of the newest stream record, None where there is no stream."""
        shard = self.stream_shard
        return shard.next_sequence_number - 1 if isinstance(shard, TrimmableShard) else None

    def check_index_keys(self, attributes: dict[str, Any]) -> None:
        """Refuse an index key of another type than the table declares."""
        kinds = {entry["AttributeName"]: entry["AttributeType"] for entry in self.attr}
        for index in self._indexes:
            for name in index.schema_key_attrs:
                actual = next(iter(attributes[name])) if name in attributes else kinds[name]
                if actual != kinds[name]:
                    raise MockValidationException(
                        "One or more parameter values were invalid: Type mismatch for Index Key "
                        f"{name} Expected: {kinds[name]} Actual: {actual} IndexName: {index.name}"
                    )

    def _changed(
        self,
        hash_key: DynamoType,
        range_key: DynamoType | None,
        item: Item | None,
        stood_at: int | None,
    ) -> None:
        """Tell of a change, unless the stream found that nothing had changed."""
        number = self.stream_end
        if not self._is_muted and (number is None or number != stood_at):
            self._changes.add(ItemChange(self.name, hash_key, range_key, item, number))

    def _drop_when_empty(self, hash_key: DynamoType) -> None:
        if self.range_key_attr and hash_key in self.items and not self.items[hash_key]:
            del self.items[hash_key]

    def _index(self, item: Item) -> None:
        identity = _identity(item.hash_key, item.range_key)
        if item.range_key is not None:
            self._own.put(identity, item.hash_key.cast_value, (item.range_key.cast_value,), item)
        for index in self._indexes:
            entries, partition = self._of_index[index.name], index.partition_attributes[0]
            if all(name in item.attrs for name in index.schema_key_attrs):
                entries.put(
                    identity,
                    item.attrs[partition].cast_value,
                    tuple(item.attrs[name].cast_value for name in index.sort_attributes),
                    index.project(item),
                )
            else:
                entries.remove(identity)

    def _unindex(self, hash_key: DynamoType, range_key: DynamoType | None) -> None:
        identity = _identity(hash_key, range_key)
        self._own.remove(identity)
        for entries in self._of_index.values():
            entries.remove(identity)


def _identity(hash_key: DynamoType, range_key: DynamoType | None) -> tuple[Any, Any]:
    return hash_key.cast_value, None if range_key is None else range_key.cast_value


def _sort_key_of(key: dict[str, Any] | None, attributes: list[str]) -> SortKey | None:
    if key is None or any(name not in key for name in attributes):
        return None
    return tuple(DynamoType(key[name]).cast_value for name in attributes)
