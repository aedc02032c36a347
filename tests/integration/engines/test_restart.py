"""What an engine has stored is there again when another process takes the folder over."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.core.tables import CONVERSATIONS, DIRECTORY, LIVE
from infra.local.engines.dynamodb_local import DYNAMODB_LOCAL
from infra.local.keeping.journal import Journal
from infra.local.settings import MEDIA_BUCKET
from infra.local.stack.engine import Engine
from infra.local.stack.stream_sources import Record, StreamSource
from tests.engines import start_or_leave_out

pytestmark = pytest.mark.timeout(400)  # several starts, one after the other
on_both_engines = pytest.mark.parametrize(
    "engine_name", ["moto", pytest.param("dynamodb-local", marks=pytest.mark.engine)]
)
Write = tuple[str, str, int]
HEAD: Any = {"pk": {"S": "C#1"}, "sk": {"S": "H"}}


class Life:
    """The engine of one folder, from process to process."""

    def __init__(self, name: str, path: Path) -> None:
        self._name, self._path = name, path
        self._engine: Engine | None = None
        self._journal: Journal | None = None

    def begin(self) -> Engine:
        """As a process that starts; the one before ends."""
        self.end()
        self._journal = Journal(self._path)
        self._engine = Engine(self._name, "", self._journal)
        self._journal.forget_kept()
        return self._engine

    def end(self) -> None:
        if self._engine is not None:
            self._engine.stop()
            self._engine = None
        if self._journal is not None:
            self._journal.close()
            self._journal = None


@contextmanager
def life_of(name: str, path: Path) -> Iterator[Life]:
    life = Life(name, path)
    try:
        yield life
    finally:
        life.end()


@pytest.fixture
def engine_name() -> str:
    return "moto"


@pytest.fixture
def life(engine_name: str, tmp_path: Path) -> Iterator[Life]:
    if engine_name != "moto":
        start_or_leave_out(Installed())
    with life_of(engine_name, tmp_path / "state") as one:
        yield one


class Installed:
    """Nothing but the question whether DynamoDB Local can be started."""

    def start(self) -> None:
        DYNAMODB_LOCAL.require()

    def stop(self) -> None:
        """There is nothing to stop."""


def client(engine: Engine) -> Any:
    return engine.session.client("dynamodb")


def items(engine: Engine, table: str = CONVERSATIONS.name) -> list[Any]:
    found = client(engine).scan(TableName=table)["Items"]
    return sorted(found, key=lambda item: json.dumps(item, sort_keys=True, default=repr))


def read_all(source: StreamSource) -> list[Record]:
    """Everything there is to read just now, whatever engine it is."""
    found: list[Record] = []
    deadline = time.monotonic() + 30
    while not source.caught_up() and time.monotonic() < deadline:
        found += source.read()
    return found


def images(records: list[Record]) -> list[Any]:
    return [
        (r["eventName"], r["dynamodb"].get("OldImage"), r["dynamodb"].get("NewImage"))
        for r in records
    ]


def test_items_of_every_type_and_their_indexes_are_there_again(life: Life) -> None:
    engine = life.begin()
    item = HEAD | {
        "tp": {"S": "queue"},
        "ta": {"S": "á\n\x00😀"},
        "n": {"N": "-12.50"},
        "b": {"B": b"\x00\xff"},
        "bs": {"BS": [b"\x01"]},
        "ss": {"SS": ["a", "b"]},
        "l": {"L": [{"NULL": True}, {"M": {"deep": {"BOOL": False}}}]},
    }
    client(engine).put_item(TableName=CONVERSATIONS.name, Item=item)
    engine = life.begin()
    found = client(engine).get_item(TableName=CONVERSATIONS.name, Key=HEAD)["Item"]
    found["ss"]["SS"].sort()
    assert found == item | {"n": {"N": found["n"]["N"]}}
    assert float(found["n"]["N"]) == -12.5
    listed = client(engine).query(
        TableName=CONVERSATIONS.name,
        IndexName="tray",
        KeyConditionExpression="tp = :t",
        ExpressionAttributeValues={":t": {"S": "queue"}},
    )
    assert [one["sk"] for one in listed["Items"]] == [{"S": "H"}]


def test_a_refused_write_and_a_cancelled_transaction_leave_nothing(life: Life) -> None:
    engine = life.begin()
    client(engine).put_item(TableName=CONVERSATIONS.name, Item=HEAD | {"v": {"N": "1"}})
    put = {"TableName": CONVERSATIONS.name, "Item": HEAD | {"v": {"N": "2"}}}
    missing = {"ConditionExpression": "attribute_not_exists(pk)"}
    other = {"TableName": CONVERSATIONS.name, "Item": HEAD | {"sk": {"S": "M#1"}}}
    with pytest.raises(ClientError):
        client(engine).put_item(**put, **missing)
    with pytest.raises(ClientError):
        client(engine).transact_write_items(TransactItems=[{"Put": other}, {"Put": put | missing}])
    engine = life.begin()
    assert items(engine) == [HEAD | {"v": {"N": "1"}}]


@on_both_engines
def test_a_wiped_engine_is_empty_also_after_a_restart(life: Life) -> None:
    engine = life.begin()
    client(engine).put_item(TableName=CONVERSATIONS.name, Item=HEAD)
    engine.s3.put_object(Bucket=MEDIA_BUCKET, Key="a", Body=b"file")
    engine.wipe()
    client(engine).put_item(TableName=DIRECTORY.name, Item=HEAD)
    engine = life.begin()
    assert items(engine) == []
    assert len(items(engine, DIRECTORY.name)) == 1
    assert "Contents" not in engine.s3.list_objects_v2(Bucket=MEDIA_BUCKET)


@on_both_engines
def test_a_stream_goes_on_behind_what_was_taken_with_both_images(life: Life) -> None:
    engine = life.begin()
    source = engine.stream(CONVERSATIONS.name)
    dynamodb = client(engine)
    dynamodb.put_item(TableName=CONVERSATIONS.name, Item=HEAD | {"v": {"N": "1"}})
    assert len(read_all(source)) == 1
    source.keep(source.position())
    for version in ("2", "3"):
        dynamodb.put_item(TableName=CONVERSATIONS.name, Item=HEAD | {"v": {"N": version}})
    not_told = read_all(source)
    source = life.begin().stream(CONVERSATIONS.name)
    read = read_all(source)
    assert images(read) == [
        ("MODIFY", HEAD | {"v": {"N": "1"}}, HEAD | {"v": {"N": "2"}}),
        ("MODIFY", HEAD | {"v": {"N": "2"}}, HEAD | {"v": {"N": "3"}}),
    ]
    assert [r["eventID"] for r in read] == [r["eventID"] for r in not_told]
    source.keep(source.position())
    assert read_all(life.begin().stream(CONVERSATIONS.name)) == []


def test_files_and_secrets_are_there_again_with_what_they_became(life: Life) -> None:
    engine = life.begin()
    secrets = engine.session.client("secretsmanager")
    secrets.create_secret(Name="key", SecretString="first")
    secrets.put_secret_value(SecretId="key", SecretString="second")
    kind: Any = {"ContentType": "image/png", "ContentDisposition": 'attachment; filename="a"'}
    engine.s3.put_object(Bucket=MEDIA_BUCKET, Key="c/1", Body=b"draft")
    engine.s3.put_object(Bucket=MEDIA_BUCKET, Key="c/1", Body=b"0123456789", **kind)
    engine.s3.put_object(Bucket=MEDIA_BUCKET, Key="c/2", Body=b"gone")
    engine.s3.delete_object(Bucket=MEDIA_BUCKET, Key="c/2")
    before = engine.s3.get_object(Bucket=MEDIA_BUCKET, Key="c/1")
    for _ in range(2):
        engine = life.begin()
        found: Any = engine.s3.get_object(Bucket=MEDIA_BUCKET, Key="c/1")
        assert found["Body"].read() == b"0123456789"
        assert found["ETag"] == before["ETag"]
        assert {name: found[name] for name in kind} == kind
        part = engine.s3.get_object(Bucket=MEDIA_BUCKET, Key="c/1", Range="bytes=2-3")
        assert part["Body"].read() == b"23"
        listed = engine.s3.list_objects_v2(Bucket=MEDIA_BUCKET)["Contents"]
        assert [(one["Key"], one["Size"]) for one in listed] == [("c/1", 10)]
        secrets = engine.session.client("secretsmanager")
        assert secrets.get_secret_value(SecretId="key")["SecretString"] == "second"


def test_files_of_no_object_are_removed_at_the_next_start(tmp_path: Path) -> None:
    with life_of("moto", tmp_path) as life:
        engine = life.begin()
        for content in (b"1", b"2"):
            engine.s3.put_object(Bucket=MEDIA_BUCKET, Key="a", Body=content)
        life.begin()
        assert [path.read_bytes() for path in (tmp_path / "files").iterdir()] == [b"2"]


def test_what_had_expired_is_not_taken_over(tmp_path: Path) -> None:
    now = int(time.time())
    with life_of("moto", tmp_path) as life:
        engine = life.begin()
        for name, expires_at in (("past", now - 5), ("later", now + 3600)):
            item = {"pk": {"S": name}, "sk": {"S": "-"}, "expires_at": {"N": str(expires_at)}}
            client(engine).put_item(TableName=LIVE.name, Item=item)
        for _ in range(2):
            engine = life.begin()
            assert [one["pk"]["S"] for one in items(engine, LIVE.name)] == ["later"]


# any history ------------------------------------------------------------------------

keys = st.sampled_from(["H", "M#1", "M#2"])
writes = st.tuples(
    st.sampled_from(["put", "update", "delete", "both", "cancelled"]), keys, st.integers(0, 2)
)


def do(dynamodb: Any, write: Write) -> None:
    kind, sort_key, number = write
    table, key = CONVERSATIONS.name, {"pk": {"S": "C#1"}, "sk": {"S": sort_key}}
    value = {"N": str(number)}
    put: Any = {"TableName": table, "Item": key | {"v": value, "tp": {"S": "t"}, "ta": {"S": "1"}}}
    update: Any = {
        "TableName": table,
        "Key": key | {"sk": {"S": "U"}},
        "UpdateExpression": "SET v = :v ADD c :v",
        "ExpressionAttributeValues": {":v": value},
    }
    if kind == "put":
        dynamodb.put_item(**put)
    elif kind == "update":
        dynamodb.update_item(**update | {"Key": key})
    elif kind == "delete":
        dynamodb.delete_item(TableName=table, Key=key)
    else:
        second = {
            "Update": update | ({"ConditionExpression": "c < c"} if kind == "cancelled" else {})
        }
        try:
            dynamodb.transact_write_items(TransactItems=[{"Put": put}, second])
        except dynamodb.exceptions.TransactionCanceledException:
            assert kind == "cancelled"


@settings(max_examples=12)
@given(before=st.lists(writes, max_size=15), after=st.lists(writes, max_size=15))
def test_any_history_is_taken_over_as_it_was_left(before: list[Write], after: list[Write]) -> None:
    with TemporaryDirectory() as folder, life_of("moto", Path(folder)) as life:
        engine = life.begin()
        source = engine.stream(CONVERSATIONS.name)
        for write in before:
            do(client(engine), write)
        read_all(source)
        source.keep(source.position())
        for write in after:
            do(client(engine), write)
        left, unread = items(engine), images(read_all(source))
        engine = life.begin()
        assert items(engine) == left
        assert images(read_all(engine.stream(CONVERSATIONS.name))) == unread
