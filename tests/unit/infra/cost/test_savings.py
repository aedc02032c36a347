"""The way to six dollars: each step saves, and the last one arrives."""

from __future__ import annotations

from itertools import pairwise

import pytest

from infra.cost.month import million_texts
from infra.cost.prices import load_prices
from infra.cost.savings import GOAL, SAVINGS, Costing, towards_goal
from tests.unit.infra.cost.samples import standing_plan

COSTING = Costing(standing_plan(), load_prices())


def test_each_step_saves_and_they_reach_the_goal() -> None:
    found = towards_goal(COSTING)
    assert [one.saving for one in found] == list(SAVINGS)
    assert all(one.after < one.before for one in found)
    assert found[-1].after <= GOAL < found[0].before


def test_each_step_begins_where_the_one_above_it_ended() -> None:
    found = towards_goal(COSTING)
    assert found[0].before == million_texts(COSTING.plan).dollars(COSTING.prices)
    for one, following in pairwise(found):
        assert following.before == pytest.approx(one.after)


def test_reckoning_changes_nothing() -> None:
    before = COSTING.dollars
    towards_goal(COSTING)
    assert COSTING.dollars == before
