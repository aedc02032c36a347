"""Reads the stream of `conversations` of one set of tables and makes the functions' events."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from chalicelib.core.tables import CONVERSATIONS
from tests.engines import EngineTables


class StreamReader:
    """All records since the tables were made, in order, each handed out once."""

    def __init__(self, tables: EngineTables) -> None:
        self._streams = tables.streams
        table = tables.client.describe_table(TableName=f"{tables.prefix}{CONVERSATIONS.name}")
        self._arn = table["Table"]["LatestStreamArn"]
        self._iterators: dict[str, str | None] = {}
        self._last: dict[str, str] = {}

    def new_records(self) -> list[dict[str, Any]]:
        """What was written since the last call."""
        found: list[dict[str, Any]] = []
        shards: Any = self._streams.describe_stream(StreamArn=self._arn)
        for shard in shards["StreamDescription"]["Shards"]:
            found += self._of_shard(shard["ShardId"])
        return found

    def skip(self) -> None:
        """Hand out nothing of what was written so far."""
        shards: Any = self._streams.describe_stream(StreamArn=self._arn)
        for shard in shards["StreamDescription"]["Shards"]:
            newest: Any = self._streams.get_shard_iterator(
                StreamArn=self._arn, ShardId=shard["ShardId"], ShardIteratorType="LATEST"
            )
            self._iterators[shard["ShardId"]] = newest["ShardIterator"]

    def _of_shard(self, shard_id: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while True:
            answer = self._get(shard_id)
            records = answer["Records"]
            found += [_as_lambda_has_it(record) for record in records]
            self._iterators[shard_id] = answer.get("NextShardIterator")
            if records:
                self._last[shard_id] = records[-1]["dynamodb"]["SequenceNumber"]
            if not records or self._iterators[shard_id] is None:
                return found

    def _get(self, shard_id: str) -> Any:
        iterator = self._iterators.get(shard_id) or self._new_iterator(shard_id)
        try:
            return self._streams.get_records(ShardIterator=iterator)
        except ClientError as exc:
            if exc.response["Error"]["Code"] != "TrimmedDataAccessException":
                raise
            return self._streams.get_records(ShardIterator=self._new_iterator(shard_id))

    def _new_iterator(self, shard_id: str) -> str:
        wanted: dict[str, Any] = {"ShardIteratorType": "TRIM_HORIZON"}
        if last := self._last.get(shard_id):
            wanted = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": last}
        answer: Any = self._streams.get_shard_iterator(
            StreamArn=self._arn, ShardId=shard_id, **wanted
        )
        return str(answer["ShardIterator"])


def _as_lambda_has_it(record: Any) -> dict[str, Any]:
    """Times are seconds."""
    created = record["dynamodb"].get("ApproximateCreationDateTime")
    if created is None or isinstance(created, int | float):
        return dict(record)
    told = {**record["dynamodb"], "ApproximateCreationDateTime": created.timestamp()}
    return {**record, "dynamodb": told}
