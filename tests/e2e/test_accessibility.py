"""axe finds nothing on any page, light and dark, on a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import violations_everywhere
from tests.e2e.conftest import Tabs
from tests.e2e.scenes import ROSA, agent_meets_every_outcome, customer_sends_every_kind
from tests.e2e.stack import NUMBER, Stack

pytestmark = pytest.mark.browser
PHONE_SIZE = {"width": 390, "height": 844}


def test_sign_in_is_clean_when_it_refuses(tabs: Tabs) -> None:
    visitor = tabs.visitor()
    visitor.watch.expect(r"401 POST .*/api/v1/auth/sign-in")
    visitor.open_sign_in()
    assert violations_everywhere(visitor.page) == []
    visitor.sign_in("agente1", password="no-es-esta")
    expect(visitor.page.get_by_text("El usuario o la contraseña no coinciden.")).to_be_visible()
    assert violations_everywhere(visitor.page) == []


def test_list_is_clean_when_conversations_are_in_every_state(tabs: Tabs, stack: Stack) -> None:
    for person in ("rosa", "jorge", "segundo", "sin-numero"):
        stack.writes(person, "Buenos días, quiero saber cuánto debo y si puedo pagar en partes")
    desk = tabs.desk("agente1")
    expect(desk.rows).to_have_count(4)
    assert violations_everywhere(desk.page) == []


def test_chat_is_clean_when_it_holds_everything(tabs: Tabs, stack: Stack) -> None:
    phone = tabs.phone("rosa")
    customer_sends_every_kind(stack, phone)
    desk = tabs.desk("agente1")
    desk.open_chat(ROSA)
    expect(desk.log.get_by_role("button", name="Reproducir nota de voz")).to_be_visible()
    expect(desk.log.get_by_role("img", name="Mi comprobante")).to_be_visible()
    assert violations_everywhere(desk.page) == []

    desk.page.set_viewport_size({"width": 1280, "height": 800})
    desk.claim()
    agent_meets_every_outcome(stack, desk)
    assert violations_everywhere(desk.page) == []
    assert violations_everywhere(phone.page) == []


def test_dead_letters_are_clean_when_some_are_open(tabs: Tabs, stack: Stack) -> None:
    stack.deliver({"metadata": {"phone_number_id": NUMBER + "9"}, "messages": [{"id": "wamid.x"}]})
    desk = tabs.desk("admin", "/dead-letters")
    expect(desk.page.get_by_role("button", name="Descartar")).to_be_visible()
    assert violations_everywhere(desk.page) == []
    desk.page.get_by_role("button", name="Descartar").click()
    expect(desk.page.get_by_role("dialog")).to_be_visible()
    assert violations_everywhere(desk.page) == []


def test_state_of_the_system_is_clean(tabs: Tabs) -> None:
    desk = tabs.desk("admin", "/system")
    expect(desk.page.get_by_role("row", name="Reloj")).to_be_visible()
    assert violations_everywhere(desk.page) == []
