"""Resolve, undo, reopen, and what happens when the customer writes in between."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.conftest import Tabs
from tests.e2e.desk import Desk
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
ROSA = "Rosa Elvira Quishpe"


@pytest.fixture
def desk(tabs: Tabs, stack: Stack) -> Desk:
    """Rosa's conversation, held, open and answered."""
    stack.writes("rosa", "Buenos días")
    desk = tabs.desk("agente1")
    desk.open_chat(ROSA)
    desk.claim()
    desk.answer("Su saldo es $ 20,00")
    return desk


def test_conversation_comes_back_when_resolving_is_undone(desk: Desk) -> None:
    desk.press("Resolver")
    expect(desk.notice("Conversación resuelta.")).to_be_visible()
    expect(desk.row(ROSA)).to_have_count(0)
    desk.page.get_by_role("button", name="Deshacer").click()
    expect(desk.notice("Conversación reabierta.")).to_be_visible()
    expect(desk.row(ROSA)).to_contain_text("En curso")
    expect(desk.field).to_be_visible()


def test_resolved_is_found_in_its_tray_and_reopened(desk: Desk) -> None:
    desk.press("Resolver")
    expect(desk.chat.get_by_text("Esta conversación está resuelta.")).to_be_visible()
    desk.tray("Resueltas").click()
    expect(desk.row(ROSA)).to_contain_text("Resuelta")
    desk.chat.get_by_role("button", name="Reabrir").last.click()
    expect(desk.field).to_be_visible()
    expect(desk.row(ROSA)).to_have_count(0)


def test_resolving_is_refused_when_the_customer_has_just_written(desk: Desk, stack: Stack) -> None:
    """The customer's message is already here, but not yet on the agent's screen."""
    stack_api = stack.api("agente1")
    conversation = desk.row(ROSA).get_attribute("data-conversation")

    def write_first(route: Route) -> None:
        stack.writes("rosa", "Espere, una pregunta más")
        while stack_api.call("GET", f"/conversations/{conversation}")["state"] != "pending":
            pass
        route.continue_()

    desk.page.route("**/resolve", write_first)
    desk.watch.expect(r"409 POST .*/resolve")
    desk.press("Resolver")
    refused = desk.page.get_by_role("alert").filter(has_text="El cliente escribió otra vez.")
    expect(refused).to_be_visible()
    expect(desk.message("Espere, una pregunta más")).to_be_visible()
    expect(desk.row(ROSA)).to_contain_text("Pendiente")


def test_new_conversation_begins_when_the_customer_writes_after_resolving(
    desk: Desk, stack: Stack
) -> None:
    desk.press("Resolver")
    expect(desk.row(ROSA)).to_have_count(0)
    stack.writes("rosa", "Tengo otra pregunta")
    expect(desk.row(ROSA)).to_contain_text("Tengo otra pregunta")
    desk.row(ROSA).click()
    expect(desk.message("Tengo otra pregunta")).to_be_visible()
    before = desk.log.get_by_role("button", name=re.compile("^WhatsApp"))  # folded, as it is over
    before.press("Enter")
    expect(desk.message("Su saldo es $ 20,00")).to_be_visible()
    expect(desk.log.get_by_text("Resuelta", exact=True)).to_be_visible()
    expect(desk.chat.get_by_role("button", name="Tomar conversación")).to_be_visible()
