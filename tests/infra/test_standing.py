"""What costs the same every month is counted as the templates have it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from infra.cost.standing import load_standing
from tests.infra.standing import standing


def test_the_cost_model_knows_what_stands(templates: dict[str, dict[str, Any]]) -> None:
    found = standing(templates.values())
    assert asdict(load_standing()) == found, "run: python -m tests.infra.standing"


def test_routes_are_not_metered_one_by_one(templates: dict[str, dict[str, Any]]) -> None:
    assert standing(templates.values())["routes_metered"] == 0
