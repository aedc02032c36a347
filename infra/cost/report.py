"""`make cost` as text: months, a million texts step by step, what drives it, how to lower it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields, replace
from typing import Any

from infra.cost.assumptions import Assumptions
from infra.cost.bill import Bill
from infra.cost.month import Plan, at_work, idle, million_texts
from infra.cost.prices import Prices
from infra.cost.savings import GOAL, Costing, towards_goal

MONTHS = (10_000, 1_000_000, 5_000_000)
STEPS = (
    *("webhook", "inbound", "status", "media", "push", "relay", "outbound", "mail", "audit"),
    *("clock", "desk", "watching"),
)
_MOST_LINES = 10
_STATED = 0.01


def report(plan: Plan, prices: Prices) -> str:
    """Everything, in dollars."""
    parts = [
        months(plan, prices),
        steps("a million inbound texts, one open desk", million_texts(plan), prices),
        steps("a month of a million messages, half in and half out", at_work(plan, 1e6), prices),
        drivers(million_texts(plan), prices),
        goal(plan, prices),
        sensitivity(plan, prices),
        doubts(prices),
    ]
    return "\n\n".join(parts)


def months(plan: Plan, prices: Prices) -> str:
    """What is paid for a month."""
    rows = [f"{'dollars a month':50}{'all':>10}", _row("idle", idle(plan), prices)]
    rows += [
        _row(f"{many:,} messages, half in and half out", at_work(plan, many), prices)
        for many in MONTHS
    ]
    rows.append(_row("a million inbound texts, one open desk", million_texts(plan), prices))
    return "\n".join(rows)


def steps(title: str, billed: Bill, prices: Prices) -> str:
    """Steps down, services across."""
    found = billed.by_step_and_service(prices)
    services = sorted({service for _, service in found}, key=lambda one: -_of_service(found, one))
    services = [one for one in services if _of_service(found, one) >= _STATED / 2]
    rows = [title, f"{'':10}" + "".join(f"{one:>13}" for one in services) + f"{'all':>10}"]
    for step in STEPS:
        cells = [found.get((step, service), 0.0) for service in services]
        if step in {one for one, _ in found}:
            shown = "".join(f"{_dollars(cell):>13}" for cell in cells)
            rows.append(f"{step:10}{shown}{sum(cells):>10.2f}")
    sums = "".join(f"{_of_service(found, service):>13.2f}" for service in services)
    rows.append(f"{'all':10}{sums}{billed.dollars(prices):>10.2f}")
    return "\n".join(rows)


def drivers(billed: Bill, prices: Prices) -> str:
    """The largest lines."""
    lines = sorted(billed.by_line(prices).items(), key=lambda one: -one[1])[:_MOST_LINES]
    whole = billed.dollars(prices)
    rows = [f"{'what drives a million texts':50}{'dollars':>10}{'share':>8}"]
    rows += [
        f"{f'{step}: {prices[price].unit}':50}{dollars:>10.2f}{dollars / whole:>8.0%}"
        for (step, price), dollars in lines
    ]
    return "\n".join(rows)


def goal(plan: Plan, prices: Prices) -> str:
    """The way down, each step behind those above it."""
    rows = [f"{f'towards {GOAL:g} dollars for a million texts':62}{'saves':>8}{'left':>8}"]
    for one in towards_goal(Costing(plan, prices)):
        rows.append(f"{one.saving.name:62}{one.before - one.after:>8.2f}{one.after:>8.2f}")
        rows.append(f"    {one.saving.costs}")
    return "\n".join(rows)


def sensitivity(plan: Plan, prices: Prices) -> str:
    """A million texts with each assumption at half and at double, where that changes a cent."""
    rows = [f"{'assumption':24}{'as is':>10}{'at half':>10}{'at double':>10}  dollars"]
    for field in fields(Assumptions):
        value = getattr(plan.given, field.name)
        half, double = (_with(plan, field.name, value * factor, prices) for factor in (0.5, 2))
        if abs(double - half) >= _STATED:
            rows.append(f"{field.name:24}{value:>10g}{half:>10.2f}{double:>10.2f}")
    return "\n".join(rows)


def doubts(prices: Prices) -> str:
    """Prices that nobody has looked up again."""
    names = [name for name, price in prices.items() if price.verified is None]
    return "prices from memory, to be looked up:\n" + "\n".join(f"  {name}" for name in names)


def _with(plan: Plan, name: str, value: float, prices: Prices) -> float:
    changed: dict[str, Any] = {name: value}
    given = replace(plan.given, **changed)
    return million_texts(replace(plan, given=given)).dollars(prices)


def _row(title: str, billed: Bill, prices: Prices) -> str:
    return f"{title:50}{billed.dollars(prices):>10.2f}"


def _dollars(value: float) -> str:
    return f"{value:.2f}" if value >= _STATED / 2 else "-"


def _of_service(found: dict[tuple[str, str], float], service: str) -> float:
    sums: dict[str, float] = defaultdict(float)
    for (_, one), dollars in found.items():
        sums[one] += dollars
    return sums[service]
