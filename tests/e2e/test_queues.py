"""Queues: kept by the administrator, watched and steered by the supervisor."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import violations_everywhere
from tests.e2e.conftest import DESKTOP, Tabs
from tests.e2e.scenes import ROSA
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser


def part(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=re.compile(name))


def test_administrator_creates_a_queue_and_says_who_serves_it(tabs: Tabs, stack: Stack) -> None:
    desk = tabs.desk("admin", "/settings/queues")
    page = desk.page
    page.get_by_role("link", name="Nueva cola").click()
    page.get_by_label("Nombre", exact=True).fill("Ventas")
    page.get_by_label("Meta de espera (minutos)").fill("pronto")
    page.get_by_role("button", name="Crear").click()
    expect(page.get_by_text("Escriba los minutos con números")).to_be_visible()
    expect(page.get_by_label("Meta de espera (minutos)")).to_be_focused()
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.get_by_label("Meta de espera (minutos)").fill("1,5")
    page.get_by_role("button", name="Crear").click()
    expect(desk.notice("Cola Ventas creada.")).to_be_visible()
    expect(page.get_by_text("Nadie atiende esta cola.")).to_be_visible()

    page.get_by_role("button", name="Agregar personas").click()
    dialog = page.get_by_role("dialog", name="Agregar personas")
    dialog.get_by_label("Buscar persona").fill("rojas")
    dialog.get_by_role("button", name="Ana Rojas").click()
    page.keyboard.press("Escape")
    page.get_by_label("Canales de Ana Rojas").select_option(label="Solo WhatsApp")
    expect(page.get_by_text("Cambiará: quién la atiende.")).to_be_visible()
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.get_by_role("button", name="Guardar cambios").click()
    expect(desk.notice("Personas de Ventas guardadas.")).to_be_visible()
    queues = stack.api("agente1").call("GET", "/queues")["items"]
    (made,) = [one for one in queues if one["name"] == "Ventas"]
    assert made["target_seconds"] == 90

    page.get_by_role("button", name="Deshacer").click()
    expect(desk.notice("Se deshizo el cambio.")).to_be_visible()
    expect(page.get_by_text("Nadie atiende esta cola.")).to_be_visible()


def test_a_queue_that_is_needed_is_not_retired(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "Buenos días")
    desk = tabs.desk("admin", "/settings/queues")
    desk.watch.expect(r"409 PATCH .*/queues/general")
    desk.page.get_by_role("button", name="Retirar General").click()
    told = desk.notice(
        "No se puede retirar General: la usan la conexión WhatsApp principal"
        " y 1 conversación abierta."
    )
    expect(told).to_be_visible()


def test_whoever_leaves_a_queue_keeps_what_they_hold(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "Buenos días")
    agent = tabs.desk("agente1")
    agent.open_chat(ROSA)
    agent.claim()
    desk = tabs.desk("admin", "/settings/queues/general/members")
    page = desk.page
    page.get_by_role("button", name="Quitar a Ana Rojas").click()
    expect(page.get_by_text("Ana Rojas conserva 1 chat abierto de esta cola.")).to_be_visible()
    page.get_by_role("button", name="Guardar cambios").click()
    expect(desk.notice("Personas de General guardadas.")).to_be_visible()
    expect(agent.answer("Con gusto le ayudo")).to_contain_text("Entregado")


def test_supervisor_sees_a_queue_live_assigns_and_pulls_back(tabs: Tabs, stack: Stack) -> None:
    agent = tabs.desk("agente1")
    desk = tabs.desk("supervisora", "/settings/queues")
    page = desk.page
    page.get_by_role("link", name="General").click()
    waiting, held = part(page, "en espera"), part(page, "en atención")
    expect(waiting).to_contain_text("Nadie espera en esta cola.")
    stack.writes("rosa", "Buenos días")
    expect(waiting.get_by_role("link", name=ROSA)).to_be_visible()
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]

    waiting.get_by_role("button", name="Asignar la conversación de").click()
    page.get_by_role("dialog").get_by_role("button", name="Ana Rojas").click()
    expect(desk.notice("Conversación asignada a Ana Rojas.")).to_be_visible()
    expect(held).to_contain_text("Ana Rojas")
    expect(agent.notice("Silvia Supervisora le asignó la conversación")).to_be_visible()

    held.get_by_role("button", name="Devolver a la cola").click()
    expect(waiting.get_by_role("link", name=ROSA)).to_be_visible()
    told = agent.notice("Silvia Supervisora devolvió la conversación")
    expect(told).to_be_visible()

    waiting.get_by_role("button", name="Tomar la conversación de").click()
    expect(held).to_contain_text("Usted")
    expect(agent.row(ROSA)).to_have_count(0)


def test_a_connection_is_led_to_another_queue(tabs: Tabs, stack: Stack) -> None:
    desk = tabs.desk("admin", "/settings/connections")
    choice = desk.page.get_by_label("Cola de WhatsApp principal")
    choice.select_option(label="Cobranzas")
    led = "Lo que llegue por WhatsApp principal esperará en la cola Cobranzas."
    expect(desk.notice(led)).to_be_visible()
    stack.writes("rosa", "Buenos días")
    desk.page.goto("/settings/queues/cobranzas")
    expect(part(desk.page, "en espera").get_by_role("link", name=ROSA)).to_be_visible()


def test_agents_have_no_settings(tabs: Tabs) -> None:
    desk = tabs.desk("agente1", "/settings/queues")
    expect(desk.page.get_by_text("No tiene permiso para ver la configuración.")).to_be_visible()
    expect(desk.page.get_by_role("link", name="Configuración")).to_have_count(0)
