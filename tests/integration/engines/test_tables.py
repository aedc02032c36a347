"""The product's tables are created as declared, on every engine."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.tables import TABLES, Table
from infra.local.engines.tables import create_tables
from tests.engines import EngineTables


def _keys(schema: Any) -> list[tuple[str, str]]:
    return [(key["AttributeName"], key["KeyType"]) for key in schema]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_table_equals_its_definition(engine_tables: EngineTables, table: Table) -> None:
    declared = table.create_arguments(engine_tables.prefix)
    name = declared["TableName"]

    described: dict[str, Any] = dict(engine_tables.client.describe_table(TableName=name)["Table"])

    assert described["TableStatus"] == "ACTIVE"
    assert _keys(described["KeySchema"]) == _keys(declared["KeySchema"])
    assert {
        each["AttributeName"]: each["AttributeType"] for each in described["AttributeDefinitions"]
    } == {each["AttributeName"]: each["AttributeType"] for each in declared["AttributeDefinitions"]}
    indexes = {
        each["IndexName"]: (_keys(each["KeySchema"]), each["Projection"]["ProjectionType"])
        for each in described.get("GlobalSecondaryIndexes", [])
    }
    assert indexes == {
        each["IndexName"]: (_keys(each["KeySchema"]), each["Projection"]["ProjectionType"])
        for each in declared.get("GlobalSecondaryIndexes", [])
    }
    assert described.get("StreamSpecification") == declared.get("StreamSpecification")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_ttl_is_on_where_declared(engine_tables: EngineTables, table: Table) -> None:
    answer = engine_tables.client.describe_time_to_live(TableName=engine_tables.prefix + table.name)

    ttl = answer["TimeToLiveDescription"]
    assert ttl.get("AttributeName") == table.ttl
    assert ttl["TimeToLiveStatus"] == ("DISABLED" if table.ttl is None else "ENABLED")


def test_creating_again_keeps_what_is_stored(engine_tables: EngineTables) -> None:
    table = engine_tables.prefix + "contacts"
    key = {"pk": {"S": "a"}, "sk": {"S": "b"}}
    engine_tables.client.put_item(TableName=table, Item=key)

    create_tables(engine_tables.client, engine_tables.prefix)

    assert engine_tables.client.get_item(TableName=table, Key=key)["Item"] == key
