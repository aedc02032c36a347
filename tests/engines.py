"""Engines for tests: fixtures that start them, and what happens where one is missing.

A missing engine leaves its tests out, named at the end of the run; with HILO_TEST_ALL=1 it
fails them instead.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from infra.local.engines.dynamodb_local import DynamoDBLocal
from infra.local.engines.elasticmq import ElasticMQ
from infra.local.engines.moto_engine import MotoEngine
from infra.local.engines.process import EngineMissingError, EngineUnbuildableError
from infra.local.engines.tables import create_tables, delete_tables
from infra.local.engines.versitygw import VersityGW

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient


class Startable(Protocol):
    """An engine that is a process."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class EngineTables:
    """The product's tables, empty, on one engine; `endpoint_url` is None for moto."""

    client: DynamoDBClient
    streams: DynamoDBStreamsClient
    prefix: str
    endpoint_url: str | None
    make_client: Callable[[str], Any]
    """A client of `dynamodb` or `dynamodbstreams` of the same engine."""


@pytest.fixture
def moto_engine() -> Iterator[MotoEngine]:
    """AWS in this process with nothing stored."""
    with MotoEngine() as engine:
        yield engine


@pytest.fixture
def moto_tables(moto_engine: MotoEngine) -> EngineTables:
    """Empty tables in this process."""
    client = moto_engine.client("dynamodb")
    create_tables(client, "test-")
    streams = moto_engine.client("dynamodbstreams")
    return EngineTables(client, streams, "test-", None, moto_engine.client)


@pytest.fixture(scope="session")
def dynamodb_local_engine() -> Iterator[DynamoDBLocal]:
    """One DynamoDB Local for the whole run, in memory."""
    engine = DynamoDBLocal()
    start_or_leave_out(engine)
    yield engine
    engine.stop()


@pytest.fixture
def dynamodb_local(dynamodb_local_engine: DynamoDBLocal) -> Iterator[EngineTables]:
    """Empty tables of the test's own on DynamoDB Local."""
    client, prefix = dynamodb_local_engine.client(), f"test-{uuid.uuid4().hex[:8]}-"
    create_tables(client, prefix)
    yield EngineTables(
        client,
        dynamodb_local_engine.client("dynamodbstreams"),
        prefix,
        dynamodb_local_engine.url,
        dynamodb_local_engine.client,
    )
    delete_tables(client, prefix)


@pytest.fixture(params=["moto", pytest.param("dynamodb_local", marks=pytest.mark.engine)])
def engine_tables(request: pytest.FixtureRequest) -> EngineTables:
    """Empty tables, on moto and again on DynamoDB Local."""
    name = "moto_tables" if request.param == "moto" else "dynamodb_local"
    tables: EngineTables = request.getfixturevalue(name)
    return tables


@pytest.fixture(scope="session")
def elasticmq() -> Iterator[ElasticMQ]:
    """One ElasticMQ for the whole run; every test makes queues of its own prefix."""
    engine = ElasticMQ()
    start_or_leave_out(engine)
    yield engine
    engine.stop()


@pytest.fixture(scope="session")
def versitygw() -> Iterator[VersityGW]:
    """One versitygw for the whole run; every test makes buckets of its own."""
    engine = VersityGW()
    start_or_leave_out(engine)
    yield engine
    engine.stop()


def start_or_leave_out(engine: Startable, environment: Mapping[str, str] = os.environ) -> None:
    """Start the engine; where it is missing skip, or fail under HILO_TEST_ALL=1.

    One that nothing here can build is left out even then.
    """
    try:
        engine.start()
    except EngineUnbuildableError as exc:
        pytest.skip(str(exc))
    except EngineMissingError as exc:
        if environment.get("HILO_TEST_ALL") == "1":
            pytest.fail(f"HILO_TEST_ALL=1 and an engine is missing: {exc}", pytrace=False)
        pytest.skip(str(exc))
