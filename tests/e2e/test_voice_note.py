"""A voice note recorded at the desk: paused, listened to, found again, sent as one."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import Tabs
from tests.e2e.desk import Desk
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
ROSA = "Rosa Elvira Quishpe"


def at_the_desk(tabs: Tabs, stack: Stack, **options: Any) -> Desk:
    stack.writes("rosa", "Prefiero que me hable")
    desk = tabs.desk("agente1", **options)
    desk.open_chat(ROSA)
    desk.claim()
    return desk


def recorder(desk: Desk) -> Locator:
    return desk.chat.get_by_role("group", name="Nota de voz")


def says_something(desk: Desk) -> None:
    """Long enough for a piece of it to be kept."""
    expect(recorder(desk).get_by_text("0:02")).to_be_visible()


def test_recording_is_listened_to_found_again_and_sent_as_a_voice_note(
    tabs: Tabs, stack: Stack
) -> None:
    desk = at_the_desk(tabs, stack, microphone=True, permissions=["microphone"])
    desk.field.fill("Este texto se queda")
    desk.press("Grabar nota de voz")
    expect(recorder(desk)).to_contain_text("Grabando")
    says_something(desk)
    assert violations(desk.page) == []
    recorder(desk).get_by_role("button", name="Pausar la grabación").click()
    expect(recorder(desk)).to_contain_text("En pausa")
    recorder(desk).get_by_role("button", name="Seguir grabando").click()
    expect(recorder(desk)).to_contain_text("Grabando")

    desk.page.reload()
    listen = recorder(desk).get_by_role("button", name="Escuchar")
    listen.click()
    expect(recorder(desk).get_by_role("button", name="Detener")).to_be_visible()
    expect(listen).to_be_visible()
    recorder(desk).get_by_role("button", name="Enviar nota de voz").click()
    sent = desk.items.filter(has=desk.page.get_by_role("button", name="Reproducir nota de voz"))
    expect(sent).to_contain_text("Entregado")
    expect(recorder(desk)).to_have_count(0)
    expect(desk.field).to_have_value("Este texto se queda")
    (body,) = [one["body"] for one in stack.sends()]
    assert (body["type"], body["audio"]["voice"]) == ("audio", True)


def test_discarded_recording_is_gone(tabs: Tabs, stack: Stack) -> None:
    desk = at_the_desk(tabs, stack, microphone=True, permissions=["microphone"])
    desk.press("Grabar nota de voz")
    says_something(desk)
    recorder(desk).get_by_role("button", name="Descartar la nota de voz").click()
    expect(recorder(desk)).to_have_count(0)
    desk.page.reload()
    expect(desk.chat.get_by_role("button", name="Grabar nota de voz")).to_be_visible()
    expect(recorder(desk)).to_have_count(0)
    assert stack.sends() == []


def test_refused_microphone_says_what_to_do(tabs: Tabs, stack: Stack) -> None:
    desk = at_the_desk(tabs, stack, microphone=True)
    desk.press("Grabar nota de voz")
    expect(recorder(desk).get_by_role("alert")).to_contain_text(
        "El navegador no permite usar el micrófono."
    )
    assert violations(desk.page) == []
