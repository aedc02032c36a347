"""What reaches people: on the screen, by sound, on the tab, and in a centre on all their devices.

A sound is counted where the browser begins one: every note of every page goes by there.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import SIZES, violations, violations_everywhere
from tests.e2e.conftest import Tabs
from tests.e2e.desk import Desk
from tests.e2e.scenes import ROSA
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
_COUNT_NOTES = """
    window.notes = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) {
        window.notes += 1;
        return start.apply(this, when);
    };
"""
_MOST_SOUNDS = 2
"""Of five messages in two tabs: a machine so slow that a burst lasts long may sound again."""


def hearing_desk(tabs: Tabs, name: str, path: str = "/") -> Desk:
    """Somebody signed in whose pages count the notes they begin."""
    desk = tabs.visitor()
    desk.page.context.add_init_script(_COUNT_NOTES)
    desk.sign_in(name, path)
    desk.ready()
    return desk


def wait_for_notes(page: Page, count: int) -> None:
    page.wait_for_function("count => window.notes >= count", arg=count)


def notes(page: Page) -> int:
    count: int = page.evaluate("window.notes")
    return count


def open_centre(desk: Desk) -> Locator:
    desk.page.get_by_role("button", name=re.compile("^Avisos")).click()
    centre = desk.page.get_by_role("dialog", name="Avisos")
    expect(centre).to_be_visible()
    return centre


def held_by_ana(stack: Stack) -> str:
    """Ana holds Rosa's conversation; its id."""
    stack.writes("rosa", "Buenos días")
    ana = stack.api("agente1")
    while not (items := ana.call("GET", "/conversations?state=new")["items"]):
        pass
    conversation_id: str = items[0]["id"]
    ana.call("POST", f"/conversations/{conversation_id}/claim", {})
    return conversation_id


def mention_supervisor(stack: Stack, conversation_id: str, text: str) -> None:
    body = {"text": text, "mentions": ["supervisora"]}
    stack.api("agente1").call("POST", f"/conversations/{conversation_id}/notes", body)


def fixed(stack: Stack, role: str, event: str, *ways: str) -> None:
    """The house says by which ways a role is told, and leaves nobody a choice."""
    admin = stack.api("admin")
    rules = {one["id"]: one for one in admin.call("GET", "/alert-rules")["items"]}
    body = {"events": {event: {"ways": list(ways), "is_open": False}}}
    headers = {"If-Match": str(rules[role]["version"])}
    admin.call("PUT", f"/alert-rules/{role}", body, **headers)


def test_a_burst_of_messages_is_one_sound_and_of_two_tabs_one_sounds(
    tabs: Tabs, stack: Stack
) -> None:
    held_by_ana(stack)
    first = hearing_desk(tabs, "agente1")
    second = Desk(first.page.context.new_page(), first.watch)
    second.page.goto("/conversations")
    second.ready()
    second.page.mouse.click(640, 400)  # a browser lets nothing sound before that
    for at in range(5):
        stack.writes("rosa", f"Mensaje {at}")
    expect(first.row(ROSA)).to_contain_text("Mensaje 4")
    expect(second.row(ROSA)).to_contain_text("Mensaje 4")
    first.page.wait_for_function(
        "() => JSON.parse(localStorage['hilo.told.agente1'] ?? '{\"told\":[]}')"
        ".told.filter((key) => key.startsWith('message ')).length === 5"
    )
    first.page.wait_for_function(
        "() => Object.keys(JSON.parse(localStorage['hilo.told.agente1']).sounded).length > 0"
    )
    sounds = notes(first.page) + notes(second.page)
    assert 1 <= sounds <= _MOST_SOUNDS, sounds


def test_what_a_role_is_not_told_is_silent_and_what_the_house_fixed_cannot_be_chosen(
    tabs: Tabs, stack: Stack
) -> None:
    fixed(stack, "agent", "message")
    fixed(stack, "agent", "assigned", "screen", "sound", "centre")
    conversation_id = held_by_ana(stack)
    stack.api("agente1").call("POST", f"/conversations/{conversation_id}/release", {})
    ana = hearing_desk(tabs, "agente1", "/my-alerts")
    ways = ana.page.get_by_role("group", name="Me asignan un chat")
    expect(ways.get_by_role("checkbox", name="Sonido")).to_be_checked()
    expect(ways.get_by_role("checkbox", name="Sonido")).to_be_disabled()
    expect(ways).to_contain_text("Lo fija la organización")
    body = {"user_id": "agente1"}
    stack.api("supervisora").call("POST", f"/conversations/{conversation_id}/assign", body)
    expect(ana.notice("le asignó la conversación")).to_be_visible()
    wait_for_notes(ana.page, 3)
    heard = notes(ana.page)
    stack.writes("rosa", "¿Sigue ahí?")
    ana.page.wait_for_function("() => localStorage['hilo.told.agente1'].includes('message ')")
    assert notes(ana.page) == heard


def test_a_chat_that_is_muted_or_in_view_makes_no_sound(tabs: Tabs, stack: Stack) -> None:
    held_by_ana(stack)
    ana = hearing_desk(tabs, "agente1")
    ana.open_chat(ROSA)
    stack.writes("rosa", "En pantalla")
    expect(ana.message("En pantalla")).to_be_visible()
    ana.page.wait_for_function("() => localStorage['hilo.told.agente1']?.includes('message ')")
    assert notes(ana.page) == 0
    ana.chat.get_by_role("button", name="Más acciones").click()
    ana.page.get_by_role("menuitem", name="Silenciar este chat").click()
    expect(ana.notice("Este chat ya no sonará.")).to_be_visible()
    ana.page.goto("/my-alerts")
    ana.ready()
    before = ana.page.evaluate("JSON.parse(localStorage['hilo.told.agente1']).told.length")
    stack.writes("rosa", "En silencio")
    ana.page.wait_for_function(
        "before => JSON.parse(localStorage['hilo.told.agente1']).told.length > before", arg=before
    )
    assert notes(ana.page) == 0


def test_a_mention_opens_its_note_and_is_read_on_both_devices(tabs: Tabs, stack: Stack) -> None:
    conversation_id = held_by_ana(stack)
    desk, other = tabs.desk("supervisora"), tabs.desk("supervisora")
    mention_supervisor(stack, conversation_id, "Pida un abono")
    for one in (desk, other):
        expect(one.page.get_by_role("button", name="Avisos, 1 sin leer")).to_be_visible()
        expect(one.page).to_have_title(re.compile(r"^\(\d+\) "))
    expect(desk.page.locator("link[rel=icon]")).to_have_attribute("href", "/icon-unread.svg")
    centre = open_centre(desk)
    centre.get_by_role("button", name="Menciones").click()
    expect(centre).to_contain_text("Pida un abono")
    assert violations(desk.page) == []
    centre.get_by_role("link", name=re.compile("en una nota sobre")).click()
    expect(desk.page.get_by_role("dialog", name="Avisos")).to_have_count(0)
    expect(desk.message("Pida un abono")).to_be_visible()
    for one in (desk, other):
        expect(one.page.get_by_role("button", name="Avisos", exact=True)).to_be_visible()
    seen = open_centre(other)
    expect(seen.get_by_role("listitem")).to_have_count(1)
    expect(seen.get_by_role("button", name="Marcar todo como leído")).to_be_disabled()


def test_a_chat_out_of_sight_leaves_its_alert_without_content(tabs: Tabs, stack: Stack) -> None:
    conversation_id = held_by_ana(stack)
    ana = tabs.desk("agente1")
    body = {"user_id": "agente2"}
    stack.api("supervisora").call("POST", f"/conversations/{conversation_id}/assign", body)
    expect(ana.page.get_by_role("button", name="Avisos, 1 sin leer")).to_be_visible()
    ana.page.keyboard.press("c")
    centre = ana.page.get_by_role("dialog", name="Avisos")
    expect(centre).to_contain_text("Ya no está a su alcance")
    expect(centre.get_by_role("listitem")).not_to_contain_text("Rosa")
    expect(centre.get_by_role("listitem").get_by_role("link")).to_have_count(0)
    centre.get_by_role("button", name="Marcar todo como leído").click()
    expect(centre.get_by_role("button", name="Marcar todo como leído")).to_be_disabled()
    ana.page.keyboard.press("Escape")
    expect(ana.page.get_by_role("button", name="Avisos", exact=True)).to_be_visible()


def test_administrators_say_what_a_role_is_told_and_people_choose_over_it(
    tabs: Tabs, stack: Stack
) -> None:
    admin = tabs.desk("admin", "/settings/alerts/agent")
    whisper = admin.page.get_by_role("group", name="Me susurran")
    whisper.get_by_role("checkbox", name="Navegador").uncheck()
    whisper.get_by_role("checkbox", name="Cada persona puede cambiarlo").uncheck()
    admin.page.get_by_role("button", name="Guardar cambios").click()
    expect(admin.notice("Avisos de Agente guardados.")).to_be_visible()
    rule = stack.api("agente1").call("GET", "/me/alert-rule")["events"]["whisper"]
    assert rule == {"ways": ["centre", "screen", "sound"], "is_open": False}
    ana = tabs.desk("agente1", "/my-alerts")
    mine = ana.page.get_by_role("group", name="Me mencionan en una nota")
    mine.get_by_role("checkbox", name="Sonido").uncheck()
    expect(mine.get_by_role("button", name="Volver a lo de mi rol")).to_be_visible()
    chosen: dict[str, Any] = {}
    while not chosen:
        chosen = stack.api("agente1").call("GET", "/me/preferences")["alert_ways"]
    assert chosen == {"mention": ["screen", "browser", "centre"]}


@pytest.mark.parametrize("path", ["/my-alerts", "/settings/alerts/agent"])
def test_pages_of_alerts_have_no_violation(tabs: Tabs, path: str) -> None:
    admin = tabs.desk("admin", path)
    expect(admin.page.get_by_role("group", name="Me susurran")).to_be_visible()
    assert violations_everywhere(admin.page, SIZES) == []


@pytest.mark.parametrize("size", SIZES, ids=["desktop", "phone"])
def test_the_centre_has_no_violation_empty_or_full(
    tabs: Tabs, stack: Stack, size: tuple[int, int]
) -> None:
    desk = tabs.desk("supervisora", viewport={"width": size[0], "height": size[1]})
    centre = open_centre(desk)
    expect(centre).to_contain_text("No hay avisos.")
    assert violations_everywhere(desk.page, (size,)) == []
    mention_supervisor(stack, held_by_ana(stack), "Pida un abono")
    expect(centre.get_by_role("listitem")).to_have_count(1)
    assert violations_everywhere(desk.page, (size,)) == []


def test_what_came_while_the_connection_was_lost_is_told_once(tabs: Tabs, stack: Stack) -> None:
    conversation_id = held_by_ana(stack)
    ana = hearing_desk(tabs, "agente1")
    expect(ana.row(ROSA)).to_be_visible()
    ana.watch.expect(
        "ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|closed before the connection is established"
    )
    banner = ana.page.get_by_role("region", name="Estado de la conexión")
    ana.page.context.set_offline(True)
    expect(banner).to_contain_text("Sin conexión")
    for at in range(4):
        stack.writes("rosa", f"Ausente {at}")
    api, path = stack.api("agente1"), f"/conversations/{conversation_id}"
    while api.call("GET", path)["last_message"]["preview"] != "Ausente 3":
        pass
    ana.page.context.set_offline(False)
    expect(banner).to_have_count(0, timeout=60_000)
    expect(ana.row(ROSA)).to_contain_text("Ausente 3")
    wait_for_notes(ana.page, 1)
    told = ana.page.evaluate("JSON.parse(localStorage['hilo.told.agente1']).told")
    assert len([key for key in told if key.startswith("away ")]) == 1
    assert notes(ana.page) == 1
