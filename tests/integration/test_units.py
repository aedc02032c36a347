"""Read and write units of the message path and the desk stay within their budgets."""

from __future__ import annotations

import pytest

from tests.bench.floor import PAGE_BUDGET, FloorBench
from tests.bench.floor import as_table as floor_table
from tests.bench.units import UnitsBench, as_table
from tests.engines import EngineTables

PROMISED = {
    "inbound text, new container": (6, 2),
    "inbound text, lively chat": (6, 2),
    "inbound text by an advertisement": (6, 2),
    "inbound text in its 72 hours": (6, 2),
    "outbound text": (11, 5),
    "outbound file": (13, 5),
    "outbound template": (11, 5.5),  # the half is the template itself
    "status": (1, None),
    "first contact, one identity": (10, None),
    "first contact, two identities": (12, None),
    "desk with 50 open chats": (None, 40),
}
HEARD = {"inbound text, new container": 1, "outbound text": 2, "status": 1}


@pytest.mark.engine
def test_budgets_of_units_hold(dynamodb_local: EngineTables) -> None:
    results = UnitsBench(dynamodb_local).measure()
    found = {one.name: one for one in results}
    for name, (write, read) in PROMISED.items():
        assert found[name].budget == (write, read), name
        assert found[name].is_within, f"{as_table(results)}\n{name}: {found[name].units.requests}"
    assert {name: found[name].units.frames for name in HEARD} == HEARD


@pytest.mark.engine
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("agents", "held"), [(50, 3), (150, 1)])
def test_a_page_above_many_agents_keeps_its_budget(
    dynamodb_local: EngineTables, agents: int, held: int
) -> None:
    """Whatever is filtered, and twice as many agents cost no more."""
    floor = FloorBench(dynamodb_local, agents, held)
    for who, waiting in (("supervisora", 40), ("agent-01", 20)):
        asked = floor.measure(who)
        dear = [one for one in asked if one.dearest > PAGE_BUDGET]
        assert not dear, floor_table({agents: asked})
        assert {one.query: one.shown for one in asked}["state=new"] == waiting
    assert floor.counters() <= PAGE_BUDGET
