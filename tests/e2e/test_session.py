"""The way in, staying in and the way out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Tabs
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
ROSA = "Rosa Elvira Quishpe"


def test_sentence_is_shown_when_the_password_is_wrong(tabs: Tabs) -> None:
    visitor = tabs.visitor()
    visitor.watch.expect(r"401 POST .*/api/v1/auth/sign-in")
    visitor.sign_in("agente1", password="no-es-esta")
    page = visitor.page
    expect(page.get_by_text("El usuario o la contraseña no coinciden.")).to_be_visible()
    expect(page.get_by_label("Contraseña")).to_be_focused()
    expect(page.get_by_label("Usuario o correo", exact=True)).to_have_value("agente1@hilo.test")
    page.get_by_label("Contraseña").fill("Hilo-demo-2026")
    page.keyboard.press("Enter")
    visitor.ready()


def test_waiting_time_is_told_when_too_many_attempts_fail(tabs: Tabs) -> None:
    visitor = tabs.visitor()
    visitor.watch.expect(r"(401|429) POST .*/api/v1/auth/sign-in")
    visitor.open_sign_in()
    page = visitor.page
    page.get_by_label("Usuario o correo", exact=True).fill("agente4@hilo.test")
    told = page.get_by_text("Demasiados intentos.")
    wrong = page.get_by_text("El usuario o la contraseña no coinciden.")
    for attempt in range(12):
        page.get_by_label("Contraseña").fill(f"no-es-esta-{attempt}")
        page.get_by_role("button", name="Continuar").click()
        expect(told.or_(wrong)).to_be_visible()
        if told.is_visible():
            break
    expect(told).to_be_visible()
    expect(page.get_by_role("button", name="Continuar")).to_be_disabled()


def test_session_lasts_when_the_page_is_loaded_again(tabs: Tabs) -> None:
    desk = tabs.desk("agente1")
    cookies = {one["name"]: one for one in desk.page.context.cookies()}
    assert all(one["httpOnly"] and one["sameSite"] == "Strict" for one in cookies.values())
    assert desk.page.evaluate("() => Object.values(localStorage).join()").count("eyJ") == 0
    desk.page.reload()
    desk.ready()


def test_desk_is_closed_when_the_person_signs_out(tabs: Tabs) -> None:
    desk = tabs.desk("agente1")
    desk.page.get_by_role("button", name=re.compile("^Su cuenta")).click()
    desk.page.get_by_role("menuitem", name="Cerrar sesión").click()
    expect(desk.page.get_by_role("heading", name="Entre a su bandeja")).to_be_visible()
    desk.open_sign_in("/conversations")


def test_conversation_is_opened_when_its_address_was_visited_before_signing_in(
    tabs: Tabs, stack: Stack
) -> None:
    stack.writes("rosa", "Buenos días")
    first = tabs.desk("agente1")
    first.open_chat(ROSA)
    path = first.page.url.removeprefix(stack.origin)
    second = tabs.desk("agente2", path)
    expect(second.message("Buenos días")).to_be_visible()
    expect(second.row(ROSA)).to_have_attribute("aria-current", "true")
