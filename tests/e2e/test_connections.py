"""The administrator's page of connections."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import violations_everywhere
from tests.e2e.conftest import Tabs
from tests.e2e.scenes import ROSA
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


def test_number_is_switched_off_and_on_again(tabs: Tabs) -> None:
    desk = tabs.desk("admin")
    page = desk.page
    page.get_by_role("link", name="Conexiones").click()
    row = page.get_by_role("row", name=re.compile("WhatsApp cobranzas"))
    row.get_by_role("button", name="Desactivar").click()
    dialog = page.get_by_role("dialog", name="Desactivar WhatsApp cobranzas")
    dialog.get_by_role("button", name="Desactivar").click()
    expect(desk.notice("WhatsApp cobranzas está desactivada.")).to_be_visible()
    expect(row).to_contain_text("Desactivada")
    row.get_by_role("button", name="Activar").click()
    expect(row).to_contain_text("Conectada")
