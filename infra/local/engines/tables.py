"""Creates the product's tables on whatever engine the client reaches."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from chalicelib.core.tables import TABLES, Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def create_tables(client: DynamoDBClient, prefix: str, tables: Sequence[Table] = TABLES) -> None:
    """Create the tables that are missing and turn TTL on where declared; safe to repeat."""
    for table in tables:
        with suppress(client.exceptions.ResourceInUseException):
            client.create_table(**table.create_arguments(prefix))
        client.get_waiter("table_exists").wait(
            TableName=prefix + table.name, WaiterConfig={"Delay": 1}
        )
        _expire(client, prefix + table.name, table.ttl)


def delete_tables(client: DynamoDBClient, prefix: str, tables: Sequence[Table] = TABLES) -> None:
    """Delete the tables that are there."""
    for table in tables:
        with suppress(client.exceptions.ResourceNotFoundException):
            client.delete_table(TableName=prefix + table.name)


def _expire(client: DynamoDBClient, table_name: str, attribute: str | None) -> None:
    if attribute is None:
        return
    described = client.describe_time_to_live(TableName=table_name)
    if described["TimeToLiveDescription"].get("AttributeName") == attribute:
        return  # DynamoDB refuses to turn on what is on
    client.update_time_to_live(
        TableName=table_name,
        TimeToLiveSpecification={"Enabled": True, "AttributeName": attribute},
    )
