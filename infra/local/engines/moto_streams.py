"""A DynamoDB stream as moto keeps it, mended: it can be trimmed, and says what DynamoDB says.

A write that changes nothing leaves no record. An iterator behind the horizon is refused.
Ids follow from table and number: a record read again after a restart has the id it had.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import StreamShard, Table


class TrimmedDataAccessError(JsonRESTError):
    """The iterator asks for records that were trimmed."""

    code = 400

    def __init__(self) -> None:
        super().__init__(
            "TrimmedDataAccessException", "The data you are trying to access has been trimmed."
        )


class TrimmableShard(StreamShard):
    """The one shard of a table; `appended` is called after every record."""

    def __init__(self, account_id: str, table: Table, appended: Callable[[], None]) -> None:
        super().__init__(account_id, table)
        self._appended = appended

    @property
    def next_sequence_number(self) -> int:
        return self.starting_sequence_number + len(self.items)

    def add(self, old: Item | None, new: Item | None) -> None:
        if old is not None and new is not None and old.attrs == new.attrs:
            return
        super().add(old, new)
        self.items[-1].record["eventID"] = self._event_id(self.next_sequence_number - 1)
        self._appended()

    def get(self, start: int, quantity: int) -> list[dict[str, Any]]:
        if start < self.starting_sequence_number:
            raise TrimmedDataAccessError
        return super().get(start, quantity)

    def continue_after(self, number: int) -> None:
        """Number the records that come from now on behind that one; there are none yet."""
        self.starting_sequence_number = number + 1

    def trim(self, through_sequence_number: int) -> int:
        """Forget the records up to and including that one; how many there were."""
        count = through_sequence_number - self.starting_sequence_number + 1
        count = max(0, min(count, len(self.items)))
        del self.items[:count]
        self.starting_sequence_number += count
        return count

    def withdraw(self, from_sequence_number: int) -> None:
        """Take back the records of a write that was rolled back."""
        del self.items[from_sequence_number - self.starting_sequence_number :]

    def _event_id(self, number: int) -> str:
        name = f"{self.table.name}/{number}"
        return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
