"""The administrator's page of connections."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import violations_everywhere
from tests.e2e.conftest import Tabs
from tests.e2e.scenes import ROSA, brings_history, told_of_account
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser


def test_administrator_sees_why_a_number_cannot_send_until_it_can(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "Hola")
    agent = tabs.desk("agente1")
    agent.open_chat(ROSA)
    agent.claim()
    stack.behave(fail_next=1, fail_status=401, fail_code=190)
    expect(agent.answer("Buenos días")).to_contain_text("No enviado.")

    page = tabs.desk("admin", "/connections").page
    row = page.get_by_role("row", name=re.compile("WhatsApp principal"))
    expect(row).to_contain_text("No puede enviar")
    expect(row).to_contain_text("El token de acceso venció o fue revocado.")
    expect(page.get_by_text("1 activa, 1 con problema")).to_be_visible()
    assert violations_everywhere(page) == []

    expect(agent.answer("Otra vez")).to_contain_text("Entregado")
    page.reload()
    expect(row).to_contain_text("Conectada")


def test_what_the_provider_says_of_a_number_is_shown_and_holds_its_messages(
    tabs: Tabs, stack: Stack
) -> None:
    stack.writes("rosa", "Hola")
    brings_history(stack)
    agent = tabs.desk("agente1")
    agent.open_chat(ROSA)
    agent.claim()
    told_of_account(stack, restricted=True)
    waiting = agent.answer("Buenos días")
    expect(waiting).to_contain_text("En espera. Meta no deja responder por ahora.")

    page = tabs.desk("admin", "/connections").page
    row = page.get_by_role("row", name=re.compile("WhatsApp principal"))
    expect(row).to_contain_text("Restringida por Meta")
    expect(row).to_contain_text("No permite responder a los clientes.")
    expect(row).to_contain_text("Calidad baja (roja)")
    expect(row).to_contain_text("Historial: 45 %")
    assert violations_everywhere(page) == []

    told_of_account(stack, restricted=False)
    page.reload()
    expect(row).to_contain_text("Conectada")


def test_what_was_said_before_the_connection_is_read_from_the_chat(
    tabs: Tabs, stack: Stack
) -> None:
    stack.writes("rosa", "Hola")
    brings_history(stack)
    agent = tabs.desk("agente1")
    agent.open_chat(ROSA)
    agent.claim()
    past = agent.log.get_by_role("button", name=re.compile("Antes de conectar el número"))
    past.press("Enter")  # folded, as what is past
    expect(agent.message("¿Hasta qué hora atienden?")).to_be_visible()
    expect(agent.log.get_by_text("El historial no trajo este archivo.")).to_be_visible()
    assert violations_everywhere(agent.page) == []


def test_number_is_switched_off_and_on_again(tabs: Tabs) -> None:
    desk = tabs.desk("admin")
    page = desk.page
    page.get_by_role("link", name="Configuración").click()
    page.get_by_role("link", name="Conexiones").click()
    row = page.get_by_role("row", name=re.compile("WhatsApp cobranzas"))
    row.get_by_role("button", name="Desactivar").click()
    dialog = page.get_by_role("dialog", name="Desactivar WhatsApp cobranzas")
    dialog.get_by_role("button", name="Desactivar").click()
    expect(desk.notice("WhatsApp cobranzas está desactivada.")).to_be_visible()
    expect(row).to_contain_text("Desactivada")
    row.get_by_role("button", name="Activar").click()
    expect(row).to_contain_text("Conectada")
