"""What one call to the engine has changed for good, as the journal keeps it."""

from __future__ import annotations

import base64
import json
from typing import Any, NamedTuple

from moto.dynamodb.models.dynamo_type import DynamoType, Item

from infra.local.keeping.records import Change, key_of
from infra.local.keeping.tables import stream_end


class ItemChange(NamedTuple):
    """What stands at a key now (None: nothing), and the number of its stream record if any."""

    table_name: str
    hash_key: DynamoType
    range_key: DynamoType | None
    item: Item | None
    number: int | None


class CallChanges:
    """Changes of the call that is running; callers hold the engine's lock."""

    def __init__(self) -> None:
        self._made: list[ItemChange] = []

    def __len__(self) -> int:
        return len(self._made)

    def add(self, change: ItemChange) -> None:
        self._made.append(change)

    def withdraw(self, first: int) -> None:
        """Forget those from there on: they were rolled back."""
        del self._made[first:]

    def take(self) -> list[ItemChange]:
        """All of them; from here on another call is running."""
        taken, self._made = self._made, []
        return taken


def as_notes(changes: list[ItemChange]) -> list[Change]:
    """The changes of one call for the journal, with where their streams now end."""
    notes = [(_key(change), _text(change.item)) for change in changes]
    ends = {one.table_name: one.number for one in changes if one.number is not None}
    return notes + [stream_end(table_name, number) for table_name, number in ends.items()]


def _key(change: ItemChange) -> str:
    range_key = None if change.range_key is None else change.range_key.to_json()
    return key_of(change.table_name, change.hash_key.to_json(), range_key)


def _text(item: Item | None) -> str | None:
    if item is None:
        return None
    return json.dumps(item.attrs, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> Any:
    """Values as requests carry them."""
    if isinstance(value, DynamoType):
        return value.to_json()
    return base64.b64encode(value).decode()
