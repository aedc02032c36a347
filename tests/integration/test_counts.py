"""The cost model reckons with what the functions do now."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from infra.cost.counts import Action, load_counts
from tests.bench.counting.scenario import Scenario
from tests.engines import EngineTables

_BYTES = {"frame_bytes", "log_bytes", "stored_bytes", "request_bytes", "answer_bytes"}
_BYTES_MAY_DIFFER = 0.05  # numbers and names of changing length


@pytest.mark.engine
@pytest.mark.timeout(300)
def test_stored_counts_are_those_of_the_functions(dynamodb_local: EngineTables) -> None:
    counted, stored = Scenario(dynamodb_local).count(), load_counts()
    hint = "run: python -m tests.bench.counting, then look at what make cost says"
    assert set(counted) == set(stored), hint
    for action, lambdas in counted.items():
        assert exactly(lambdas) == exactly(stored[action]), f"{action}: {hint}"
        for name, count in lambdas.items():
            for size in _BYTES:
                found, known = getattr(count, size), getattr(stored[action][name], size)
                wanted = pytest.approx(known, rel=_BYTES_MAY_DIFFER)
                assert found == wanted, f"{action}, {name}, {size}: {hint}"


def exactly(action: Action) -> dict[str, dict[str, float]]:
    """Without what is measured, and without sizes."""
    return {
        name: {key: value for key, value in asdict(count).items() if key not in _BYTES | {"cpu_ms"}}
        for name, count in action.items()
    }
