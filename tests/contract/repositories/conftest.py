"""What repositories stand on: nothing (the fakes), or the product's plumbing on an engine."""

from __future__ import annotations

import pytest

from chalicelib.core.directory import DirectoryTable
from chalicelib.core.dynamo import Dynamo
from tests.engines import EngineTables


@pytest.fixture
def dynamo(engine_tables: EngineTables) -> Dynamo:
    """The product's plumbing on empty tables of an engine."""
    return Dynamo(lambda: engine_tables.client, prefix=engine_tables.prefix)


@pytest.fixture(params=["memory", "moto", pytest.param("dynamodb_local", marks=pytest.mark.engine)])
def storage(request: pytest.FixtureRequest) -> Dynamo | None:
    """None for the fake of a port, else the plumbing on each engine."""
    if request.param == "memory":
        return None
    name = "moto_tables" if request.param == "moto" else "dynamodb_local"
    tables: EngineTables = request.getfixturevalue(name)
    return Dynamo(lambda: tables.client, prefix=tables.prefix)


@pytest.fixture
def directory_storage(storage: Dynamo | None) -> DirectoryTable | None:
    """`storage` for configuration."""
    return None if storage is None else DirectoryTable(storage)
