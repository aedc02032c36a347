"""Each fault is seen by administrator and alarm, loses nothing, and is over when mended."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from infra.deployment.watched_lines import WATCHED_LINES
from tests.engines import EngineTables
from tests.incidents.faults import FAULTS, Fault
from tests.incidents.house import CUSTOMERS, House

pytestmark = pytest.mark.timeout(600)  # many minutes of a whole product, on any machine

_LONG_ENOUGH = 4
_METRICS = {line.alarm: line.metric for line in WATCHED_LINES}


@pytest.fixture
def house(moto_tables: EngineTables) -> Iterator[House]:
    made = House(moto_tables)
    with made.lines:
        yield made


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault_is_seen_loses_nothing_and_is_over_when_mended(house: House, fault: Fault) -> None:
    metric = _METRICS[fault.alarm]
    house.minutes(2)
    assert house.troubles() == {}
    assert house.figures.newest(metric) == 0

    fault.breaks(house)
    house.minutes(_LONG_ENOUGH)
    assert house.troubles()[fault.kind][0] == fault.code
    assert house.figures.newest(metric) > 0, house.figures.rows[-1]

    fault.mends(house)
    house.minutes(2)
    house.minutes(6, quiet=True)
    assert house.troubles() == {}
    assert house.figures.newest(metric) == 0
    assert_nothing_is_lost(house)


def assert_nothing_is_lost(house: House) -> None:
    """All that was acknowledged is there once, in order; what failed says why."""
    threads = {one["contact"]["name"]: one["id"] for one in house.conversations()}
    for customer in CUSTOMERS:
        said = [f"{customer.name} {number}" for number in range(1, 9)]
        assert sorted(house.accepted[customer.name]) == sorted(said)
        assert house.texts(threads[customer.name], "in") == said
    shown = [one for name in threads.values() for one in house.messages(name, "out")]
    assert house.answered
    assert sorted(one["text"] for one in shown) == sorted(house.answered)
    for one in shown:
        if one["status"] == "failed":
            assert one["error"]["code"] == "190"
            assert one["text"] not in house.provider.taken
        else:
            assert one["status"] == "sent"
            assert house.provider.taken.count(one["text"]) == 1
    for thread in threads.values():
        sent = [text for text in house.texts(thread, "out") if text in house.provider.taken]
        assert [text for text in house.provider.taken if text in sent] == sent
