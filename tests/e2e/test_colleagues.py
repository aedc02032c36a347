"""Two people at one chat: who is answering, and who answered first."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import violations
from tests.e2e.conftest import Tabs
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
ROSA = "Rosa Elvira Quishpe"


def test_supervisor_sees_who_is_answering(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "Buenos días")
    ana, silvia = tabs.desk("agente1"), tabs.desk("supervisora")
    ana.open_chat(ROSA)
    ana.claim()
    silvia.open_chat(ROSA)
    ana.field.press_sequentially("Buenos")
    expect(silvia.chat.get_by_role("status")).to_contain_text(["Ana Rojas está respondiendo"])
    expect(silvia.row(ROSA)).to_contain_text("Ana Rojas está respondiendo")
    assert violations(silvia.page) == []
    expect(ana.chat.get_by_text("está respondiendo")).to_have_count(0)
    ana.field.press("Enter")
    expect(silvia.message("Buenos")).to_have_count(2)
    expect(silvia.chat.get_by_text("está respondiendo")).to_have_count(0)


def test_sending_asks_once_when_somebody_answered_meanwhile(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "¿Cuánto debo?")
    ana = tabs.desk("agente1")
    ana.open_chat(ROSA)
    ana.claim()
    ana.field.fill("Debe $ 20,00")
    stack.act("rosa", {"kind": "echo", "text": "Debe $ 18,50"})
    warning = ana.chat.get_by_role("alert")
    expect(warning).to_contain_text("respondió mientras usted escribía")
    expect(warning).to_contain_text("Debe $ 18,50")
    assert violations(ana.page) == []
    ana.field.press("Enter")
    expect(warning).to_contain_text("¿Envía su mensaje de todos modos?")
    expect(ana.field).to_have_value("Debe $ 20,00")
    warning.get_by_role("button", name="Enviar de todos modos").click()
    expect(ana.message("Debe $ 20,00")).to_contain_text("Entregado")
    expect(warning).to_have_count(0)
    assert stack.accepted_texts() == ["Debe $ 20,00"]
