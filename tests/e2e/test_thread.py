"""A message reaches an agent's screen, and the answer goes back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Tabs
from tests.e2e.phone import Phone
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
ROSA = "Rosa Elvira Quishpe"
LADDER = ["En espera de envío", "Enviado", "Entregado", "Leído"]
# Writes down every status word the timeline ever showed, in order.
RECORD_TICKS = """(words) => {
  const log = document.querySelector("[role=log]");
  window.ticks = [];
  new MutationObserver(() => {
    const shown = words.filter((word) => log.textContent.includes(word)).at(-1);
    if (shown && window.ticks.at(-1) !== shown) window.ticks.push(shown);
  }).observe(log, { childList: true, subtree: true, characterData: true });
}"""


def ticks(page: Page) -> list[str]:
    shown: list[str] = page.evaluate("window.ticks")
    return shown


def test_agent_answers_when_a_customer_writes(tabs: Tabs) -> None:
    phone, desk = tabs.phone("rosa"), tabs.desk("agente1")
    expect(desk.page.get_by_text("No hay conversaciones abiertas.")).to_be_visible()

    phone.write("Buenos días, quiero saber cuánto debo")
    expect(desk.row(ROSA)).to_contain_text("Buenos días, quiero saber cuánto debo")
    expect(desk.tray("Nuevas")).to_contain_text("1")

    desk.open_chat(ROSA)
    phone.write("Mi cédula termina en 42")
    expect(desk.message("Mi cédula termina en 42")).to_be_visible()

    desk.claim()
    phone.look_at("Segundo Guamán Caiza")
    desk.page.evaluate(RECORD_TICKS, LADDER)
    answer = desk.answer("Buenos días, debe $ 162,07")
    expect(answer).to_contain_text("Entregado")
    expect(desk.row(ROSA)).to_contain_text("Usted: Buenos días, debe $ 162,07")

    phone.look_at(ROSA)
    expect(phone.bubble("Buenos días, debe $ 162,07")).to_be_visible()
    expect(answer.get_by_text("Leído")).to_be_visible()
    seen = ticks(desk.page)
    assert seen == [word for word in LADDER if word in seen]
    assert seen[0] == LADDER[0]


def test_tick_waits_when_the_provider_takes_its_time(tabs: Tabs, stack: Stack) -> None:
    stack.behave(auto_status=False, latency_ms=1_000)
    stack.writes("rosa", "Buenos días")
    desk = tabs.desk("agente1")
    desk.open_chat(ROSA)
    desk.claim()
    answer = desk.answer("Buenos días, ¿en qué le ayudo?")
    expect(answer).to_contain_text("En espera de envío")
    expect(answer).to_contain_text("Enviado")
    expect(answer).not_to_contain_text("Entregado")


def test_enter_sends_and_shift_enter_begins_a_line(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "Buenos días")
    desk = tabs.desk("agente1")
    desk.open_chat(ROSA)
    desk.claim()
    desk.field.press_sequentially("Buenos días:")
    desk.field.press("Shift+Enter")
    desk.field.press_sequentially("su saldo es $ 20,00")
    expect(desk.field).to_have_value("Buenos días:\nsu saldo es $ 20,00")
    desk.field.press("Enter")
    expect(desk.field).to_have_value("")
    expect(desk.message("su saldo es $ 20,00")).to_contain_text("Entregado")
    assert stack.accepted_texts() == ["Buenos días:\nsu saldo es $ 20,00"]


def test_row_and_title_count_when_the_customer_writes_again(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "Buenos días")
    desk = tabs.desk("agente1")
    desk.open_chat(ROSA)
    desk.claim()
    desk.answer("¿En qué le ayudo?")
    stack.writes("jorge", "Ya hice la transferencia")
    jorge = desk.row("Jorge Aníbal Muñoz")
    expect(jorge).to_contain_text("Nueva")
    expect(jorge).to_contain_text("1 sin leer")
    stack.writes("rosa", "Gracias, quedo atenta")
    expect(desk.row(ROSA)).to_contain_text("Pendiente")
    expect(desk.page).to_have_title("(1) Bandeja · Hilo")


def test_second_number_of_the_business_has_a_thread_of_its_own(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "Al número principal")
    stack.writes("rosa", "Al número de cobranzas", "wa-cobranzas")
    desk = tabs.desk("agente3")
    expect(desk.rows).to_have_count(2)
    desk.rows.filter(has_text="Al número de cobranzas").click()
    desk.claim()
    desk.answer("Le atiende cobranzas")
    phone = Phone(tabs.page()[0]).open("rosa", "wa-cobranzas")
    expect(phone.bubble("Le atiende cobranzas")).to_be_visible()
    phone.open("rosa", "wa-principal")
    expect(phone.bubble("Al número principal")).to_be_visible()
    expect(phone.bubble("Le atiende cobranzas")).to_have_count(0)
