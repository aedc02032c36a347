"""What somebody types is on their other devices, and none overwrites another unseen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import violations
from tests.e2e.conftest import Tabs
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
ROSA = "Rosa Elvira Quishpe"
PHONE = {"width": 390, "height": 844}


def test_draft_goes_on_where_the_person_goes_on(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "Buenos días")
    desk = tabs.desk("agente1")
    desk.open_chat(ROSA)
    desk.claim()
    with desk.page.expect_response("**/api/v1/me/drafts/*"):
        desk.field.fill("Su convenio vence")
    second = tabs.desk("agente1", viewport=PHONE)
    expect(second.row(ROSA)).to_contain_text("Su convenio vence")
    second.open_chat(ROSA)
    expect(second.field).to_have_value("Su convenio vence")

    with second.page.expect_response("**/api/v1/me/drafts/*"):
        second.field.fill("Su convenio vence el viernes")
    desk.watch.expect(r"412 PUT .*/api/v1/me/drafts/")
    desk.field.fill("Su convenio vence hoy")
    expect(desk.chat.get_by_text("Su convenio vence el viernes")).to_be_visible()
    expect(desk.field).to_have_value("Su convenio vence hoy")
    assert violations(desk.page) == []
    desk.press("Usar ese texto")
    expect(desk.field).to_have_value("Su convenio vence el viernes")
    desk.field.press("Enter")
    expect(desk.message("Su convenio vence el viernes")).to_contain_text("Entregado")
    expect(desk.field).to_have_value("")
