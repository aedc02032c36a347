"""What an erasure consumes for each message; on the engine that counts."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from tests.engines import EngineTables
from tests.integration.journey.customers import START_SECOND, Written
from tests.integration.privacy.person import ANA
from tests.integration.privacy.test_erasure import ends
from tests.integration.privacy.world import PrivateWorld

FEW, MANY = 10, 40
_READS = {"get_item", "query", "batch_get_item"}


class Units(NamedTuple):
    write: float
    read: float


class Tally:
    """A meter; a refused condition counts one write."""

    def __init__(self) -> None:
        self.units = Units(0, 0)

    def __call__(self, operation: str, _table: str, consumed: Any) -> None:
        spent = 1.0 if consumed is None else float(consumed["CapacityUnits"])
        write, read = self.units
        is_read = operation in _READS
        self.units = Units(write, read + spent) if is_read else Units(write + spent, read)


def consumed(tables: EngineTables, s3: Any, messages: int) -> Units:
    """By erasing somebody who wrote so many messages."""
    tally = Tally()
    world = PrivateWorld(tables, s3, meter=tally)
    for number in range(messages):
        world.receive(Written(ANA, f"{number} ".ljust(200, "x"), START_SECOND + number))
    tally.units = Units(0, 0)
    ends(world)
    return tally.units


@pytest.mark.engine
@pytest.mark.timeout(300)
def test_a_message_costs_three_writes_and_a_little_reading(
    fresh_engine_tables: Any, moto_s3: Any
) -> None:
    few, many = (consumed(fresh_engine_tables(), moto_s3, count) for count in (FEW, MANY))
    each = Units(*((more - less) / (MANY - FEW) for less, more in zip(few, many, strict=True)))
    assert each.write == pytest.approx(3, abs=0.1), (few, many)
    assert each.read <= 0.5, (few, many)
