"""What the product relies on when it writes, held against moto and against DynamoDB Local."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.engines import EngineTables

KEY: dict[str, Any] = {"pk": {"S": "c"}, "sk": {"S": "HEAD"}}


def _table(tables: EngineTables) -> str:
    return tables.prefix + "conversations"


def _get(tables: EngineTables, key: dict[str, Any] = KEY) -> dict[str, Any] | None:
    answer = tables.client.get_item(TableName=_table(tables), Key=key, ConsistentRead=True)
    return answer.get("Item")


def _records(tables: EngineTables) -> list[dict[str, Any]]:
    """Every record of the conversations' stream: name and images."""
    described = tables.client.describe_table(TableName=_table(tables))["Table"]
    arn = described["LatestStreamArn"]
    shard = tables.streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]
    iterator = tables.streams.get_shard_iterator(
        StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    records: list[Any] = []
    while True:
        answer = tables.streams.get_records(ShardIterator=iterator)
        if not answer["Records"]:
            return records
        records.extend(answer["Records"])
        iterator = answer["NextShardIterator"]


class TestConditions:
    @pytest.mark.parametrize("operation", ["put", "update", "delete"])
    def test_refusal_carries_the_item_when_all_old_is_asked(
        self, engine_tables: EngineTables, operation: str
    ) -> None:
        stored = KEY | {"v": {"N": "7"}, "name": {"S": "Ana"}}
        engine_tables.client.put_item(TableName=_table(engine_tables), Item=stored)
        call = getattr(engine_tables.client, f"{operation}_item")
        arguments = {"Item": KEY} if operation == "put" else {"Key": KEY}
        if operation == "update":
            arguments["UpdateExpression"] = "SET v = :v"  # type: ignore[assignment]

        with pytest.raises(ClientError) as refused:
            call(
                TableName=_table(engine_tables),
                ConditionExpression="v = :v",
                ExpressionAttributeValues={":v": {"N": "8"}},
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
                **arguments,
            )

        assert refused.value.response["Error"]["Code"] == "ConditionalCheckFailedException"
        assert refused.value.response["Item"] == stored  # type: ignore[typeddict-item]
        assert _get(engine_tables) == stored

    def test_cancelled_transaction_names_each_reason_when_one_condition_fails(
        self, engine_tables: EngineTables
    ) -> None:
        stored = KEY | {"v": {"N": "7"}}
        engine_tables.client.put_item(TableName=_table(engine_tables), Item=stored)
        other = {"pk": {"S": "c"}, "sk": {"S": "m1"}}
        check: Any = {
            "Put": {
                "TableName": _table(engine_tables),
                "Item": KEY,
                "ConditionExpression": "attribute_not_exists(pk)",
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            }
        }

        with pytest.raises(ClientError) as cancelled:
            engine_tables.client.transact_write_items(
                TransactItems=[
                    {"Put": {"TableName": _table(engine_tables), "Item": other}},
                    check,
                ]
            )

        reasons: Any = cancelled.value.response["CancellationReasons"]
        assert [reason["Code"] for reason in reasons] == ["None", "ConditionalCheckFailed"]
        assert reasons[1]["Item"] == stored
        assert _get(engine_tables, other) is None
        assert [record["eventName"] for record in _records(engine_tables)] == ["INSERT"]


class TestTransactions:
    def test_undo_restores_every_kind_of_write_when_a_condition_fails(
        self, engine_tables: EngineTables
    ) -> None:
        table = _table(engine_tables)
        keys = [{"pk": {"S": "c"}, "sk": {"S": name}} for name in ("a", "b", "new", "check")]
        indexed = {"tp": {"S": "p"}, "ta": {"S": "1"}}
        for key in keys[:2]:
            engine_tables.client.put_item(TableName=table, Item=key | indexed)
        before = len(_records(engine_tables))

        with pytest.raises(ClientError, match="TransactionCanceled"):
            engine_tables.client.transact_write_items(
                TransactItems=[
                    {
                        "Update": {
                            "TableName": table,
                            "Key": keys[0],
                            "UpdateExpression": "SET tp = :p",
                            "ExpressionAttributeValues": {":p": {"S": "elsewhere"}},
                        }
                    },
                    {"Delete": {"TableName": table, "Key": keys[1]}},
                    {"Put": {"TableName": table, "Item": keys[2] | indexed}},
                    {
                        "ConditionCheck": {
                            "TableName": table,
                            "Key": keys[3],
                            "ConditionExpression": "attribute_exists(pk)",
                        }
                    },
                ]
            )

        found = engine_tables.client.query(
            TableName=table,
            IndexName="tray",
            KeyConditionExpression="tp = :p",
            ExpressionAttributeValues={":p": {"S": "p"}},
        )["Items"]
        assert sorted(item["sk"]["S"] for item in found) == ["a", "b"]
        assert _get(engine_tables, keys[0]) == keys[0] | indexed
        assert _get(engine_tables, keys[2]) is None
        assert len(_records(engine_tables)) == before

    def test_transaction_is_applied_once_when_the_token_is_repeated(
        self, engine_tables: EngineTables
    ) -> None:
        def add(amount: str) -> None:
            engine_tables.client.transact_write_items(
                ClientRequestToken="token-1",
                TransactItems=[
                    {
                        "Update": {
                            "TableName": _table(engine_tables),
                            "Key": KEY,
                            "UpdateExpression": "ADD n :a",
                            "ExpressionAttributeValues": {":a": {"N": amount}},
                        }
                    }
                ],
            )

        add("1")
        add("1")

        assert _get(engine_tables) == KEY | {"n": {"N": "1"}}
        with pytest.raises(ClientError, match="IdempotentParameterMismatch"):
            add("2")


class TestUpdates:
    def test_list_shift_reads_the_old_item_when_each_place_takes_the_one_before(
        self, engine_tables: EngineTables
    ) -> None:
        old = [{"M": {"at": {"N": str(place)}}} for place in range(8)]
        engine_tables.client.put_item(TableName=_table(engine_tables), Item=KEY | {"a": {"L": old}})
        shifts = ", ".join(f"a[{place}] = a[{place - 1}]" for place in range(7, 0, -1))
        new: dict[str, Any] = {"M": {"at": {"N": "99"}}}

        engine_tables.client.update_item(
            TableName=_table(engine_tables),
            Key=KEY,
            UpdateExpression=f"SET {shifts}, a[0] = :v",
            ExpressionAttributeValues={":v": new},
        )

        assert _get(engine_tables) == KEY | {"a": {"L": [new, *old[:7]]}}

    def test_list_shift_reads_the_old_item_when_written_upwards(
        self, engine_tables: EngineTables
    ) -> None:
        old: list[Any] = [{"S": name} for name in "abc"]
        engine_tables.client.put_item(TableName=_table(engine_tables), Item=KEY | {"a": {"L": old}})

        engine_tables.client.update_item(
            TableName=_table(engine_tables),
            Key=KEY,
            UpdateExpression="SET a[0] = :v, a[1] = a[0], a[2] = a[1], a[3] = a[2]",
            ExpressionAttributeValues={":v": {"S": "new"}},
        )

        assert _get(engine_tables) == KEY | {"a": {"L": [{"S": "new"}, *old]}}

    def test_shift_is_refused_when_a_place_it_reads_is_missing(
        self, engine_tables: EngineTables
    ) -> None:
        stored: dict[str, Any] = KEY | {"a": {"L": [{"S": "x"}]}}
        engine_tables.client.put_item(TableName=_table(engine_tables), Item=stored)

        with pytest.raises(ClientError, match="ValidationException"):
            engine_tables.client.update_item(
                TableName=_table(engine_tables),
                Key=KEY,
                UpdateExpression="SET a[2] = a[1], a[1] = a[0], a[0] = :v",
                ExpressionAttributeValues={":v": {"S": "new"}},
            )

        assert _get(engine_tables) == stored

    def test_index_key_of_another_type_is_refused(self, engine_tables: EngineTables) -> None:
        stored = KEY | {"qp": {"S": "q"}, "oa": {"N": "1"}}
        engine_tables.client.put_item(TableName=_table(engine_tables), Item=stored)

        with pytest.raises(ClientError, match="ValidationException"):
            engine_tables.client.put_item(
                TableName=_table(engine_tables), Item=stored | {"oa": {"S": "1"}}
            )
        assert _get(engine_tables) == stored

    def test_index_key_of_another_type_is_refused_when_updated(
        self, moto_tables: EngineTables
    ) -> None:
        """As AWS does; DynamoDB Local 3.1.0 lets it pass."""
        stored = KEY | {"qp": {"S": "q"}, "oa": {"N": "1"}}
        moto_tables.client.put_item(TableName=_table(moto_tables), Item=stored)

        with pytest.raises(ClientError, match="ValidationException"):
            moto_tables.client.update_item(
                TableName=_table(moto_tables),
                Key=KEY,
                UpdateExpression="SET oa = :o",
                ExpressionAttributeValues={":o": {"S": "1"}},
            )

        assert _get(moto_tables) == stored


class TestStream:
    def test_records_are_one_per_change_with_both_images(self, engine_tables: EngineTables) -> None:
        table = _table(engine_tables)
        update: dict[str, Any] = {
            "TableName": table,
            "Key": KEY,
            "UpdateExpression": "ADD n :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        }
        engine_tables.client.update_item(**update)  # creates the item
        engine_tables.client.update_item(**update)
        engine_tables.client.put_item(TableName=table, Item=KEY | {"n": {"N": "2"}})  # no change
        engine_tables.client.delete_item(TableName=table, Key=KEY)

        records = _records(engine_tables)

        assert [record["eventName"] for record in records] == ["INSERT", "MODIFY", "REMOVE"]
        modified = records[1]["dynamodb"]
        assert modified["OldImage"] == KEY | {"n": {"N": "1"}}
        assert modified["NewImage"] == KEY | {"n": {"N": "2"}}
        numbers = [int(record["dynamodb"]["SequenceNumber"]) for record in records]
        assert numbers == sorted(set(numbers))
