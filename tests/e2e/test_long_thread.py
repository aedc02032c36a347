"""A thread of 300 messages: read upwards without end, and new ones do not move the reader."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Tabs
from tests.e2e.desk import Desk
from tests.e2e.stack import NUMBER, Stack

pytestmark = pytest.mark.browser
MESSAGES, PER_WEBHOOK = 300, 25
PHONE = "593995550148"
MOST_STEPS = 80
# The numbers of the messages that are drawn, from top to bottom.
DRAWN = r"""(rows) => rows
  .sort((one, other) => one.dataset.index - other.dataset.index)
  .flatMap((row) => (/mensaje (\d+) de/.exec(row.textContent) ?? []).slice(1).map(Number))"""
FIRST_IN_VIEW = r"""(log) => {
  const top = log.getBoundingClientRect().top;
  const rows = [...log.querySelectorAll("[data-index]")]
    .filter((row) => row.getBoundingClientRect().top >= top)
    .filter((row) => /mensaje \d+ de/.test(row.textContent))
    .sort((one, other) => one.dataset.index - other.dataset.index);
  const place = rows[0].getBoundingClientRect().top - top;
  return [/mensaje \d+ de/.exec(rows[0].textContent)[0], Math.round(place)];
}"""


def deliver_thread(stack: Stack) -> None:
    """One message a minute, several to a webhook, as after an outage."""
    begin = int(time.time()) - MESSAGES * 60
    for start in range(1, MESSAGES + 1, PER_WEBHOOK):
        messages = [
            {
                "id": f"wamid.long{number}",
                "from": PHONE,
                "timestamp": str(begin + number * 60),
                "type": "text",
                "text": {"body": f"mensaje {number} de la mañana" + " y algo más" * (number % 7)},
            }
            for number in range(start, start + PER_WEBHOOK)
        ]
        contact = {"wa_id": PHONE, "profile": {"name": "Rosa Elvira Quishpe"}}
        metadata = {"phone_number_id": NUMBER}
        stack.deliver({"metadata": metadata, "contacts": [contact], "messages": messages})


@pytest.fixture
def desk(tabs: Tabs, stack: Stack) -> Desk:
    """The long thread open at its foot."""
    desk = tabs.desk("agente1")
    deliver_thread(stack)
    newest = re.compile(rf"mensaje {MESSAGES} de")
    expect(desk.rows.filter(has_text=newest)).to_have_count(1, timeout=200_000)
    desk.open_chat("Rosa Elvira Quishpe")
    expect(desk.items.filter(has_text=newest)).to_be_in_viewport()
    return desk


def scroll_up(desk: Desk) -> None:
    """Less than what is drawn, so that nothing is passed unseen."""
    desk.log.hover()
    desk.page.mouse.wheel(0, -500)
    expect(desk.log).to_have_attribute("aria-busy", "false")


@pytest.mark.timeout(400)  # one customer's messages go through the lane one after the other
def test_thread_is_read_upwards_in_order_while_new_ones_come_below(
    desk: Desk, stack: Stack
) -> None:
    for _ in range(4):
        scroll_up(desk)
    below = desk.chat.get_by_role("button", name="Ir al último mensaje")
    expect(below).to_be_visible()
    before = desk.log.evaluate(FIRST_IN_VIEW)
    stack.writes("rosa", "¿Me leyó?")
    stack.writes("rosa", "Aquí sigo")
    told = desk.chat.get_by_role("button", name="2 mensajes nuevos")
    expect(told).to_be_visible()
    assert desk.log.evaluate(FIRST_IN_VIEW) == before
    told.click()
    expect(desk.message("Aquí sigo")).to_be_in_viewport()
    expect(told).to_have_count(0)

    assert numbers_passed_upwards(desk) == set(range(1, MESSAGES + 1))

    before = desk.log.evaluate(FIRST_IN_VIEW)
    desk.page.reload()
    desk.ready()
    expect(desk.items.filter(has_text=re.compile(rf"{before[0]} "))).to_be_in_viewport()
    expect(below).to_be_visible()
    assert is_near(desk.log.evaluate(FIRST_IN_VIEW), before)
    below.click()
    expect(desk.message("Aquí sigo")).to_be_in_viewport()


def is_near(place: list[Any], other: list[Any]) -> bool:
    """The same message, at the same height but for what rounding does."""
    return bool(place[0] == other[0] and abs(place[1] - other[1]) <= 2)


def numbers_passed_upwards(desk: Desk) -> set[int]:
    """Scroll to the first message; wherever one looks the messages follow each other."""
    passed: set[int] = set()
    first = desk.items.filter(has_text=re.compile("mensaje 1 de"))
    for _ in range(MOST_STEPS):
        is_there = first.count() > 0  # asked before: the wheel may turn yet
        drawn: list[int] = desk.items.evaluate_all(DRAWN)
        assert drawn == list(range(drawn[0], drawn[0] + len(drawn)))
        passed.update(drawn)
        if is_there:
            return passed
        scroll_up(desk)
    raise AssertionError(f"the first message never came; the lowest was {min(passed)}")
