"""WhatsApp's own marks, emoji and stickers, written and read."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import violations, violations_everywhere
from tests.e2e.conftest import Tabs
from tests.e2e.files import sticker
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
ROSA = "Rosa Elvira Quishpe"
HOSTILE = "*<img src=x onerror=alert(1)>* _\u202edad_ ```</pre><script>alert(2)</script>```"


def test_marks_are_drawn_both_ways_and_hostile_ones_are_text(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", HOSTILE)
    desk = tabs.desk("agente1")
    expect(desk.row(ROSA)).to_contain_text("<img src=x onerror=alert(1)>")
    expect(desk.row(ROSA)).not_to_contain_text("*")
    desk.open_chat(ROSA)
    hostile = desk.message("onerror")
    expect(hostile.locator("b")).to_have_text("<img src=x onerror=alert(1)>")
    expect(hostile.locator("pre")).to_have_text("</pre><script>alert(2)</script>")
    expect(hostile.locator("img, script")).to_have_count(0)
    desk.claim()

    desk.field.fill("Debe 20 hoy")
    desk.field.evaluate("(field) => field.setSelectionRange(5, 7)")
    desk.field.press("Control+b")
    expect(desk.field).to_have_value("Debe *20* hoy")
    desk.press("Formato")
    desk.chat.get_by_role("button", name="Cursiva").click()
    expect(desk.field).to_have_value("Debe *_20_* hoy")
    preview = desk.chat.get_by_role("region", name="Vista previa")
    expect(preview.locator("b i")).to_have_text("20")
    assert violations_everywhere(desk.page) == []
    desk.page.set_viewport_size({"width": 1280, "height": 800})
    desk.field.press("Enter")
    expect(desk.message("Debe 20 hoy").locator("b i")).to_have_text("20")
    expect(desk.message("Debe 20 hoy")).to_contain_text("Entregado")
    assert stack.accepted_texts() == ["Debe *_20_* hoy"]
    expect(desk.row(ROSA)).to_contain_text("Usted: Debe 20 hoy")


def test_emoji_is_found_in_spanish_with_the_keyboard(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "Buenos días")
    desk = tabs.desk("agente1")
    desk.open_chat(ROSA)
    desk.claim()
    desk.field.fill("Gracias ")
    desk.press("Emojis")
    search = desk.page.get_by_role("searchbox", name="Buscar emoji")
    expect(search).to_be_focused()
    expect(desk.page.get_by_role("button", name="cara sonriendo", exact=True)).to_be_visible()
    assert violations(desk.page) == []
    search.fill("corazon rojo")
    found = desk.page.get_by_role("button", name="corazón rojo", exact=True)
    found.focus()
    found.press("Enter")
    expect(desk.field).to_have_value("Gracias ❤️")
    expect(search).to_have_count(0)
    expect(desk.field).to_be_focused()
    desk.press("Emojis")
    desk.page.keyboard.press("Escape")
    expect(search).to_have_count(0)
    expect(desk.field).to_be_focused()
    desk.field.press("Enter")
    expect(desk.message("Gracias ❤️")).to_contain_text("Entregado")


def test_sticker_is_sent_as_one(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "Buenos días")
    desk = tabs.desk("agente1")
    desk.open_chat(ROSA)
    desk.claim()
    file: Any = sticker()
    desk.chat.locator("input[type=file]").set_input_files([file])
    expect(desk.chat.get_by_role("list", name="Archivos por enviar")).not_to_contain_text(
        "Subiendo"
    )
    desk.press("Enviar")
    expect(desk.items.filter(has=desk.page.get_by_role("img", name="Sticker"))).to_contain_text(
        "Entregado"
    )
    assert [one["body"]["type"] for one in stack.sends()] == ["sticker"]
