"""What one message costs, whole chain, on DynamoDB Local: the budgets of the architecture.

The figures are those that `make bench` prints.
"""

from __future__ import annotations

import pytest

from tests.bench.units import UnitsBench, as_table
from tests.engines import EngineTables

pytestmark = pytest.mark.engine

PROMISED = {
    "inbound text, new container",
    "inbound text, lively chat",
    "outbound text",
    "status",
    "first contact, one identity",
    "first contact, two identities",
}


def test_every_journey_keeps_to_its_budget(dynamodb_local: EngineTables) -> None:
    results = UnitsBench(dynamodb_local).measure()
    assert {one.name for one in results} >= PROMISED
    assert all(one.write or one.read for one in results)
    assert all(one.is_within for one in results), as_table(results)
