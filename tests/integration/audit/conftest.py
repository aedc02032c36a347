"""The audit's chains on tables in this process."""

from __future__ import annotations

import pytest

from chalicelib.core.dynamo import Dynamo
from chalicelib.domains.audit.repository import DynamoRecord
from tests.engines import EngineTables


@pytest.fixture
def tables(moto_tables: EngineTables) -> EngineTables:
    return moto_tables


@pytest.fixture
def record(tables: EngineTables) -> DynamoRecord:
    return DynamoRecord(Dynamo(lambda: tables.client, prefix=tables.prefix))
