"""The whole work of an agent without a pointer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Tabs
from tests.e2e.stack import PASSWORD, Stack

pytestmark = pytest.mark.browser
ROSA, JORGE = "Rosa Elvira Quishpe", "Jorge Aníbal Muñoz"
MOST_STOPS = 30


def tab_to(page: Page, target: Locator) -> None:
    """Press the tabulator until the target has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if target.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"the tabulator never came to {target}")


def test_agent_answers_and_resolves_with_keys_alone(tabs: Tabs, stack: Stack) -> None:
    stack.writes("jorge", "Ya hice la transferencia")
    visitor = tabs.visitor()
    visitor.open_sign_in()
    page, keys = visitor.page, visitor.page.keyboard
    tab_to(page, page.get_by_label("Usuario o correo", exact=True))
    keys.type("agente1@hilo.test")
    tab_to(page, page.get_by_label("Contraseña"))
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(visitor.row(JORGE)).to_be_visible()
    stack.writes("rosa", "Buenos días")
    expect(visitor.rows).to_have_count(2)

    keys.press("j")
    expect(visitor.row(ROSA)).to_be_focused()
    keys.press("j")
    expect(visitor.row(JORGE)).to_be_focused()
    keys.press("k")
    expect(visitor.row(ROSA)).to_be_focused()
    keys.press("Enter")
    expect(visitor.chat.get_by_role("heading", name=ROSA)).to_be_visible()

    keys.press("a")
    expect(visitor.field).to_be_visible()
    keys.press("r")
    expect(visitor.field).to_be_focused()
    keys.type("Su saldo es $ 20,00")
    keys.press("Enter")
    expect(visitor.message("Su saldo es $ 20,00")).to_contain_text("Entregado")

    keys.type("e")
    expect(visitor.field).to_have_value("e")
    keys.press("Backspace")
    keys.press("Tab")
    keys.press("e")
    expect(visitor.notice("Conversación resuelta.")).to_be_visible()
    keys.press("z")
    expect(visitor.notice("Conversación reabierta.")).to_be_visible()


def test_list_of_keys_opens_and_gives_the_focus_back(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "Buenos días")
    desk = tabs.desk("agente1")
    expect(desk.row(ROSA)).to_be_visible()
    desk.page.keyboard.press("j")
    expect(desk.row(ROSA)).to_be_focused()
    desk.page.keyboard.press("?")
    expect(desk.page.get_by_role("dialog", name="Atajos del teclado")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    expect(desk.row(ROSA)).to_be_focused()
