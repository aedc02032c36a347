"""Stream triggers on real streams: moto in this process, and DynamoDB Local where Java is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest

from chalicelib.core.change import CHANGE_ATTRIBUTE, RESTORED
from chalicelib.core.tables import CONVERSATIONS
from functions.definition import StreamTrigger
from infra.local.engines.moto_engine import MotoEngine
from infra.local.stack.stream_sources import (
    EngineSource,
    MotoSource,
    StreamPlaces,
    StreamSource,
    WriteWatch,
)
from infra.local.stack.stream_triggers import REPEATS, StreamConsumer, StreamReader
from tests.engines import EngineTables
from tests.integration.stack.serving import eventually

Put = Callable[..., None]
Function = Callable[[dict[str, Any]], Any]


@pytest.fixture
def table(moto_tables: EngineTables) -> str:
    return moto_tables.prefix + CONVERSATIONS.name


@pytest.fixture
def put(moto_tables: EngineTables, table: str) -> Put:
    def put_some(*sort_keys: str) -> None:
        for sort_key in sort_keys:
            item: Any = {"pk": {"S": "C#1"}, "sk": {"S": sort_key}, "b": {"B": b"\0\1"}}
            moto_tables.client.put_item(TableName=table, Item=item)

    return put_some


@pytest.fixture
def read(moto_engine: MotoEngine, table: str) -> Iterator[Callable[..., StreamReader]]:
    """Start functions on the table's stream."""
    started: list[StreamReader] = []

    def start(
        *functions: Function, size: int = 100, prefixes: tuple[str, ...] = ()
    ) -> StreamReader:
        trigger = StreamTrigger(CONVERSATIONS.name, size, prefixes)
        consumers = [
            StreamConsumer(f"f{n}", trigger, function, first_pause_seconds=0.001)
            for n, function in enumerate(functions)
        ]
        started.append(StreamReader(MotoSource(moto_engine, table), consumers))
        started[-1].start()
        return started[-1]

    yield start
    for reader in started:
        reader.stop()


def keys(event: dict[str, Any]) -> list[str]:
    return [record["dynamodb"]["Keys"]["sk"]["S"] for record in event["Records"]]


def test_every_function_sees_every_write_in_order_within_milliseconds(
    put: Put, read: Callable[..., StreamReader]
) -> None:
    first: list[str] = []
    second: list[str] = []
    put("M#0")
    reader = read(lambda e: first.extend(keys(e)), lambda e: second.extend(keys(e)), size=7)
    eventually(lambda: reader.idle() and first)
    names = [f"M#{n}" for n in range(1, 40)]
    put(*names)
    before = time.monotonic()
    eventually(reader.idle)
    assert time.monotonic() - before < 0.5
    assert first == second == ["M#0", *names]


def test_the_filter_lets_through_the_declared_sort_keys_only(
    put: Put, read: Callable[..., StreamReader]
) -> None:
    seen: list[str] = []
    reader = read(lambda e: seen.extend(keys(e)), prefixes=("H", "M#"))
    put("H", "P#x", "M#1", "I#y")
    eventually(reader.idle)
    assert seen == ["H", "M#1"]


def test_the_filter_leaves_out_what_a_restore_wrote(
    moto_tables: EngineTables, table: str, put: Put, read: Callable[..., StreamReader]
) -> None:
    seen: list[str] = []
    reader = read(lambda e: seen.extend(keys(e)))
    change: Any = {"M": {"e": {"S": "message.queued"}, RESTORED: {"N": "1700000000"}}}
    restored: Any = {"pk": {"S": "C#1"}, "sk": {"S": "M#1"}, CHANGE_ATTRIBUTE: change}
    moto_tables.client.put_item(TableName=table, Item=restored)
    put("M#1", "M#2")
    eventually(reader.idle)
    assert seen == ["M#1", "M#2"]  # once each: of the first only what followed


def test_a_record_has_the_form_that_lambda_gives_it(
    put: Put, read: Callable[..., StreamReader]
) -> None:
    records: list[dict[str, Any]] = []
    reader = read(lambda e: records.extend(e["Records"]))
    put("M#1")
    eventually(reader.idle)
    (record,) = records
    assert (record["eventName"], record["eventSource"]) == ("INSERT", "aws:dynamodb")
    assert record["dynamodb"]["NewImage"]["b"] == {"B": "AAE="}
    assert isinstance(record["dynamodb"]["ApproximateCreationDateTime"], float)
    assert "OldImage" not in record["dynamodb"]


def test_a_poisoned_record_is_given_up_alone(put: Put, read: Callable[..., StreamReader]) -> None:
    taken: list[str] = []
    alone = 0

    def function(event: dict[str, Any]) -> None:
        nonlocal alone
        names = keys(event)
        alone += names == ["M#3"]
        if "M#3" in names:
            raise ValueError("poisoned")
        taken.extend(names)

    put(*[f"M#{n}" for n in range(8)])
    reader = read(function)
    eventually(reader.idle)
    assert taken == [f"M#{n}" for n in (0, 1, 2, 4, 5, 6, 7)]
    assert alone == REPEATS + 1
    assert [keys({"Records": [lost.record]}) for lost in reader.consumers[0].lost] == [["M#3"]]


def test_a_partial_failure_goes_on_at_the_record_named(
    put: Put, read: Callable[..., StreamReader]
) -> None:
    calls: list[list[str]] = []

    def function(event: dict[str, Any]) -> Any:
        calls.append(keys(event))
        if len(calls) > 1:
            return None
        number = event["Records"][2]["dynamodb"]["SequenceNumber"]
        return {"batchItemFailures": [{"itemIdentifier": number}]}

    put("M#0", "M#1", "M#2", "M#3")
    reader = read(function)
    eventually(reader.idle)
    assert calls == [["M#0", "M#1", "M#2", "M#3"], ["M#2", "M#3"]]


def test_it_is_not_idle_while_a_function_runs(put: Put, read: Callable[..., StreamReader]) -> None:
    entered, leave = threading.Event(), threading.Event()

    def function(_: dict[str, Any]) -> None:
        entered.set()
        leave.wait(5)

    reader = read(function)
    put("M#1")
    assert not reader.idle(), "from the moment the write is done"
    assert entered.wait(5)
    assert not reader.idle()
    leave.set()
    eventually(reader.idle)


def test_a_slow_function_does_not_hold_up_another(
    put: Put, read: Callable[..., StreamReader]
) -> None:
    leave, seen = threading.Event(), list[str]()
    read(lambda _: leave.wait(5), lambda e: seen.extend(keys(e)))
    put("M#1")
    eventually(lambda: seen == ["M#1"])
    put("M#2")
    eventually(lambda: seen == ["M#1", "M#2"])
    leave.set()


def test_what_was_read_is_trimmed(
    put: Put, read: Callable[..., StreamReader], moto_engine: MotoEngine, table: str
) -> None:
    put(*[f"M#{n}" for n in range(2500)])
    seen: list[str] = []
    reader = read(lambda e: seen.extend(keys(e)))
    eventually(lambda: reader.idle() and len(seen) == 2500)
    shard = moto_engine.table(table).stream_shard
    assert shard is not None
    assert len(shard.items) < 2500


@pytest.mark.engine
def test_dynamodb_local_is_read_after_each_write_and_rests_only_then(
    dynamodb_local: EngineTables,
) -> None:
    session: Any = boto3.Session("local", "local", region_name="us-east-1")
    watch = WriteWatch(session)
    client = session.client("dynamodb", endpoint_url=dynamodb_local.endpoint_url)
    table = dynamodb_local.prefix + CONVERSATIONS.name
    source: StreamSource = EngineSource(dynamodb_local.streams, watch, table, StreamPlaces(None))
    seen: list[str] = []
    trigger = StreamTrigger(CONVERSATIONS.name, 100)
    reader = StreamReader(source, [StreamConsumer("f", trigger, lambda e: seen.extend(keys(e)))])
    reader.start()
    try:
        eventually(reader.idle)
        for number in range(20):
            item = {"pk": {"S": "C#1"}, "sk": {"S": f"M#{number:02}"}}
            client.put_item(TableName=table, Item=item)
            if number % 5 == 4:
                assert not reader.idle()
                eventually(reader.idle)
                assert len(seen) == number + 1
    finally:
        reader.stop()
    assert seen == [f"M#{number:02}" for number in range(20)]
