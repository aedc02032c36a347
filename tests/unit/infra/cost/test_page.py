"""The page for the organisation says what the model says."""

from __future__ import annotations

import re

import pytest

from infra.cost.month import at_work, idle, million_texts
from infra.cost.prices import load_prices
from infra.cost.savings import Costing, towards_goal
from infra.deployment.code import ROOT
from tests.unit.infra.cost.samples import standing_plan

PLAN, PRICES = standing_plan(), load_prices()
PAGE = (ROOT / "docs" / "costo.md").read_text()
_MAY_DIFFER = 0.03  # the processor's part is measured anew now and then

MONTHS = {
    "instalado y sin uso": idle(PLAN),
    "10.000 mensajes": at_work(PLAN, 1e4),
    "1.000.000 de mensajes": at_work(PLAN, 1e6),
    "5.000.000 de mensajes": at_work(PLAN, 5e6),
    "un millón de textos de clientes, con un escritorio abierto": million_texts(PLAN),
}


def number(text: str) -> float:
    """As it is written in Spanish."""
    return float(text.replace(".", "").replace(",", "."))


@pytest.mark.parametrize("month", MONTHS)
def test_months_are_those_of_the_model(month: str) -> None:
    (found,) = re.findall(rf"^\| {re.escape(month)} \| ([\d.,]+) \|$", PAGE, re.MULTILINE)
    assert number(found) == pytest.approx(MONTHS[month].dollars(PRICES), rel=_MAY_DIFFER)


def test_the_way_down_is_that_of_the_model() -> None:
    table = PAGE.partition("## Cómo bajarlo más")[2].partition("\n\n##")[0]
    left = [number(row) for row in re.findall(r"^\|[^|]+\| [\d,]+ \| ([\d,]+) \|", table, re.M)]
    wanted = [one.after for one in towards_goal(Costing(PLAN, PRICES))]
    assert left == pytest.approx(wanted, rel=_MAY_DIFFER)
