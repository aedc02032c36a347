"""What `make cost` prints."""

from __future__ import annotations

import re

from infra.cost.prices import load_prices
from infra.cost.report import STEPS, report
from infra.cost.savings import SAVINGS
from tests.unit.infra.cost.samples import standing_plan


def test_months_steps_and_the_way_down_are_named_and_always_the_same() -> None:
    text = report(standing_plan(), load_prices())
    assert text == report(standing_plan(), load_prices())
    for title in ("idle", "10,000 messages", "1,000,000 messages", "5,000,000 messages"):
        assert re.search(rf"^{title}.* \d+\.\d\d$", text, re.MULTILINE), title
    for step in STEPS:
        assert re.search(rf"^{step} .* \d+\.\d\d$", text, re.MULTILINE), step
    assert all(saving.name in text for saving in SAVINGS)
