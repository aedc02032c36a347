"""Whole tables, in parallel: read, filled and emptied. Knows nothing of what items mean."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from infra.backup.errors import BackupError
from infra.backup.items import Digest, Item, as_json, from_json

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SEGMENTS = 8
_BATCH = 25  # DynamoDB's own limit
_MOST_ROUNDS = 12
_LONGEST_PAUSE_SECONDS = 20.0
_T = TypeVar("_T")
_U = TypeVar("_U")


class WholeTables:
    """Tables behind a prefix on any engine; `client` repeats what is throttled."""

    def __init__(self, client: DynamoDBClient, prefix: str) -> None:
        self._client, self._prefix = client, prefix

    def keys(self, table: str) -> list[dict[str, str]]:
        """Names, roles and types of its key. Raises BackupError where there is no such table."""
        try:
            found: Any = self._client.describe_table(TableName=self._prefix + table)["Table"]
        except self._client.exceptions.ResourceNotFoundException:
            raise BackupError(f"there is no table {self._prefix}{table}") from None
        types = {one["AttributeName"]: one for one in found["AttributeDefinitions"]}
        return [{**types[one["AttributeName"]], **one} for one in found["KeySchema"]]

    def is_empty(self, table: str) -> bool:
        start: dict[str, Any] = {}
        while True:  # a page may be empty and not the last
            answer: Any = self._client.scan(
                TableName=self._prefix + table, Limit=1, ConsistentRead=True, **start
            )
            if answer["Items"]:
                return False
            if "LastEvaluatedKey" not in answer:
                return True
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def segment(self, table: str, number: int, *, names: Sequence[str] = ()) -> Iterator[Item]:
        """One of SEGMENTS parts: each item as it was last acknowledged when its page was read."""
        asked: dict[str, Any] = {
            "TableName": self._prefix + table,
            "Segment": number,
            "TotalSegments": SEGMENTS,
            "ConsistentRead": True,
        }
        if names:
            aliases = {f"#{place}": name for place, name in enumerate(names)}
            asked["ProjectionExpression"] = ", ".join(aliases)
            asked["ExpressionAttributeNames"] = aliases
        while True:
            answer: Any = self._client.scan(**asked)
            yield from map(as_json, answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return
            asked["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def digest(self, table: str) -> Digest:
        """What all that is stored adds up to."""

        def of_segment(number: int) -> Digest:
            digest = Digest()
            for item in self.segment(table, number):
                digest.add(item)
            return digest

        return sum(in_parallel(of_segment, range(SEGMENTS)), Digest())

    def put(self, table: str, items: Iterable[Item]) -> None:
        """Store items over whatever has their keys."""
        self._write(table, ({"PutRequest": {"Item": from_json(item)}} for item in items))

    def empty(self, table: str) -> None:
        """Delete every item; the table itself, its name and its stream stay."""
        names = [one["AttributeName"] for one in self.keys(table)]

        def of_segment(number: int) -> None:
            found = self.segment(table, number, names=names)
            self._write(table, ({"DeleteRequest": {"Key": from_json(key)}} for key in found))

        in_parallel(of_segment, range(SEGMENTS))

    def _write(self, table: str, requests: Iterator[dict[str, Any]]) -> None:
        name = self._prefix + table
        while batch := list(islice(requests, _BATCH)):
            pending: Any = {name: batch}
            for tries in range(_MOST_ROUNDS):
                pending = self._client.batch_write_item(RequestItems=pending)["UnprocessedItems"]
                if not pending:
                    break
                pause = min(0.05 * 2**tries, _LONGEST_PAUSE_SECONDS)
                time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - no secret
            else:
                raise BackupError(f"{name} keeps refusing writes: throttled; run it again later")


def in_parallel(work: Callable[[_T], _U], parts: Iterable[_T]) -> list[_U]:
    """As many at a time as a table has segments; the first failure is raised."""
    with ThreadPoolExecutor(SEGMENTS) as threads:
        return list(threads.map(work, parts))
