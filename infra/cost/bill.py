"""Quantities by step and price; what they cost is only asked at the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from infra.cost.prices import Prices, service_of

Line = tuple[str, str]
"""A step, and the name of a price."""


@dataclass(frozen=True, slots=True)
class Bill:
    """Bills add up and multiply."""

    lines: Mapping[Line, float] = field(default_factory=dict)

    def __add__(self, other: Bill) -> Bill:
        summed: dict[Line, float] = defaultdict(float, self.lines)
        for line, quantity in other.lines.items():
            summed[line] += quantity
        return Bill(dict(summed))

    def __mul__(self, times: float) -> Bill:
        return Bill({line: quantity * times for line, quantity in self.lines.items()})

    def dollars(self, prices: Prices) -> float:
        return sum(self.by_line(prices).values())

    def by_line(self, prices: Prices) -> dict[Line, float]:
        return {line: prices[line[1]].of(quantity) for line, quantity in self.lines.items()}

    def by_step_and_service(self, prices: Prices) -> dict[Line, float]:
        found: dict[Line, float] = defaultdict(float)
        for (step, price), dollars in self.by_line(prices).items():
            found[step, service_of(price)] += dollars
        return dict(found)


def bill(step: str, **quantities: float) -> Bill:
    """Of one step; `__` in a name stands for the point of a price's name."""
    return Bill(
        {(step, name.replace("__", ".")): many for name, many in quantities.items() if many}
    )


def total(bills: list[Bill]) -> Bill:
    return sum(bills, Bill())
