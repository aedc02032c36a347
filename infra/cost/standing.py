"""What stands in the templates and costs the same every month (`standing.json`).

Written by `tests/infra/standing.py`, which looks into the templates.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

STORED = Path(__file__).with_name("standing.json")


@dataclass(frozen=True, slots=True)
class Standing:
    """How many of each; keys are those of customers' own, AWS's own cost nothing."""

    alarms: int
    dashboards: int
    metrics: int
    secrets: int
    keys: int
    routes_metered: int


def load_standing(path: Path = STORED) -> Standing:
    return Standing(**json.loads(path.read_text()))
