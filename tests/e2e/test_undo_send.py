"""A message can be taken back for some seconds, and is sent once whatever becomes of its tab."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import violations
from tests.e2e.conftest import Tabs
from tests.e2e.desk import Desk
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
ROSA = "Rosa Elvira Quishpe"


def writing_to_rosa(tabs: Tabs, stack: Stack) -> Desk:
    stack.writes("rosa", "Buenos días")
    desk = tabs.desk("agente1", undo_seconds=10)
    desk.open_chat(ROSA)
    desk.claim()
    return desk


def test_message_comes_back_to_the_field_when_it_is_undone(tabs: Tabs, stack: Stack) -> None:
    desk = writing_to_rosa(tabs, stack)
    held = desk.answer("Esto era para otra persona")
    expect(held).to_contain_text("Se envía en")
    assert violations(desk.page) == []
    held.get_by_role("button", name="Deshacer").click()
    expect(desk.field).to_have_value("Esto era para otra persona")
    expect(desk.items.filter(has_text="Esto era para otra persona")).to_have_count(0)
    desk.field.fill("Su saldo es $ 20,00")
    desk.field.press("Enter")
    desk.message("Su saldo es $ 20,00").get_by_role("button", name="Enviar ya").click()
    expect(desk.message("Su saldo es $ 20,00")).to_contain_text("Entregado")
    assert stack.accepted_texts() == ["Su saldo es $ 20,00"]


def test_message_is_sent_once_when_its_tab_is_reloaded_and_another_is_open(
    tabs: Tabs, stack: Stack
) -> None:
    desk = writing_to_rosa(tabs, stack)
    other = desk.page.context.new_page()
    other.goto(desk.page.url)
    expect(other.get_by_role("log")).to_contain_text("Buenos días")
    desk.answer("Una sola vez")
    expect(other.get_by_role("log")).to_contain_text("Se envía en")
    desk.page.reload()
    expect(desk.message("Una sola vez")).to_contain_text("Entregado")
    expect(other.get_by_role("log")).to_contain_text("Entregado")
    assert stack.accepted_texts() == ["Una sola vez"]


def test_message_is_sent_by_the_next_tab_when_its_own_is_closed(tabs: Tabs, stack: Stack) -> None:
    desk = writing_to_rosa(tabs, stack)
    desk.answer("Cerré la pestaña")
    url, context = desk.page.url, desk.page.context
    desk.page.close()
    later = Desk(context.new_page(), desk.watch)
    later.page.goto(url)
    expect(later.notice("Se envió 1 mensaje que había quedado en espera.")).to_be_visible()
    expect(later.message("Cerré la pestaña")).to_contain_text("Entregado")
    assert stack.accepted_texts() == ["Cerré la pestaña"]
