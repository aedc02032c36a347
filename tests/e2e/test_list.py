"""The list an agent works from: filters, views, many at once, putting off, ten thousand rows."""

from __future__ import annotations

import copy
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.axe import violations_everywhere
from tests.e2e.conftest import Tabs
from tests.e2e.desk import Desk
from tests.e2e.stack import Api, Stack

pytestmark = pytest.mark.browser
ROSA, JORGE, SEGUNDO = "Rosa Elvira Quishpe", "Jorge Aníbal Muñoz", "Segundo Guamán Caiza"
MANY, MOST_ROWS_DRAWN = 10_000, 60


def claims(api: Api, *customers: str) -> None:
    """Somebody takes the conversations of customers, as soon as they are there."""
    wanted, deadline = set(customers), time.monotonic() + 60
    while wanted:
        assert time.monotonic() < deadline, f"never came: {wanted}"
        for one in api.call("GET", "/conversations?state=new")["items"]:
            if one["contact"]["name"] in wanted:
                api.call("POST", f"/conversations/{one['id']}/claim", {})
                wanted.remove(one["contact"]["name"])
        time.sleep(0.1)


def writes(stack: Stack, *people: str) -> None:
    for person in people:
        stack.writes(person, "Buenos días, quiero saber cuánto debo")


def choose(desk: Desk, label: str, option: str) -> None:
    """One filter, by the form behind the button of the head."""
    button = desk.page.get_by_role("button", name="Filtrar")
    button.click()
    desk.page.get_by_label(label, exact=True).select_option(label=option)
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_label(label, exact=True)).to_have_count(0)


def test_supervisor_narrows_the_list_and_comes_back_to_it(tabs: Tabs, stack: Stack) -> None:
    writes(stack, "rosa", "jorge", "segundo")
    claims(stack.api("agente1"), ROSA)
    claims(stack.api("agente2"), JORGE)
    desk = tabs.desk("supervisora")
    expect(desk.rows).to_have_count(3)
    choose(desk, "Agente", "Ana Rojas")
    expect(desk.rows).to_have_count(1)
    expect(desk.row(ROSA)).to_be_visible()
    expect(desk.tray("Pendientes")).to_have_accessible_name("1 Pendientes")
    assert violations_everywhere(desk.page) == []

    desk.page.set_viewport_size({"width": 1280, "height": 800})
    desk.page.get_by_role("button", name="Bandeja", exact=True).click()
    desk.page.get_by_role("menuitem", name="Guardar esta vista…").click()
    desk.page.get_by_label("Nombre de la vista nueva").fill("Los de Ana")
    assert violations_everywhere(desk.page) == []
    desk.page.set_viewport_size({"width": 1280, "height": 800})
    desk.page.get_by_role("button", name="Guardar vistas").click()
    expect(desk.page.get_by_role("button", name="Los de Ana", exact=True)).to_be_visible()
    desk.page.reload()
    expect(desk.rows).to_have_count(1)
    desk.page.get_by_role("button", name="Quitar filtro Agente: Ana Rojas").click()
    expect(desk.rows).to_have_count(3)

    elsewhere = tabs.desk("supervisora")
    elsewhere.page.get_by_role("button", name="Bandeja", exact=True).click()
    elsewhere.page.get_by_role("menuitem", name="Los de Ana").click()
    expect(elsewhere.rows).to_have_count(1)


def test_agent_closes_many_with_keys_alone_and_undoes_it(tabs: Tabs, stack: Stack) -> None:
    writes(stack, "rosa", "jorge", "segundo")
    claims(stack.api("agente1"), ROSA, JORGE, SEGUNDO)
    desk = tabs.desk("agente1")
    expect(desk.rows).to_have_count(3)
    keys = desk.page.keyboard
    keys.press("j")
    keys.press("x")
    keys.press("Shift+ArrowDown")
    keys.press("Shift+ArrowDown")
    expect(desk.page.get_by_text("3 elegidas")).to_be_visible()
    assert violations_everywhere(desk.page) == []
    desk.page.set_viewport_size({"width": 1280, "height": 800})
    resolve = desk.page.get_by_role("toolbar").get_by_role("button", name="Resolver")
    for _ in range(30):
        keys.press("Shift+Tab")
        if resolve.evaluate("(element) => element === document.activeElement"):
            break
    keys.press("Enter")
    expect(desk.notice("3 conversaciones resueltas.")).to_be_visible()
    expect(desk.rows).to_have_count(0)
    keys.press("z")
    expect(desk.notice("3 conversaciones volvieron a como estaban.")).to_be_visible()
    expect(desk.rows).to_have_count(3)


def test_what_is_put_off_comes_back_when_the_customer_writes(tabs: Tabs, stack: Stack) -> None:
    writes(stack, "rosa", "jorge")
    claims(stack.api("agente1"), ROSA, JORGE)
    desk = tabs.desk("agente1")
    desk.open_chat(ROSA)
    desk.page.get_by_role("button", name="Más acciones").click()
    desk.page.get_by_role("menuitem", name="Posponer…").click()
    soon = desk.page.get_by_role("button", name="En una hora")
    expect(soon).to_be_visible()
    assert violations_everywhere(desk.page) == []
    desk.page.set_viewport_size({"width": 1280, "height": 800})
    soon.click()
    expect(desk.row(ROSA)).to_have_count(0)
    desk.page.get_by_role("button", name="Bandeja", exact=True).click()
    desk.page.get_by_role("menuitem", name="Pospuestas").click()
    expect(desk.row(ROSA)).to_contain_text("Pospuesta hasta")
    desk.page.get_by_role("button", name="Pospuestas").click()
    desk.page.get_by_role("menuitem", name="Bandeja", exact=True).click()
    expect(desk.row(JORGE)).to_be_visible()
    stack.writes("rosa", "¿Hay novedades?")
    expect(desk.row(ROSA)).to_contain_text("Volvió · Pendiente")


def test_a_chat_marked_as_unread_stays_unread(tabs: Tabs, stack: Stack) -> None:
    writes(stack, "rosa", "jorge")
    claims(stack.api("agente1"), ROSA, JORGE)
    desk = tabs.desk("agente1")
    desk.open_chat(ROSA)
    expect(desk.row(ROSA)).not_to_contain_text("sin leer")
    desk.page.keyboard.press("u")
    expect(desk.notice("Marcada sin leer.")).to_be_visible()
    expect(desk.row(ROSA)).to_contain_text("1 sin leer")
    desk.page.reload()
    expect(desk.row(ROSA)).to_contain_text("1 sin leer")


def test_a_chat_is_no_wider_than_the_narrowest_phone(tabs: Tabs, stack: Stack) -> None:
    writes(stack, "rosa")
    claims(stack.api("agente1"), ROSA)
    desk = tabs.desk("agente1", viewport={"width": 320, "height": 640})
    desk.open_chat(ROSA)
    expect(desk.field).to_be_visible()
    assert desk.page.evaluate("document.documentElement.scrollWidth") == 320


def test_ten_thousand_chats_scroll_with_few_rows_drawn(tabs: Tabs, stack: Stack) -> None:
    """How long a task takes is the machine's business; how much each draws is ours."""
    writes(stack, "rosa")
    claims(stack.api("agente1"), ROSA)
    visitor = tabs.visitor()
    visitor.page.route("**/api/v1/conversations?**", answer_with_many)
    visitor.sign_in("agente1")
    visitor.ready()
    expect(visitor.rows.first).to_be_visible()
    assert 0 < most_rows_drawn_while_scrolling(visitor.page) <= MOST_ROWS_DRAWN
    expect(visitor.row(f"Cliente {MANY - 1}")).to_be_visible()


def answer_with_many(route: Route) -> None:
    """One page of very many copies of the one conversation there is."""
    if urlparse(route.request.url).path != "/api/v1/conversations":
        route.continue_()
        return
    answer = route.fetch()
    page = answer.json()
    begun = datetime.now(UTC)
    page["items"] = [nth(page["items"][0], number, begun) for number in range(MANY)]
    route.fulfill(json=page)


def nth(one: dict[str, Any], number: int, begun: datetime) -> dict[str, Any]:
    made = copy.deepcopy(one)
    at = (begun - timedelta(minutes=number)).isoformat(timespec="milliseconds")
    made["id"] = f"many-{number}"
    made["contact"] |= {"id": f"many-{number}", "name": f"Cliente {number}"}
    made["last_message"]["occurred_at"] = at.replace("+00:00", "Z")
    return made


def most_rows_drawn_while_scrolling(page: Page) -> int:
    """From the top of the list to its end in strides of a few screens, a frame each."""
    return int(
        page.evaluate(
            """async () => {
              const drawn = () => document.querySelectorAll("a[data-conversation]").length;
              const row = document.querySelector("a[data-conversation]");
              const frame = row.closest("ul").parentElement;
              let most = 0;
              while (frame.scrollTop + frame.clientHeight < frame.scrollHeight - 1) {
                frame.scrollBy({ top: 9000 });
                await new Promise(requestAnimationFrame);
                most = Math.max(most, drawn());
              }
              return most;
            }"""
        )
    )
