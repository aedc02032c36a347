"""Where stream records come from: moto's own shard in this process, or an engine's stream.

A source belongs to one reader and begins at the oldest record that was never told to be
taken, also after a restart. Records have the form in which Lambda hands them to a function.
"""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from infra.local.engines.moto_backend import AtomicBackend
from infra.local.engines.moto_engine import MotoEngine
from infra.local.engines.moto_streams import TrimmableShard
from infra.local.keeping.journal import Journal
from infra.local.keeping.records import key_of, text_of
from infra.local.lambdas.invocation import arn
from infra.local.lambdas.writes import tell_writes
from infra.local.settings import REGION

if TYPE_CHECKING:
    import boto3
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient

Record = dict[str, Any]
Position = Mapping[str, str]
"""The number of the last record by shard."""

MOST_RECORDS = 1000
_PLACES = "streams"
_TRIM_EVERY = 2000
_CONFIRM_SECONDS = 0.05  # a read begun so long after the last write has seen it for certain
_QUIET_SECONDS = 0.006  # writes of one message follow one another faster than this
_GATHER_SECONDS = 0.025


class StreamSource(Protocol):
    """A stream, read by one reader."""

    def read(self) -> list[Record]:
        """What came since the last read, oldest first, at most MOST_RECORDS."""

    def wait(self, seconds: float) -> None:
        """Return as soon as there may be something to read, or after the time."""

    def wake(self) -> None:
        """Let a wait return."""

    def caught_up(self) -> bool:
        """Whether read() has returned everything written so far."""

    def position(self) -> Position:
        """How far read() has come."""

    def keep(self, position: Position) -> None:
        """Everything up to there was taken: never begin before it again."""


class MotoSource:
    """Reads the shard of a table directly and forgets what was read."""

    def __init__(self, engine: MotoEngine, table_name: str) -> None:
        self._engine, self._table_name = engine, table_name
        self._seen = 0
        shard = self._shard()
        self._shard_id, self._after = shard.id, shard.starting_sequence_number - 1
        self._kept = 0
        engine.keep_read(table_name, self._after)

    def read(self) -> list[Record]:
        with self._engine.lock:
            shard = self._shard()
            found = shard.get(self._after + 1, MOST_RECORDS)
            self._after += len(found)
        self._trim(len(found))
        return [_as_event(record, self._table_name) for record in found]

    def wait(self, seconds: float) -> None:
        seen = self._seen
        self._seen = self._engine.wait_for_records(seen, seconds)
        if self._seen != seen:
            time.sleep(_QUIET_SECONDS)

    def wake(self) -> None:
        AtomicBackend.records.add()

    def caught_up(self) -> bool:
        with self._engine.lock:
            return self._shard().next_sequence_number == self._after + 1

    def position(self) -> Position:
        return {self._shard_id: str(self._after)}

    def keep(self, position: Position) -> None:
        self._engine.keep_read(self._table_name, int(position[self._shard_id]))

    def _shard(self) -> TrimmableShard:
        shard = self._engine.table(self._table_name).stream_shard
        if not isinstance(shard, TrimmableShard):
            raise TypeError(f"{self._table_name} has no stream")
        return shard

    def _trim(self, read: int) -> None:
        self._kept += read
        if self._kept >= _TRIM_EVERY:
            self._engine.trim_streams({self._table_name: str(self._after)})
            self._kept = 0


class WriteWatch:
    """Learns of every write that is told to it: by `wake`, or by this session's clients."""

    def __init__(self, session: boto3.Session) -> None:
        self._news = threading.Condition()
        self.count = 0
        self.last_at = time.monotonic()
        tell_writes(session, self.wake)

    def wait_beyond(self, count: int, seconds: float) -> bool:
        """Whether there was a write beyond the count within the time."""
        with self._news:
            return self._news.wait_for(lambda: self.count > count, seconds)

    def gather(self) -> None:
        """Let the writes that belong together come together, as Lambda's batches have them."""
        deadline = time.monotonic() + _GATHER_SECONDS
        while time.monotonic() < deadline and self.wait_beyond(self.count, _QUIET_SECONDS):
            pass

    def wake(self) -> None:
        with self._news:
            self.count += 1
            self.last_at = time.monotonic()
            self._news.notify_all()


class StreamPlaces:
    """How far the streams of an engine were taken, in the journal where there is one."""

    def __init__(self, journal: Journal | None) -> None:
        self._journal = journal
        self._known: dict[str, dict[str, str]] = {}
        for key, text in (journal.kept.texts(_PLACES) if journal else {}).items():
            table_name, shard_id = json.loads(key)
            self._known.setdefault(table_name, {})[shard_id] = json.loads(text)

    def of(self, table_name: str) -> Position:
        return self._known.get(table_name, {})

    def keep(self, table_name: str, position: Position) -> None:
        """Note what is new; shards that are no more stay, they are few."""
        known = self._known.setdefault(table_name, {})
        new = {shard: number for shard, number in position.items() if known.get(shard) != number}
        known.update(new)
        if self._journal is not None and new:
            notes = [(key_of(table_name, shard), text_of(number)) for shard, number in new.items()]
            self._journal.note(_PLACES, notes)

    def forget(self) -> None:
        """The streams begin anew."""
        self._known.clear()
        if self._journal is not None:
            self._journal.clear(_PLACES)


class EngineSource:
    """Reads the stream of DynamoDB Local after each write, and once more to be certain."""

    def __init__(
        self,
        client: DynamoDBStreamsClient,
        watch: WriteWatch,
        table_name: str,
        places: StreamPlaces,
    ) -> None:
        self._client, self._watch, self._table_name = client, watch, table_name
        self._places = places
        self._after = dict(places.of(table_name))
        self._iterators: dict[str, str] = {}
        self._known: set[str] = set()
        self._read_count = -1  # writes known of when the last read began
        self._certain_count = -1  # the same of the last read that surely saw them all

    def read(self) -> list[Record]:
        self._read_count = self._watch.count
        settled = time.monotonic() - self._watch.last_at > _CONFIRM_SECONDS
        if not self._iterators:
            self._find_shards()
        found = [record for shard_id in list(self._iterators) for record in self._of(shard_id)]
        if settled and len(found) < MOST_RECORDS:
            self._certain_count = self._read_count
        return found

    def wait(self, seconds: float) -> None:
        is_certain = self._certain_count == self._read_count
        pause = seconds if is_certain else _CONFIRM_SECONDS
        if self._watch.wait_beyond(self._read_count, pause):
            self._watch.gather()

    def wake(self) -> None:
        self._watch.wake()

    def caught_up(self) -> bool:
        return self._certain_count == self._watch.count

    def position(self) -> Position:
        return dict(self._after)

    def keep(self, position: Position) -> None:
        self._places.keep(self._table_name, position)

    def _of(self, shard_id: str) -> Iterable[Record]:
        try:
            answer = self._client.get_records(
                ShardIterator=self._iterators[shard_id], Limit=MOST_RECORDS
            )
        except (
            self._client.exceptions.TrimmedDataAccessException,
            self._client.exceptions.ExpiredIteratorException,
        ):
            self._iterators[shard_id] = self._iterator(shard_id)
            return []
        following = answer.get("NextShardIterator")
        if following:
            self._iterators[shard_id] = following
        else:
            del self._iterators[shard_id]
        if answer["Records"]:
            self._after[shard_id] = answer["Records"][-1]["dynamodb"]["SequenceNumber"]
        return [_as_event(record, self._table_name) for record in answer["Records"]]

    def _find_shards(self) -> None:
        for stream in self._client.list_streams(TableName=self._table_name)["Streams"][-1:]:
            described = self._client.describe_stream(StreamArn=stream["StreamArn"])
            for shard in described["StreamDescription"]["Shards"]:
                if shard["ShardId"] not in self._known:
                    self._known.add(shard["ShardId"])
                    self._iterators[shard["ShardId"]] = self._iterator(shard["ShardId"])

    def _iterator(self, shard_id: str) -> str:
        (stream,) = self._client.list_streams(TableName=self._table_name)["Streams"][-1:]
        asked = {"StreamArn": stream["StreamArn"], "ShardId": shard_id}
        if shard_id in self._after:
            try:
                return self._client.get_shard_iterator(
                    **asked,
                    ShardIteratorType="AFTER_SEQUENCE_NUMBER",
                    SequenceNumber=self._after[shard_id],
                )["ShardIterator"]
            except self._client.exceptions.TrimmedDataAccessException:
                del self._after[shard_id]  # a day has passed
        answer = self._client.get_shard_iterator(**asked, ShardIteratorType="TRIM_HORIZON")
        return answer["ShardIterator"]


def _as_event(record: Any, table_name: str) -> Record:
    """The record as Lambda writes it: times in seconds, bytes in base64."""
    change = dict(record["dynamodb"])
    created = change.get("ApproximateCreationDateTime")
    if created is not None and not isinstance(created, int | float):
        change["ApproximateCreationDateTime"] = created.timestamp()
    for image in ("Keys", "NewImage", "OldImage"):
        if image in change:
            change[image] = {name: _plain(value) for name, value in change[image].items()}
    return {
        **{name: record[name] for name in ("eventID", "eventName", "eventVersion", "eventSource")},
        "awsRegion": REGION,
        "eventSourceARN": arn("dynamodb", f"table/{table_name}/stream/local"),
        "dynamodb": change,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, list | set | tuple):
        return [_plain(member) for member in value]
    return value
