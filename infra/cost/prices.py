"""Public prices on demand of one region, free tiers left out (`prices.json`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

STORED = Path(__file__).with_name("prices.json")


@dataclass(frozen=True, slots=True)
class Price:
    """So many dollars for so many units; `verified` is where it was read, None: from memory."""

    dollars: float
    per: float
    unit: str
    source: str
    read_on: str
    verified: str | None

    def of(self, quantity: float) -> float:
        return self.dollars * quantity / self.per


Prices = Mapping[str, Price]
"""By `<service>.<what>`."""


def load_prices(path: Path = STORED) -> Prices:
    """The price file."""
    stored = json.loads(path.read_text())["prices"]
    return {name: Price(**one) for name, one in stored.items()}


def service_of(price: str) -> str:
    """Whose bill a price is on."""
    return price.partition(".")[0]
