"""An agent sends files: chosen, pasted or dropped, and seen on the customer's phone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import violations
from tests.e2e.conftest import Tabs
from tests.e2e.desk import Desk
from tests.e2e.files import document, picture
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
ROSA = "Rosa Elvira Quishpe"


@pytest.fixture
def desk(tabs: Tabs, stack: Stack) -> Desk:
    """Rosa's conversation, held and open."""
    stack.writes("rosa", "¿Me envía mi estado de cuenta?")
    desk = tabs.desk("agente1")
    desk.open_chat(ROSA)
    desk.claim()
    return desk


def choose(desk: Desk, file: Any) -> None:
    desk.page.locator("input[type=file]").set_input_files([file])


def test_files_reach_the_phone_with_their_caption(desk: Desk, tabs: Tabs) -> None:
    phone = tabs.phone("rosa")
    choose(desk, document())
    chosen = desk.page.get_by_role("list", name="Archivos por enviar")
    expect(chosen.get_by_role("button", name="Quitar")).to_be_visible()
    assert violations(desk.page) == []
    sent = desk.answer("Su estado de cuenta")
    expect(sent).to_contain_text("Leído")  # the phone shows the chat
    expect(chosen).to_have_count(0)
    expect(phone.bubble("Su estado de cuenta")).to_contain_text(document()["name"])

    choose(desk, picture())
    expect(chosen.get_by_role("button", name="Quitar")).to_be_visible()
    desk.page.get_by_role("button", name="Enviar", exact=False).last.click()
    expect(desk.items.get_by_role("img", name=picture()["name"])).to_be_visible()


def test_a_file_nobody_can_send_says_why_before_it_is_brought_in(desk: Desk) -> None:
    program = {"name": "juego.exe", "mimeType": "application/x-msdownload", "buffer": b"MZ"}
    choose(desk, program)
    chosen = desk.page.get_by_role("list", name="Archivos por enviar")
    expect(chosen).to_contain_text("WhatsApp no admite archivos .exe.")
    chosen.get_by_role("button", name="Quitar juego.exe").click()
    expect(chosen).to_have_count(0)
    desk.watch.expect("422")


def test_a_file_that_only_pretends_is_given_back_with_the_reason(desk: Desk) -> None:
    fake = {"name": "foto.png", "mimeType": "image/png", "buffer": b"<svg onload=alert(1)>"}
    choose(desk, fake)
    chosen = desk.page.get_by_role("list", name="Archivos por enviar")
    expect(chosen.get_by_role("button", name="Quitar")).to_be_visible()
    desk.watch.expect("422")
    desk.field.fill("Mire")
    desk.field.press("Enter")
    expect(chosen).to_contain_text("El contenido no corresponde a su tipo.")
    expect(desk.field).to_have_value("Mire")
