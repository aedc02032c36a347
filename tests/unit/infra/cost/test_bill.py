"""Bills add up, multiply, and are priced line by line."""

from __future__ import annotations

import pytest

from infra.cost.bill import Bill, bill, total
from tests.unit.infra.cost.samples import a_price

PRICES = {"sqs.requests": a_price(0.5, per=1_000), "lambda.requests": a_price(2)}


def test_quantities_of_one_line_add_up() -> None:
    summed = bill("inbound", sqs__requests=2) + bill("inbound", sqs__requests=3)
    assert summed.lines == {("inbound", "sqs.requests"): 5}


def test_steps_stay_apart() -> None:
    summed = total([bill("inbound", sqs__requests=2), bill("status", sqs__requests=3)])
    assert summed.lines == {("inbound", "sqs.requests"): 2, ("status", "sqs.requests"): 3}


def test_what_is_not_used_is_no_line() -> None:
    assert bill("inbound", sqs__requests=0).lines == {}


def test_a_bill_multiplies() -> None:
    assert (bill("inbound", sqs__requests=2) * 1_000).dollars(PRICES) == 1.0


def test_dollars_are_found_by_step_and_service() -> None:
    made = bill("inbound", sqs__requests=1_000, lambda__requests=3) + bill(
        "status", lambda__requests=1
    )
    assert made.by_step_and_service(PRICES) == {
        ("inbound", "sqs"): 0.5,
        ("inbound", "lambda"): 6,
        ("status", "lambda"): 2,
    }
    assert made.dollars(PRICES) == 8.5


def test_a_quantity_without_a_price_is_a_fault() -> None:
    with pytest.raises(KeyError, match="sqs"):
        bill("inbound", sqs__requests=1).dollars({})


def test_nothing_costs_nothing() -> None:
    assert Bill().dollars(PRICES) == 0
