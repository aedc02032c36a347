"""S3 in this process, beside whatever engine has the tables."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from infra.local.engines.dynamodb_local import DynamoDBLocal
from infra.local.engines.moto_engine import MotoEngine
from infra.local.engines.tables import create_tables, delete_tables
from tests.engines import EngineTables
from tests.integration.privacy.world import PrivateWorld


@pytest.fixture
def moto_s3(moto_engine: MotoEngine) -> Any:
    return moto_engine.client("s3")


@pytest.fixture
def make_private(moto_engine: MotoEngine, moto_s3: Any) -> Iterator[Callable[[], PrivateWorld]]:
    """A new world each time, on tables of its own; the one before it is forgotten."""
    client, streams = moto_engine.client("dynamodb"), moto_engine.client("dynamodbstreams")
    prefixes: list[str] = []

    def make() -> PrivateWorld:
        if prefixes:
            delete_tables(client, prefixes[-1])
        prefixes.append(f"test-{uuid.uuid4().hex[:8]}-")
        create_tables(client, prefixes[-1])
        tables = EngineTables(client, streams, prefixes[-1], None, moto_engine.client)
        return PrivateWorld(tables, moto_s3)

    yield make
    if prefixes:
        delete_tables(client, prefixes[-1])


@pytest.fixture
def fresh_engine_tables(
    dynamodb_local_engine: DynamoDBLocal,
) -> Iterator[Callable[[], EngineTables]]:
    """Tables of their own on the engine that counts, as often as one asks."""
    client, prefixes = dynamodb_local_engine.client(), list[str]()

    def make() -> EngineTables:
        prefixes.append(f"test-{uuid.uuid4().hex[:8]}-")
        create_tables(client, prefixes[-1])
        return EngineTables(
            client,
            dynamodb_local_engine.client("dynamodbstreams"),
            prefixes[-1],
            dynamodb_local_engine.url,
            dynamodb_local_engine.client,
        )

    yield make
    for prefix in prefixes:
        delete_tables(client, prefix)
