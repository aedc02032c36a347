"""Several people at one inbox: who may see what, and who holds it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, WebSocketRoute, expect

from tests.e2e.conftest import Tabs
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
ROSA = "Rosa Elvira Quishpe"


def without_departures(socket: WebSocketRoute) -> None:
    """A socket on which nobody hears that a conversation was taken."""
    server = socket.connect_to_server()

    def pass_on(frame: str | bytes) -> None:
        if "conversation.left" not in str(frame) and "queue.changed" not in str(frame):
            socket.send(frame)

    server.on_message(pass_on)


def test_conversation_leaves_the_other_list_when_one_agent_claims(tabs: Tabs, stack: Stack) -> None:
    ana, bruno = tabs.desk("agente1"), tabs.desk("agente2")
    stack.writes("rosa", "Buenos días")
    expect(ana.row(ROSA)).to_be_visible()
    expect(bruno.row(ROSA)).to_be_visible()

    ana.open_chat(ROSA)
    ana.claim()
    expect(bruno.row(ROSA)).to_have_count(0)

    bruno.watch.expect(r"404 GET .*/api/v1/conversations/")
    bruno.page.goto(ana.page.url)
    expect(bruno.chat.get_by_text("Esta conversación ya no está a su alcance.")).to_be_visible()
    expect(bruno.page.get_by_text("Buenos días")).to_have_count(0)


def test_second_is_told_the_holder_when_both_claim_at_once(tabs: Tabs, stack: Stack) -> None:
    """Ana's claim is done while Bruno's is on its way."""
    stack.writes("rosa", "Buenos días")
    bruno = tabs.visitor()
    bruno.page.route_web_socket("**/ws?**", without_departures)
    bruno.sign_in("agente2")
    bruno.open_chat(ROSA)
    conversation = bruno.row(ROSA).get_attribute("data-conversation")
    ana = stack.api("agente1")

    def overtake(route: Route) -> None:
        ana.call("POST", f"/conversations/{conversation}/claim", {})
        route.continue_()

    bruno.page.route("**/claim", overtake)
    bruno.watch.expect(r"409 POST .*/claim")
    bruno.press("Tomar conversación")
    told = bruno.page.get_by_role("alert").filter(has_text="Otra persona tomó esta conversación")
    expect(told).to_contain_text("Ana Rojas")


def test_agent_is_given_a_conversation_when_the_supervisor_assigns(
    tabs: Tabs, stack: Stack
) -> None:
    stack.writes("rosa", "Buenos días")
    supervisor, bruno = tabs.desk("supervisora"), tabs.desk("agente2")
    supervisor.open_chat(ROSA)
    supervisor.press("Más acciones")
    supervisor.page.get_by_role("menuitem", name="Asignar conversación").click()
    people = supervisor.page.get_by_role("dialog", name="Asignar conversación")
    people.get_by_label("Buscar persona").fill("bru")
    people.get_by_role("button", name="Bruno Mamani").click()
    expect(supervisor.row(ROSA)).to_contain_text("Bruno Mamani")

    bruno.open_chat(ROSA)
    bruno.answer("Buenos días, le atiende Bruno")
    expect(supervisor.message("Buenos días, le atiende Bruno")).to_contain_text("Bruno Mamani")


def test_conversation_waits_again_when_its_holder_gives_it_back(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "Buenos días")
    ana = tabs.desk("agente1")
    ana.open_chat(ROSA)
    ana.claim()
    bruno = tabs.desk("agente2")
    expect(bruno.page.get_by_text("No hay conversaciones abiertas.")).to_be_visible()
    ana.press("Más acciones")
    ana.page.get_by_role("menuitem", name="Devolver a la cola").click()
    expect(bruno.row(ROSA)).to_contain_text("Nueva")


def test_agent_does_not_see_a_queue_of_others(tabs: Tabs, stack: Stack) -> None:
    ana, carla = tabs.desk("agente1"), tabs.desk("agente3")
    stack.writes("segundo", "Sobre mi deuda", "wa-cobranzas")
    stack.writes("rosa", "Buenos días")
    expect(carla.rows).to_have_count(2)
    expect(ana.rows).to_have_count(1)
    expect(ana.row(ROSA)).to_be_visible()
