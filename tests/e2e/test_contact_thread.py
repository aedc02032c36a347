"""A customer's episodes are one thread: read above, folded, and by nobody who should not."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.axe import violations_everywhere
from tests.e2e.conftest import Tabs
from tests.e2e.files import picture
from tests.e2e.scenes import brings_history
from tests.e2e.stack import Api, Stack
from tests.integration.stack.serving import eventually

pytestmark = pytest.mark.browser
ROSA = "Rosa Elvira Quishpe"


def serve(stack: Stack, name: str, text: str, noted: str = "") -> str:
    """Rosa writes, and somebody takes the chat, notes something and closes it."""
    agent = stack.api(name)
    stack.writes("rosa", text)
    eventually(lambda: waiting(agent, text))
    (head,) = waiting(agent, text)
    path = f"/conversations/{head['id']}"
    agent.call("POST", f"{path}/claim", {})
    if noted:
        key = {"Idempotency-Key": noted}
        agent.call("POST", f"{path}/notes", {"text": noted, "mentions": []}, **key)
    seen = {"last_seen_message_id": head["last_message"]["id"]}
    agent.call("POST", f"{path}/resolve", seen)
    return str(head["id"])


def waiting(agent: Api, text: str) -> list[dict[str, Any]]:
    """The chats that wait with this text as their last."""
    listed = agent.call("GET", "/conversations?state=new")["items"]
    return [one for one in listed if one["last_message"]["preview"] == text]


def test_what_was_said_before_is_read_through_the_open_chat_and_no_other_way(
    tabs: Tabs, stack: Stack
) -> None:
    former = serve(stack, "agente2", "Quiero un préstamo", "Gana poco")
    stack.writes("rosa", "Vuelvo a escribir")
    desk = tabs.desk("agente1")
    desk.open_chat(ROSA)
    expect(desk.message("Vuelvo a escribir")).to_be_visible()
    row = desk.log.get_by_role("button", name=re.compile("^WhatsApp"))
    expect(row).to_have_attribute("aria-expanded", "false")
    expect(row).to_contain_text("Quiero un préstamo")
    expect(row).to_contain_text("Bruno Mamani")
    expect(desk.log.get_by_text("Quiero un préstamo", exact=True)).to_have_count(0)
    assert violations_everywhere(desk.page) == []
    row.press("Enter")
    expect(desk.log.get_by_text("Quiero un préstamo", exact=True)).to_be_visible()
    expect(desk.message("Gana poco")).to_contain_text("Nota interna")
    assert violations_everywhere(desk.page) == []
    row.press("Enter")
    expect(desk.log.get_by_text("Gana poco", exact=True)).to_have_count(0)

    agent = stack.api("agente1")
    for path in ("", "/messages", "/thread"):
        with pytest.raises(httpx.HTTPStatusError, match="404"):
            agent.call("GET", f"/conversations/{former}{path}")
    then = stack.api("agente2").call("GET", f"/conversations/{former}/thread")
    assert [one["text"] for one in then["items"]] == ["Quiero un préstamo"]


def test_words_a_day_and_files_lead_into_the_past(tabs: Tabs, stack: Stack) -> None:
    brings_history(stack)
    stack.writes("rosa", "Mi camión está en http://fotos.test/camion?a=1")
    stack.attaches("rosa", picture())
    serve(stack, "agente2", "Gracias por el CAMIÓN")
    stack.writes("rosa", "¿Me atiende?")
    desk = tabs.desk("agente1")
    desk.open_chat(ROSA)
    page = desk.page
    desk.chat.get_by_role("button", name="Buscar en el hilo").click()
    bar = page.get_by_role("search", name="Buscar en el hilo")
    field = bar.get_by_role("searchbox", name="Palabras del hilo")
    expect(field).to_be_focused()

    field.fill("camion")
    expect(bar.get_by_text("1 de 2, en todo el hilo")).to_be_visible()
    expect(desk.log.locator("mark", has_text=re.compile("^CAMIÓN$"))).to_be_in_viewport()
    bar.get_by_role("button", name="Coincidencia anterior").click()
    expect(bar.get_by_text("2 de 2, en todo el hilo")).to_be_visible()
    expect(desk.message("Mi camión está en")).to_be_in_viewport()
    expect(bar.get_by_role("button", name="Coincidencia anterior")).to_be_disabled()
    assert violations_everywhere(page) == []
    field.fill("ornitorrinco")
    expect(bar.get_by_text("Ningún mensaje con “ornitorrinco” en todo el hilo.")).to_be_visible()

    then = datetime.now(UTC) - timedelta(days=91)
    bar.get_by_label("Ir a una fecha").fill(then.strftime("%Y-%m-%d"))
    expect(desk.message("¿Hasta qué hora atienden?")).to_be_in_viewport()

    bar.get_by_role("button", name="Archivos y enlaces").click()
    gallery = page.get_by_role("dialog", name="Archivos y enlaces")
    expect(gallery.get_by_role("tabpanel").locator("img")).to_have_count(1)
    assert violations_everywhere(page) == []
    gallery.get_by_role("tab", name="Fotos y videos").press("ArrowLeft")
    expect(gallery.get_by_role("link", name="http://fotos.test/camion?a=1")).to_be_visible()
    gallery.get_by_role("button", name=re.compile("^Ver en el hilo")).click()
    expect(gallery).to_have_count(0)
    expect(desk.message("Mi camión está en")).to_be_in_viewport()
    field.press("Escape")
    expect(bar).to_have_count(0)
    desk.chat.get_by_role("button", name="Ir al último mensaje").click()
    expect(desk.message("¿Me atiende?")).to_be_in_viewport()
