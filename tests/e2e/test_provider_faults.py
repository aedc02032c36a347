"""The provider fails, refuses or falls silent: the agent sees which, and nothing is sent twice."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Tabs
from tests.e2e.desk import Desk
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
ROSA = "Rosa Elvira Quishpe"


FROM_FOOT = "(log) => Math.round(log.scrollHeight - log.scrollTop - log.clientHeight)"


@pytest.fixture
def desk(tabs: Tabs, stack: Stack) -> Desk:
    """Rosa's conversation, held and open."""
    stack.writes("rosa", "Buenos días")
    desk = tabs.desk("agente1")
    desk.open_chat(ROSA)
    desk.claim()
    return desk


def test_message_waits_and_arrives_once_when_the_provider_fails_twice(
    desk: Desk, stack: Stack
) -> None:
    stack.behave(fail_next=2, fail_status=500)
    first = desk.answer("Primero")
    expect(first).to_contain_text("Reintento")
    second = desk.answer("Segundo")
    expect(second).to_contain_text("Entregado", timeout=20_000)
    expect(first).not_to_contain_text("Reintento")
    assert stack.accepted_texts() == ["Primero", "Segundo"]
    assert [one["answered"]["status"] for one in stack.sends()] == [500, 500, 200, 200]


def test_reason_and_resend_are_offered_when_the_provider_refuses(desk: Desk, stack: Stack) -> None:
    stack.behave(fail_next=1, fail_status=400, fail_code=131026)
    failed = desk.answer("Su saldo es $ 20,00")
    expect(failed).to_contain_text("No enviado. El número no tiene WhatsApp.")
    expect(failed.get_by_role("button", name="Reenviar")).to_be_in_viewport(ratio=1)
    expect(desk.row(ROSA)).to_contain_text("No enviado:")
    failed.get_by_role("button", name="Reenviar").click()
    expect(desk.message("Su saldo es $ 20,00")).to_have_count(2)
    expect(desk.message("Su saldo es $ 20,00").last).to_contain_text("Entregado")
    expect(desk.message("Su saldo es $ 20,00").first).to_contain_text("Ya se reenvió.")
    expect(desk.log.get_by_role("button", name="Reenviar")).to_have_count(0)
    assert stack.accepted_texts() == ["Su saldo es $ 20,00"]


def test_foot_of_the_thread_stays_in_view_when_its_last_row_grows(desk: Desk, stack: Stack) -> None:
    for number in range(14):
        stack.writes("rosa", f"Mensaje {number}")
    expect(desk.message("Mensaje 13")).to_be_in_viewport()
    stack.behave(fail_next=1, fail_status=400, fail_code=131026)
    failed = desk.answer("Este falla")
    expect(failed.get_by_role("button", name="Reenviar")).to_be_in_viewport(ratio=1)
    assert desk.log.evaluate(FROM_FOOT) == 0


def test_message_is_unconfirmed_and_not_repeated_when_no_answer_comes(
    desk: Desk, stack: Stack
) -> None:
    stack.behave(timeout_next=1, auto_status=False)
    silent = desk.answer("¿Sigue ahí?")
    expect(silent).to_contain_text("Sin confirmar. WhatsApp no respondió.", timeout=20_000)
    expect(silent.get_by_role("button", name="Reenviar")).to_have_count(0)
    after = desk.answer("Sigo a la orden")
    expect(after).to_contain_text("Enviado")
    assert [one["body"]["text"]["body"] for one in stack.sends()] == [
        "¿Sigue ahí?",
        "Sigo a la orden",
    ]


def test_unconfirmed_heals_when_its_status_comes_late(desk: Desk, stack: Stack) -> None:
    stack.behave(timeout_next=1)
    answer = desk.answer("¿Le llegó el convenio?")
    expect(answer).to_contain_text("Entregado", timeout=20_000)
    expect(answer).not_to_contain_text("Sin confirmar")


def test_everything_arrives_once_when_webhooks_come_twice_and_in_disorder(
    tabs: Tabs, desk: Desk, stack: Stack
) -> None:
    stack.behave(duplicate_rate=1, disorder=True)
    phone = tabs.phone("rosa")
    texts = ["uno de tres", "dos de tres", "tres de tres"]
    for text in texts:
        phone.write(text)
    for text in texts:
        expect(desk.message(text)).to_have_count(1)
    answer = desk.answer("Recibido, gracias")
    expect(answer.get_by_text("Leído")).to_be_visible()
