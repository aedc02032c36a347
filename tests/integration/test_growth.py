"""One message and one page cost the same, however much is stored: a short version of the bench."""

from __future__ import annotations

import pytest

from tests.bench.growth import GrowthBench, Scale, as_table
from tests.engines import EngineTables

SHORT = Scale(first=200, then=2_000, page=10, messages=2, runs=1)


@pytest.mark.engine
@pytest.mark.timeout(400)
def test_units_do_not_grow_with_what_is_stored(dynamodb_local: EngineTables) -> None:
    results = GrowthBench(dynamodb_local, SHORT).measure()
    assert {one.then.write for one in results} >= {1, 5, 9, 11}
    grown = [one.name for one in results if not one.is_flat]
    assert not grown, as_table(results, SHORT)
