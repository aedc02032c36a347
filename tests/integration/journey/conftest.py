"""Worlds on empty tables: on moto where kills are many, on every engine where races count."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import pytest

from infra.local.engines.moto_engine import MotoEngine
from infra.local.engines.tables import create_tables, delete_tables
from tests.engines import EngineTables
from tests.integration.journey.world import World


@pytest.fixture
def make_world(moto_engine: MotoEngine) -> Iterator[Callable[[], World]]:
    """A new world each time, on tables of its own; the one before it is forgotten."""
    client, streams = moto_engine.client("dynamodb"), moto_engine.client("dynamodbstreams")
    prefixes: list[str] = []

    def make() -> World:
        if prefixes:
            delete_tables(client, prefixes[-1])
        prefixes.append(f"test-{uuid.uuid4().hex[:8]}-")
        create_tables(client, prefixes[-1])
        return World(EngineTables(client, streams, prefixes[-1], None, moto_engine.client))

    yield make
    if prefixes:
        delete_tables(client, prefixes[-1])


@pytest.fixture
def world(engine_tables: EngineTables) -> World:
    """One world, on moto and again on DynamoDB Local."""
    return World(engine_tables)
