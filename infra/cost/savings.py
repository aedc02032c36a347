"""What it would take to reach six dollars for a million texts, the cheapest to do first.

Each step changes plan or prices, and the model prices it behind those before it. A step that
is done is counted by the bench, or is a choice of `Design`, and leaves this list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace

from infra.cost.counts import Action, Count
from infra.cost.month import Plan, million_texts
from infra.cost.prices import Prices

GOAL = 6.0
_TEXTS = ("text", "text_in_two_batches", "text_rested")
_COMPUTE_PROMISED = 0.83  # a Compute Savings Plan of a year: 17 % off
_CAPACITY_USED = 0.4  # of what is provisioned, scaled by the hour
_SAME_MINUTE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Costing:
    """A plan and what it is priced with."""

    plan: Plan
    prices: Prices

    @property
    def dollars(self) -> float:
        return million_texts(self.plan).dollars(self.prices)


@dataclass(frozen=True, slots=True)
class Saving:
    """`costs` says what one gives for it."""

    name: str
    costs: str
    change: Callable[[Costing], Costing]


@dataclass(frozen=True, slots=True)
class Saved:
    """Dollars for a million texts before and after a step, those above it done."""

    saving: Saving
    before: float
    after: float


def towards_goal(costing: Costing) -> list[Saved]:
    """All steps in order."""
    found = []
    for saving in SAVINGS:
        before = costing.dollars
        costing = saving.change(costing)
        found.append(Saved(saving, before, costing.dollars))
    return found


def _compute_promised(now: Costing) -> Costing:
    return _repriced(now, {"lambda.gb_seconds": _COMPUTE_PROMISED})


def _rare_function_logs(now: Costing) -> Costing:
    design = replace(now.plan.design, rare_function_logs=True)
    return replace(now, plan=replace(now.plan, design=design))


def _no_routine_lines(now: Costing) -> Costing:
    return _each_text(now, lambda _, count: replace(count, log_lines=0, log_bytes=0))


def _function_address(now: Costing) -> Costing:
    design = replace(now.plan.design, http_api=False)
    return replace(now, plan=replace(now.plan, design=design))


def _provisioned(now: Costing) -> Costing:
    """A unit of capacity does 3,600 units of work in an hour if it is used all the time."""
    factors = {}
    for kind in ("write", "read"):
        hour = now.prices[f"dynamodb.{kind}_capacity_hours"].dollars
        a_million = hour / 3600 * 1e6 / _CAPACITY_USED
        factors[f"dynamodb.{kind}_units"] = a_million / now.prices[f"dynamodb.{kind}_units"].dollars
    return _repriced(now, factors)


def _coarse_tray(now: Costing) -> Costing:
    """A move in the tray's index is two writes: out of the old place, into the new one."""
    spared = 2 * _SAME_MINUTE_SHARE

    def change(name: str, count: Count) -> Count:
        spares = spared if name == "inbound" else 0
        return replace(count, write_units=count.write_units - spares)

    return _each_text(now, change)


def _stored_at_once(now: Costing) -> Costing:
    """`webhook` does what `inbound` does; nothing is sent, received or deleted."""

    def direct(action: Action) -> Action:
        webhook = replace(_sum(action["webhook"], action["inbound"]), calls=1)
        webhook = replace(webhook, fifo_sends=0, queue_calls=0)
        others = {name: one for name, one in action.items() if name != "inbound"}
        return {**others, "webhook": webhook}

    return _texts_changed(now, direct)


def _repriced(now: Costing, factors: dict[str, float]) -> Costing:
    changed = {
        name: replace(now.prices[name], dollars=now.prices[name].dollars * factor)
        for name, factor in factors.items()
    }
    return replace(now, prices={**now.prices, **changed})


def _each_text(now: Costing, change: Callable[[str, Count], Count]) -> Costing:
    def changed(action: Action) -> Action:
        return {name: change(name, count) for name, count in action.items()}

    return _texts_changed(now, changed)


def _texts_changed(now: Costing, change: Callable[[Action], Action]) -> Costing:
    texts = {name: change(now.plan.counts[name]) for name in _TEXTS}
    return replace(now, plan=replace(now.plan, counts={**now.plan.counts, **texts}))


def _sum(one: Count, other: Count) -> Count:
    names = [field.name for field in fields(Count)]
    return Count(**{name: getattr(one, name) + getattr(other, name) for name in names})


SAVINGS: Sequence[Saving] = (
    Saving(
        "promise compute for a year",
        "a contract: 17 % off what functions run",
        _compute_promised,
    ),
    Saving(
        "logs of functions in the class for infrequent access",
        "a setting; neither metric filters nor live tail, so not for outbound",
        _rare_function_logs,
    ),
    Saving(
        "no lines about what went well",
        "two lines of code; the way of one message is then found in the tables only",
        _no_routine_lines,
    ),
    Saving(
        "the function's own address instead of the HTTP API",
        "a day; no rate limit and no access log before the function",
        _function_address,
    ),
    Saving(
        "provisioned capacity, scaled by the hour, 40 % of it used",
        "a setting and a habit: peaks beyond it are throttled for minutes",
        _provisioned,
    ),
    Saving(
        "the tray moves once a minute at most",
        "a week; lists order by minute, and a page must not split one",
        _coarse_tray,
    ),
    Saving(
        "the webhook stores by itself, the queue takes what fails",
        "weeks; the answer to the provider then waits for the tables, and peaks hit them",
        _stored_at_once,
    ),
)
