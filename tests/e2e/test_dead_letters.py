"""What could not be processed, on the administrator's page."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Tabs
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
UNKNOWN_NUMBER = "100000000000999"


def deliver_to_unknown_number(stack: Stack, text: str) -> None:
    message = {"id": f"wamid.{text}", "from": "593995550148", "timestamp": str(int(time.time()))}
    stack.deliver(
        {
            "metadata": {"phone_number_id": UNKNOWN_NUMBER},
            "contacts": [{"wa_id": "593995550148", "profile": {"name": "Rosa"}}],
            "messages": [{**message, "type": "text", "text": {"body": text}}],
        }
    )


def letters(page: Page) -> Locator:
    return page.get_by_role("table").locator("tbody tr")


def test_administrator_reads_and_discards_what_was_put_aside(tabs: Tabs, stack: Stack) -> None:
    deliver_to_unknown_number(stack, "perdido")
    desk = tabs.desk("admin")
    page = desk.page
    page.get_by_role("link", name="Configuración").click()
    page.get_by_role("link", name="Mensajes apartados").click()
    expect(page.get_by_role("heading", name="Mensajes apartados")).to_be_visible()
    expect(letters(page)).to_have_count(1)
    expect(letters(page)).to_contain_text("El número no es de ninguna conexión")
    expect(letters(page)).to_contain_text("Por resolver")

    page.get_by_role("button", name="Ver contenido").click()
    payload = page.get_by_role("dialog", name="Contenido recibido")
    expect(payload).to_contain_text(UNKNOWN_NUMBER)
    page.keyboard.press("Escape")
    expect(payload).to_have_count(0)

    page.get_by_role("button", name="Descartar").click()
    dialog = page.get_by_role("dialog", name="Descartar mensaje apartado")
    dialog.get_by_role("button", name="Descartar").click()
    expect(dialog).to_contain_text("Escriba un comentario para descartar.")
    dialog.get_by_label("Comentario").fill("Número de pruebas")
    dialog.get_by_role("button", name="Descartar").click()
    expect(desk.notice("Mensaje descartado.")).to_be_visible()
    expect(letters(page)).to_have_count(0)


def test_message_reaches_the_agents_when_it_is_replayed_after_mending(
    tabs: Tabs, stack: Stack
) -> None:
    administration = stack.api("admin")
    administration.enable_connection("wa-principal", enabled=False)
    stack.writes("rosa", "Escrito con la conexión apagada")
    desk, agent = tabs.desk("admin", "/dead-letters"), tabs.desk("agente1")
    expect(agent.page.get_by_text("No hay conversaciones abiertas.")).to_be_visible()
    expect(letters(desk.page)).to_contain_text("La conexión está desactivada")

    administration.enable_connection("wa-principal", enabled=True)
    desk.page.get_by_role("button", name="Repetir").click()
    expect(desk.notice("Se puso otra vez en la cola.")).to_be_visible()
    expect(letters(desk.page)).to_have_count(0)
    expect(agent.row("Rosa Elvira Quishpe")).to_contain_text("Escrito con la conexión apagada")


def test_agent_has_no_way_to_what_was_put_aside(tabs: Tabs) -> None:
    desk = tabs.desk("agente1")
    expect(desk.page.get_by_role("link", name="Configuración")).to_have_count(0)
    desk.page.goto("/dead-letters")
    expect(desk.page.get_by_text("No tiene permiso para ver la configuración.")).to_be_visible()


def test_page_says_so_when_nothing_was_put_aside(tabs: Tabs) -> None:
    page = tabs.desk("admin", "/dead-letters").page
    expect(page.get_by_text("No hay mensajes apartados.")).to_be_visible()
