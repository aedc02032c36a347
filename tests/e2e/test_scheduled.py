"""A message for later: chosen, changed, cancelled, sent by itself, or failed with the reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import violations, violations_everywhere
from tests.e2e.conftest import Tabs
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
ROSA = "Rosa Elvira Quishpe"
ITS_MINUTE_MS = 120_000  # `clock` comes every minute


def test_message_is_scheduled_changed_and_cancelled(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "Escríbame más tarde")
    desk = tabs.desk("agente1")
    desk.open_chat(ROSA)
    desk.claim()
    desk.field.fill("Buenas tardes, aquí está su convenio")
    desk.press("Programar el envío")
    dialog = desk.page.get_by_role("dialog", name="Programar el envío")
    expect(dialog).to_contain_text("Puede responder hasta")
    assert violations_everywhere(desk.page) == []
    desk.page.set_viewport_size({"width": 1280, "height": 800})
    dialog.get_by_label("Otra hora").fill("2020-01-01T08:00")
    dialog.get_by_role("button", name="Programar envío").click()
    expect(dialog).to_contain_text("Esa hora ya pasó. Elija una futura.")
    dialog.get_by_role("list", name="Horas habituales").get_by_role("button").first.click()

    waiting = desk.message("Buenas tardes, aquí está su convenio")
    expect(waiting).to_contain_text("Programado para")
    expect(desk.field).to_have_value("")
    assert violations(desk.page) == []
    expect(desk.answer("Con gusto, hasta entonces")).to_contain_text("Entregado")

    waiting.get_by_role("button", name="Cancelar envío").click()
    expect(waiting).to_have_count(0)
    desk.page.get_by_role("button", name="Deshacer").click()
    expect(waiting).to_contain_text("Programado para")
    waiting.get_by_role("button", name="Editar").click()
    expect(desk.field).to_have_value("Buenas tardes, aquí está su convenio")
    expect(desk.items.filter(has_text="aquí está su convenio")).to_have_count(0)
    assert stack.accepted_texts() == ["Con gusto, hasta entonces"]


def test_message_is_sent_at_its_time_or_says_why_not(tabs: Tabs, stack: Stack) -> None:
    for person in ("rosa", "jorge"):
        stack.writes(person, "Escríbame más tarde")
    desk = tabs.desk("agente1")
    api = stack.api("agente1")
    at = (datetime.now(UTC) + timedelta(seconds=15)).isoformat()
    for customer, text in ((ROSA, "Como quedamos"), ("Jorge Aníbal Muñoz", "Ya no hace falta")):
        desk.open_chat(customer)
        desk.claim()
        chat = desk.page.url.rpartition("/")[2]
        message = {"kind": "text", "text": text, "send_at": at}
        api.call("POST", f"/conversations/{chat}/messages", message)
        expect(desk.message(text)).to_contain_text("Programado para")
    desk.press("Resolver")
    desk.open_chat(ROSA)
    failed = desk.notice("No se envió el mensaje programado para Jorge Aníbal Muñoz")
    expect(failed).to_be_visible(timeout=ITS_MINUTE_MS)
    expect(desk.message("Como quedamos")).to_contain_text("Entregado", timeout=ITS_MINUTE_MS)
    assert stack.accepted_texts() == ["Como quedamos"]
    desk.tray("Resueltas").click()
    desk.open_chat("Jorge Aníbal Muñoz")
    expect(desk.message("Ya no hace falta")).to_contain_text(
        "No enviado. La conversación se resolvió antes de su hora."
    )
