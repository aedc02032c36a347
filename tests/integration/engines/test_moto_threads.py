"""The mended moto loses nothing under threads, and its streams can be read and trimmed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.dynamodb.responses import DynamoHandler

from infra.local.engines.moto_engine import MotoEngine
from tests.engines import EngineTables

_THREADS = 8


def _table(tables: EngineTables) -> str:
    return tables.prefix + "conversations"


def _key(name: str) -> dict[str, Any]:
    return {"pk": {"S": name}, "sk": {"S": "x"}}


def _add(tables: EngineTables, name: str, amount: int) -> Any:
    return {
        "TableName": _table(tables),
        "Key": _key(name),
        "UpdateExpression": "ADD n :a",
        "ExpressionAttributeValues": {":a": {"N": str(amount)}},
    }


def _number(tables: EngineTables, name: str) -> int:
    item = tables.client.get_item(TableName=_table(tables), Key=_key(name))["Item"]
    return int(item["n"]["N"])


class TestThreads:
    def test_no_write_is_lost_when_transactions_are_cancelled_beside_it(
        self, moto_tables: EngineTables
    ) -> None:
        def cancelled(number: int) -> None:
            with pytest.raises(ClientError, match="TransactionCanceled"):
                moto_tables.client.transact_write_items(
                    TransactItems=[
                        {"Update": _add(moto_tables, "shared", 1000)},
                        {
                            "ConditionCheck": {
                                "TableName": _table(moto_tables),
                                "Key": _key("absent"),
                                "ConditionExpression": "attribute_exists(pk)",
                            }
                        },
                    ]
                )

        def written(number: int) -> None:
            moto_tables.client.update_item(**_add(moto_tables, "shared", 1))
            moto_tables.client.put_item(TableName=_table(moto_tables), Item=_key(f"own{number}"))

        with ThreadPoolExecutor(_THREADS) as pool:
            waiting = [
                pool.submit(work, number) for number in range(60) for work in (written, cancelled)
            ]
            for each in waiting:
                each.result()

        assert _number(moto_tables, "shared") == 60
        for number in range(60):
            key = _key(f"own{number}")
            assert moto_tables.client.get_item(TableName=_table(moto_tables), Key=key)["Item"]

    def test_sum_is_kept_when_transfers_race(self, moto_tables: EngineTables) -> None:
        names = ["a", "b", "c"]
        for name in names:
            moto_tables.client.update_item(**_add(moto_tables, name, 100))

        def transfer(number: int) -> None:
            giver, taker = names[number % 3], names[(number + 1) % 3]
            moto_tables.client.transact_write_items(
                TransactItems=[
                    {"Update": _add(moto_tables, giver, -1)},
                    {"Update": _add(moto_tables, taker, 1)},
                ]
            )

        with ThreadPoolExecutor(_THREADS) as pool:
            list(pool.map(transfer, range(90)))

        assert [_number(moto_tables, name) for name in names] == [100, 100, 100]

    def test_each_key_has_one_winner_when_claimed_by_transactions(
        self, moto_tables: EngineTables
    ) -> None:
        def claim(number: int) -> bool:
            try:
                moto_tables.client.transact_write_items(
                    TransactItems=[
                        {
                            "Put": {
                                "TableName": _table(moto_tables),
                                "Item": _key(f"claim{number % 15}"),
                                "ConditionExpression": "attribute_not_exists(pk)",
                            }
                        }
                    ]
                )
            except ClientError:
                return False
            return True

        with ThreadPoolExecutor(_THREADS) as pool:
            assert sum(pool.map(claim, range(120))) == 15


class TestStreams:
    def _write(self, tables: EngineTables, count: int) -> None:
        for number in range(count):
            tables.client.put_item(TableName=_table(tables), Item=_key(f"k{number}"))

    def _iterator(self, tables: EngineTables, **place: str) -> str:
        arn = tables.client.describe_table(TableName=_table(tables))["Table"]["LatestStreamArn"]
        shard = tables.streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]
        answer = tables.streams.get_shard_iterator(
            StreamArn=arn,
            ShardId=shard["ShardId"],
            **place,  # type: ignore[arg-type]
        )
        return answer["ShardIterator"]

    def test_reading_goes_on_when_consumed_records_are_trimmed(
        self, moto_engine: MotoEngine, moto_tables: EngineTables
    ) -> None:
        self._write(moto_tables, 5)
        start = self._iterator(moto_tables, ShardIteratorType="TRIM_HORIZON")
        first = moto_tables.streams.get_records(ShardIterator=start, Limit=3)
        last_read = first["Records"][-1]["dynamodb"]["SequenceNumber"]

        trimmed = moto_engine.trim_streams({_table(moto_tables): last_read})

        assert trimmed == 3
        moto_tables.client.put_item(TableName=_table(moto_tables), Item=_key("later"))
        rest = moto_tables.streams.get_records(ShardIterator=first["NextShardIterator"])["Records"]
        read = [record["dynamodb"]["Keys"]["pk"]["S"] for record in rest]
        assert read == ["k3", "k4", "later"]
        horizon = self._iterator(moto_tables, ShardIteratorType="TRIM_HORIZON")
        again = moto_tables.streams.get_records(ShardIterator=horizon)["Records"]
        assert [record["dynamodb"] for record in again] == [record["dynamodb"] for record in rest]
        with pytest.raises(ClientError, match="TrimmedDataAccess"):
            moto_tables.streams.get_records(ShardIterator=start)

    def test_shard_holds_only_what_is_not_consumed_when_trimmed_often(
        self, moto_engine: MotoEngine, moto_tables: EngineTables
    ) -> None:
        iterator = self._iterator(moto_tables, ShardIteratorType="TRIM_HORIZON")
        for number in range(20):
            moto_tables.client.put_item(TableName=_table(moto_tables), Item=_key(f"k{number}"))
            answer = moto_tables.streams.get_records(ShardIterator=iterator)
            iterator = answer["NextShardIterator"]
            read = answer["Records"][-1]["dynamodb"]["SequenceNumber"]
            moto_engine.trim_streams({_table(moto_tables): read})

        shard = moto_engine.table(_table(moto_tables)).stream_shard
        assert shard is not None
        assert shard.items == []

    def test_reader_is_woken_when_a_record_is_written(
        self, moto_engine: MotoEngine, moto_tables: EngineTables
    ) -> None:
        seen = moto_engine.wait_for_records(0, timeout_seconds=0)
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(moto_engine.wait_for_records, seen, 20)
            moto_tables.client.put_item(TableName=_table(moto_tables), Item=_key("k"))
            assert waiting.result() > seen

    def test_waiting_ends_when_nothing_is_written(self, moto_engine: MotoEngine) -> None:
        seen = moto_engine.wait_for_records(0, timeout_seconds=0)
        assert moto_engine.wait_for_records(seen, timeout_seconds=0.05) == seen


def test_plain_moto_is_back_when_the_engine_has_stopped() -> None:
    before = DynamoHandler.__dict__.get("call_action")
    with MotoEngine():
        assert DynamoHandler.__dict__.get("call_action") is not before
    assert DynamoHandler.__dict__.get("call_action") is before
