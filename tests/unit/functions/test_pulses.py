from __future__ import annotations

from typing import Any

from functions.pulses import PULSE, newest_pulse_ms


def record(sort_key: str, at_ms: int) -> dict[str, Any]:
    change = {"M": {"t": {"N": str(at_ms)}}}
    return {"dynamodb": {"Keys": {"sk": {"S": sort_key}}, "NewImage": {"cg": change}}}


def test_newest_pulse_of_a_batch_counts() -> None:
    assert (
        newest_pulse_ms([record(PULSE, 1), record("H", 9), record(PULSE, 3), record(PULSE, 2)]) == 3
    )


def test_nothing_when_a_batch_has_none() -> None:
    assert newest_pulse_ms([record("M#1", 9)]) is None
    assert newest_pulse_ms([]) is None
