"""The network goes away and comes back: nothing that was written meanwhile is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Tabs
from tests.e2e.desk import Desk
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
ROSA = "Rosa Elvira Quishpe"
MEANWHILE = ["Primera de la ausencia", "Segunda de la ausencia", "Tercera de la ausencia"]


@pytest.fixture
def desk(tabs: Tabs, stack: Stack) -> Desk:
    """Rosa's conversation, held and open; being offline is expected of this page."""
    stack.writes("rosa", "Buenos días")
    desk = tabs.desk("agente1")
    desk.open_chat(ROSA)
    desk.claim()
    desk.watch.expect("ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED")
    return desk


def shown_in_order(desk: Desk) -> list[str]:
    """Those of the messages written meanwhile that the timeline shows, by their place."""
    rows = desk.items.evaluate_all(
        "(rows) => rows.sort((a, b) => a.dataset.index - b.dataset.index).map((r) => r.innerText)"
    )
    return [text for row in rows for text in MEANWHILE if text in row]


def test_nothing_is_lost_when_the_connection_drops(desk: Desk, stack: Stack) -> None:
    banner = desk.page.get_by_role("region", name="Estado de la conexión")
    desk.page.context.set_offline(True)
    expect(banner).to_contain_text("Sin conexión")
    for text in MEANWHILE:
        stack.writes("rosa", text)
    desk.field.fill("Le respondo en un momento")
    desk.page.context.set_offline(False)

    expect(banner).to_have_count(0, timeout=60_000)
    for text in MEANWHILE:  # the last may come live, before the others have been fetched
        expect(desk.message(text)).to_be_visible()
    assert shown_in_order(desk) == MEANWHILE
    expect(desk.field).to_have_value("Le respondo en un momento")
    stack.writes("rosa", "Y esta llega en vivo")
    expect(desk.message("Y esta llega en vivo")).to_be_visible()


def test_answer_goes_out_once_when_it_was_sent_without_network(desk: Desk, stack: Stack) -> None:
    banner = desk.page.get_by_role("region", name="Estado de la conexión")
    desk.page.context.set_offline(True)
    expect(banner).to_contain_text("Sin conexión")
    waiting = desk.answer("Escrito sin red")
    expect(waiting).to_contain_text("Se enviará al recuperar la conexión.")
    assert stack.sends() == []
    desk.page.context.set_offline(False)
    expect(desk.message("Escrito sin red")).to_contain_text("Entregado", timeout=60_000)
    expect(desk.message("Escrito sin red")).to_have_count(1)
    assert stack.accepted_texts() == ["Escrito sin red"]


def test_draft_is_still_there_when_the_page_is_loaded_again(desk: Desk) -> None:
    desk.field.fill("Borrador que no se pierde")
    expect(desk.row(ROSA)).to_contain_text("Borrador:")
    desk.page.reload()
    expect(desk.field).to_have_value("Borrador que no se pierde")
