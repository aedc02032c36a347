"""The mended moto answers every query as plain moto does, after the same random writes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from infra.local.engines.moto_engine import MotoEngine
from infra.local.engines.tables import create_tables

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_TABLE = "test-conversations"
_KEYS = {
    None: (("pk", "S"), ("sk", "S")),
    "tray": (("tp", "S"), ("ta", "S")),
    "queue": (("qp", "S"), ("oa", "N")),
    "contact": (("ct", "S"), ("oa", "N")),
    "due": (("ds", "S"), ("du", "N")),
}
_COMPARISONS = ("= :v", "< :v", "<= :v", "> :v", ">= :v", "BETWEEN :v AND :w")
_WRITES = 260
_QUERIES = 180


def _value(chance: random.Random, kind: str) -> dict[str, str]:
    if kind == "N":
        return {"N": str(chance.randint(0, 9))}
    return {"S": chance.choice("abc") + chance.choice(["", "a", "b", "\U0010ffff"])}


def _key(chance: random.Random) -> dict[str, Any]:
    return {"pk": {"S": chance.choice("ab")}, "sk": {"S": f"m{chance.randint(0, 30):02}"}}


def _item(chance: random.Random) -> dict[str, Any]:
    item = _key(chance)
    for partition, sort in list(_KEYS.values())[1:]:
        if chance.random() < 0.7:
            item[partition[0]] = {"S": chance.choice("pq")}
        if chance.random() < 0.8:
            item[sort[0]] = _value(chance, sort[1])
    return item | {"body": {"S": chance.choice(["x", "y"])}, "n": {"N": "1"}}


def _update(chance: random.Random) -> dict[str, Any]:
    arguments: dict[str, Any] = {"TableName": _TABLE, "Key": _key(chance)}
    if chance.random() < 0.4:
        return arguments | {"UpdateExpression": f"REMOVE {chance.choice(['tp', 'ta', 'oa', 'ds'])}"}
    return arguments | {
        "UpdateExpression": "SET tp = :p, oa = :o ADD n :one",
        "ExpressionAttributeValues": {
            ":p": {"S": chance.choice("pq")},
            ":o": _value(chance, "N"),
            ":one": {"N": "1"},
        },
    }


def _transaction(chance: random.Random) -> dict[str, Any]:
    keys = {str(key): key for key in (_key(chance) for _ in range(3))}
    puts: list[dict[str, Any]] = [
        {"Put": {"TableName": _TABLE, "Item": _item(chance) | key}} for key in keys.values()
    ]
    if chance.random() < 0.5:  # the last condition fails: nothing of it may remain
        puts[-1]["Put"]["ConditionExpression"] = "attribute_exists(absent)"
    return {"TransactItems": puts}


def _write(client: DynamoDBClient, chance: random.Random) -> str:
    """One random write; the code of its refusal, for comparison."""
    kind = chance.choice(["put", "put", "update", "delete", "batch", "transact"])
    try:
        if kind == "put":
            client.put_item(TableName=_TABLE, Item=_item(chance))
        elif kind == "update":
            client.update_item(**_update(chance))
        elif kind == "delete":
            client.delete_item(TableName=_TABLE, Key=_key(chance))
        elif kind == "batch":
            items = {str((i["pk"], i["sk"])): i for i in (_item(chance) for _ in range(5))}
            requests: Any = [{"PutRequest": {"Item": item}} for item in items.values()]
            client.batch_write_item(RequestItems={_TABLE: requests})
        else:
            client.transact_write_items(**_transaction(chance))
    except ClientError as exc:
        return str(exc.response["Error"]["Code"])
    return kind


def _query(chance: random.Random) -> dict[str, Any]:
    index = chance.choice(list(_KEYS))
    (partition, _), (sort, kind) = _KEYS[index]
    values: dict[str, Any] = {":p": {"S": chance.choice("abz" if index is None else "pqz")}}
    condition = f"{partition} = :p"
    if chance.random() < 0.7:
        comparison = chance.choice(_COMPARISONS)
        if kind == "S" and chance.random() < 0.3:
            condition += f" AND begins_with({sort}, :v)"
            values[":v"] = {"S": chance.choice(["a", "m1", "b\U0010ffff", "m"])}
        else:
            condition += f" AND {sort} {comparison}"
            values[":v"] = {"S": "m12"} if sort == "sk" else _value(chance, kind)
            if ":w" in comparison:
                values[":w"] = {"S": "m20"} if sort == "sk" else _value(chance, kind)
    arguments: dict[str, Any] = {
        "TableName": _TABLE,
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": values,
        "ScanIndexForward": chance.random() < 0.5,
    }
    if index is not None:
        arguments["IndexName"] = index
    if chance.random() < 0.6:
        arguments["Limit"] = chance.choice([1, 2, 3, 7, 50])
    if chance.random() < 0.2:
        arguments["Select"] = "COUNT"
    elif index is None and chance.random() < 0.3:
        arguments["FilterExpression"] = "body = :b"
        values[":b"] = {"S": "x"}
    return arguments


def _pages(client: DynamoDBClient, arguments: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every page of a query, what varies by request left out."""
    start: dict[str, Any] = {}
    while True:
        answer: dict[str, Any] = dict(client.query(**arguments, **start))
        del answer["ResponseMetadata"]
        yield answer
        if "LastEvaluatedKey" not in answer:
            return
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def _story(client: DynamoDBClient, seed: int) -> list[Any]:
    """The same writes and queries for the same seed; everything that was answered."""
    create_tables(client, "test-")
    chance = random.Random(seed)
    told: list[Any] = [_write(client, chance) for _ in range(_WRITES)]
    for _ in range(_QUERIES):
        arguments = _query(chance)
        told.append((arguments, list(_pages(client, arguments))))
    return told


@pytest.mark.parametrize("seed", [1, 2])
def test_answers_are_those_of_plain_moto_when_data_is_random(seed: int) -> None:
    with mock_aws():
        plain: Any = boto3.client("dynamodb", region_name="us-east-1")
        expected = _story(plain, seed)
    with MotoEngine() as engine:
        told = _story(engine.client("dynamodb"), seed)

    pages = [page for _, answers in expected[_WRITES:] for page in answers]
    assert sum(page["Count"] for page in pages) > 500  # the story is not empty
    assert any("LastEvaluatedKey" in page for page in pages)
    for mine, plains in zip(told, expected, strict=True):
        assert mine == plains


def test_query_looks_at_its_page_only_when_the_table_is_large(moto_engine: MotoEngine) -> None:
    client = moto_engine.client("dynamodb")
    create_tables(client, "test-")
    for start in range(0, 1000, 25):
        items = [
            {"pk": {"S": "one"}, "sk": {"S": f"{n:04}"}, "tp": {"S": "p"}, "ta": {"S": f"{n:04}"}}
            for n in range(start, start + 25)
        ]
        client.batch_write_item(
            RequestItems={_TABLE: [{"PutRequest": {"Item": item}} for item in items]}
        )
    table = moto_engine.table(_TABLE)

    for index, partition in ((None, "pk"), ("tray", "tp")):
        table.looked_at = 0
        client.query(
            TableName=_TABLE,
            **({"IndexName": index} if index else {}),
            KeyConditionExpression=f"{partition} = :p",
            ExpressionAttributeValues={":p": {"S": "one" if index is None else "p"}},
            Limit=20,
            ScanIndexForward=False,
        )
        assert 0 < table.looked_at <= 22
