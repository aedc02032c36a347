"""Prices and plans that are easy to reckon with."""

from __future__ import annotations

from dataclasses import replace

from infra.cost.assumptions import Assumptions
from infra.cost.design import Design
from infra.cost.month import Plan
from infra.cost.prices import Price, Prices, load_prices

PLAIN = Assumptions(
    cpu_factor=1, overhead_ms=0, dynamodb_ms=10, queue_ms=20, frame_ms=30, cold_share=0
)


def a_price(dollars: float, per: float = 1) -> Price:
    return Price(dollars, per, "pieces", "a list", "2026-11-25", None)


def everything_for(dollars: float) -> Prices:
    """One price for whatever is counted."""
    return dict.fromkeys(load_prices(), a_price(dollars))


def with_memory(megabytes: int) -> Design:
    design = Design()
    return replace(design, memory_mb=dict.fromkeys(design.memory_mb, megabytes))


def standing_plan() -> Plan:
    return Plan.current()
