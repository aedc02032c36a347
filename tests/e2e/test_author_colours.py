"""Colours of authors: chosen by the administrator, readable, seen by those who are in."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.axe import violations_everywhere
from tests.e2e.conftest import DESKTOP, Tabs
from tests.e2e.scenes import ROSA
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
PHONE_SIZE: Any = {"width": 390, "height": 844}


def bubble(message: Locator) -> Locator:
    """What the words of a message stand on."""
    return message.locator("[class*=_bubble_]")


@pytest.mark.parametrize("size", [DESKTOP, PHONE_SIZE], ids=["desk", "phone"])
def test_colours_change_on_the_desk_and_are_undone(tabs: Tabs, stack: Stack, size: Any) -> None:
    desk = tabs.desk("admin", "/settings/author-colours", viewport=size)
    page = desk.page
    light = page.get_by_label("Agente, Claro")
    light.fill("#5577bb")
    expect(page.get_by_text("El texto o los enlaces no se leen bien")).to_be_visible()
    page.get_by_role("button", name="Guardar cambios").click()
    expect(light).to_be_focused()
    assert violations_everywhere(page) == []
    page.set_viewport_size(size)
    page.get_by_role("radio", name="Fresca").check()
    expect(page.get_by_text("El texto o los enlaces no se leen bien")).to_have_count(0)
    page.get_by_role("button", name="Guardar cambios").click()
    expect(desk.notice("Colores guardados.")).to_be_visible()
    variable = "document.documentElement.style.getPropertyValue('--bub-out')"
    page.wait_for_function(f"() => {variable} === 'light-dark(#dcf3d6, #1f3a22)'")
    page.get_by_role("button", name="Deshacer").click()
    expect(desk.notice("Se deshizo el cambio.")).to_be_visible()
    expect(light).to_have_value("#e1ebff")
    assert violations_everywhere(page) == []


def test_agents_see_them_in_both_schemes(tabs: Tabs, stack: Stack) -> None:
    chosen = {"agent": {"light": "#dcf3d6", "dark": "#1f3a22"}}
    stack.api("admin").call("PUT", "/author-colours", chosen, **{"If-Match": "0"})
    stack.writes("rosa", "Buenos días")
    desk = tabs.desk("agente1")
    desk.open_chat(ROSA)
    desk.claim()
    sent = desk.answer("Con gusto")
    expect(bubble(sent)).to_have_css("background-color", "rgb(220, 243, 214)")
    assert violations_everywhere(desk.page) == []
    desk.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    desk.page.emulate_media(color_scheme="dark")
    expect(bubble(sent)).to_have_css("background-color", "rgb(31, 58, 34)")


def test_who_is_in_sees_them_within_five_minutes(tabs: Tabs, stack: Stack) -> None:
    desk = tabs.desk("agente1")
    desk.page.clock.install()
    desk.page.reload()
    desk.ready()
    chosen = {"customer": {"light": "#eef3ee", "dark": "#222a25"}}
    stack.api("admin").call("PUT", "/author-colours", chosen, **{"If-Match": "0"})
    desk.page.clock.fast_forward(300_000)
    variable = "document.documentElement.style.getPropertyValue('--bub-in')"
    desk.page.wait_for_function(f"() => {variable} === 'light-dark(#eef3ee, #222a25)'")


def test_both_versions_are_shown_when_two_choose(tabs: Tabs, stack: Stack) -> None:
    first = tabs.desk("admin", "/settings/author-colours")
    page = first.page
    page.get_by_label("Bot, Claro").fill("#eef0f4")
    other = {"bot": {"light": "#ece8f7", "dark": "#2a2640"}}
    stack.api("admin").call("PUT", "/author-colours", other, **{"If-Match": "0"})
    first.watch.expect(r"412 PUT .*/author-colours")
    page.get_by_role("button", name="Guardar cambios").click()
    expect(page.get_by_role("alert")).to_contain_text("Administración cambió esto")
    page.get_by_role("button", name="Comparar versiones").click()
    dialog = page.get_by_role("dialog", name="Dos versiones")
    expect(dialog.get_by_role("row", name="bot")).to_contain_text("#ece8f7 / #2a2640")
    dialog.get_by_role("button", name="Conservar mis cambios").click()
    page.get_by_role("button", name="Guardar cambios").click()
    expect(first.notice("Colores guardados.")).to_be_visible()
    assert stack.api("admin").call("GET", "/author-colours")["bot"]["light"] == "#eef0f4"
