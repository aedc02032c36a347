"""A month of the product as it is: its promise, its steps, and how it grows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.queues import OUTBOUND
from functions.definition import QueueTrigger
from functions.registry import FUNCTIONS
from infra.cost.assumptions import Assumptions
from infra.cost.bill import Bill
from infra.cost.month import WATCHING, at_work, counters, idle, million_texts, text
from infra.cost.prices import load_prices, service_of
from infra.cost.work import DESK
from tests.unit.infra.cost.samples import everything_for, standing_plan

PLAN, PRICES = standing_plan(), load_prices()
MOST_DOLLARS = 10.0


def steps_of(billed: Bill) -> set[str]:
    return {step for step, _ in billed.lines}


def quantity(billed: Bill, price: str) -> float:
    return sum(many for (_, one), many in billed.lines.items() if one == price)


class TestMillionTexts:
    def test_it_costs_at_most_ten_dollars(self) -> None:
        assert million_texts(PLAN).dollars(PRICES) <= MOST_DOLLARS

    def test_logs_cdn_and_sockets_are_counted(self) -> None:
        billed = million_texts(PLAN)
        services = {service_of(price) for _, price in billed.lines}
        assert {"cloudwatch", "cloudfront", "dynamodb", "sqs", "lambda"} <= services
        assert quantity(billed, "api_gateway.socket_messages") > 1_000_000
        assert quantity(billed, "api_gateway.socket_minutes") == 176 * 60
        assert quantity(billed, "api_gateway.http_requests") == pytest.approx(1_000_000)

    def test_every_step_that_works_for_a_text_is_named(self) -> None:
        assert steps_of(million_texts(PLAN)) == {"webhook", "inbound", "push", "clock", DESK}

    def test_desk_is_one_and_asks_for_counters_no_oftener_than_it_may(self) -> None:
        asked = quantity(
            counters(PLAN, desks=1, events=1e6, moves=5e5), "api_gateway.rest_requests"
        )
        assert asked < 176 * 3600 / PLAN.design.counters_seconds


class TestText:
    def test_rare_texts_find_everything_forgotten(self) -> None:
        assert text(PLAN, 0.001).lines == PLAN.bill_of("text_rested").lines

    def test_frequent_texts_cost_less(self) -> None:
        assert text(PLAN, 10).dollars(PRICES) < text(PLAN, 0.001).dollars(PRICES)


class TestIdle:
    def test_nobody_pays_for_desks_or_messages(self) -> None:
        fed = {one.name for one in FUNCTIONS if isinstance(one.trigger, QueueTrigger)}
        assert steps_of(idle(PLAN)) == {"clock", WATCHING, *fed}

    def test_each_queue_is_polled_day_and_night(self) -> None:
        polls = 5 * 43_800 * 60 / 20
        assert idle(PLAN).lines["outbound", "sqs.fifo_requests"] == pytest.approx(polls)
        assert idle(PLAN).lines["status", "sqs.standard_requests"] == pytest.approx(polls)
        assert OUTBOUND.endswith(".fifo")

    def test_each_queue_of_a_function_is_polled(self) -> None:
        polls = 2 * 5 * 43_800 * 60 / 20
        assert idle(PLAN).lines["media", "sqs.standard_requests"] == pytest.approx(polls)

    def test_more_pollers_cost_in_proportion(self) -> None:
        doubled = replace(PLAN, given=replace(Assumptions(), pollers=10))
        price = "sqs.fifo_requests"
        assert quantity(idle(doubled), price) == pytest.approx(2 * quantity(idle(PLAN), price))


class TestAtWork:
    def test_every_function_and_the_desk_are_steps(self) -> None:
        functions = {one.name for one in FUNCTIONS}
        assert steps_of(at_work(PLAN, 10_000)) == {*functions, DESK, WATCHING}

    def test_five_times_the_messages_cost_less_than_five_times_as_much(self) -> None:
        one, five = (at_work(PLAN, many).dollars(PRICES) for many in (1e6, 5e6))
        assert one < five < 5 * one

    def test_few_messages_cost_hardly_more_than_none(self) -> None:
        few = at_work(PLAN, 10_000).dollars(PRICES)
        assert idle(PLAN).dollars(PRICES) < few < idle(PLAN).dollars(PRICES) + 2

    def test_an_answer_has_three_words_of_the_provider(self) -> None:
        delivered = at_work(PLAN, 2e6).lines["status", "lambda.requests"]
        assert delivered == pytest.approx(3e6)

    def test_whoever_watches_a_queue_is_told(self) -> None:
        alone = replace(PLAN, given=replace(PLAN.given, watchers=1))
        more = quantity(at_work(PLAN, 1e6), "api_gateway.socket_messages") - quantity(
            at_work(alone, 1e6), "api_gateway.socket_messages"
        )
        opened = 5e5 * PLAN.given.first_share
        assert more == pytest.approx(2 * opened * 9)  # when somebody waits, and no longer waits


def test_every_quantity_has_a_price() -> None:
    billed = at_work(PLAN, 1e6) + idle(PLAN) + million_texts(PLAN)
    assert billed.dollars(everything_for(0)) == 0
    assert {price for _, price in billed.lines} <= set(PRICES)


def test_every_price_says_where_it_is_from() -> None:
    for name, price in PRICES.items():
        assert price.dollars >= 0, name
        assert price.per > 0, name
        assert price.source, name
        assert len(price.read_on) == len("2026-11-25"), name
