"""A short fault run; `make faults` is the long one."""

from __future__ import annotations

import pytest

from infra.local.engines.moto_engine import MotoEngine
from infra.local.engines.tables import create_tables
from tests.engines import EngineTables
from tests.faults.rounds import Outcome, Round

SEEDS = (1, 2, 5)
MESSAGES = 60


def told(outcome: Outcome) -> str:
    return "\n\n".join(outcome.told)


@pytest.mark.engine
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_doubled_disordered_or_lied_about(
    dynamodb_local: EngineTables, seed: int
) -> None:
    outcome = Round(dynamodb_local, str(seed), MESSAGES).play()
    assert not outcome.findings, told(outcome)
    assert outcome.messages_in == MESSAGES // 2
    assert outcome.messages_out > 0
    assert outcome.faults["killed"] > 0
    assert len(outcome.faults) > 15, outcome.faults


@pytest.mark.timeout(600)
def test_a_round_is_repeated_by_its_seed() -> None:
    """On another engine too: neither its answers nor random ids decide what happens."""
    fingerprints = set()
    for prefix in ("one-", "other-"):
        with MotoEngine() as engine:
            create_tables(engine.client("dynamodb"), prefix)
            tables = EngineTables(
                engine.client("dynamodb"),
                engine.client("dynamodbstreams"),
                prefix,
                None,
                engine.client,
            )
            fingerprints.add(Round(tables, "repeated", 24).play().fingerprint)
    assert len(fingerprints) == 1
