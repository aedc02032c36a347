"""The product's tables, empty, on a DynamoDB Local of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from infra.local.engines.dynamodb_local import DynamoDBLocal
from infra.local.engines.tables import create_tables
from tests.engines import EngineTables


@contextmanager
def empty_tables() -> Iterator[Callable[[str], EngineTables]]:
    """Makes tables behind a prefix, as often as asked."""
    engine = DynamoDBLocal()
    engine.start()

    def make(prefix: str) -> EngineTables:
        client, streams = engine.client(), engine.client("dynamodbstreams")
        create_tables(client, prefix)
        return EngineTables(client, streams, prefix, engine.url, engine.client)

    try:
        yield make
    finally:
        engine.stop()
