"""What the house says among itself: live for colleagues, never for the customer."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.axe import violations_everywhere
from tests.e2e.conftest import Tabs
from tests.e2e.desk import Desk
from tests.e2e.scenes import ROSA
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
HOSTILE = '<img src=x onerror="document.title=1"> <b>negrita</b> {{agente}} \u202eoculto'


def note_field(desk: Desk) -> Locator:
    return desk.page.get_by_role("textbox", name="Nota interna")


def write_note(desk: Desk, text: str) -> Locator:
    note_field(desk).fill(text)
    note_field(desk).press("Enter")
    expect(desk.message(text)).to_be_visible()
    return desk.message(text)


def take(tabs: Tabs, stack: Stack) -> Desk:
    """Ana has Rosa's conversation on her screen."""
    stack.writes("rosa", "Buenos días")
    ana = tabs.desk("agente1")
    ana.open_chat(ROSA)
    ana.claim()
    return ana


def supervisor_name(stack: Stack) -> str:
    return str(stack.api("supervisora").call("GET", "/me")["name"])


def test_a_colleague_hears_of_a_mention_and_the_customer_never_does(
    tabs: Tabs, stack: Stack
) -> None:
    name = supervisor_name(stack)
    ana, marta, phone = take(tabs, stack), tabs.desk("supervisora"), tabs.phone("rosa")
    expect(phone.bubble("Buenos días")).to_be_visible()

    ana.page.keyboard.press("Escape")
    ana.log.focus()
    ana.page.keyboard.press("n")
    expect(note_field(ana)).to_be_focused()
    note_field(ana).press_sequentially("Pida un abono @" + name[:3].lower())
    people = ana.page.get_by_role("listbox", name="Personas que puede mencionar")
    expect(people.get_by_role("option")).to_have_count(1)
    note_field(ana).press("Enter")
    expect(note_field(ana)).to_have_value(f"Pida un abono @{name} ")
    note_field(ana).press("Enter")
    row = ana.message("Pida un abono")
    expect(row).to_contain_text("Nota interna")
    expect(row.locator("b").filter(has_text=f"@{name}")).to_be_visible()

    notice = marta.notice("le mencionó en una nota sobre " + ROSA)
    expect(notice).to_be_visible()
    marta.page.get_by_role("status").get_by_role("link", name="Abrir").click()
    expect(marta.message("Pida un abono")).to_contain_text("Ana Rojas")
    expect(marta.chat.get_by_role("heading", name=ROSA)).to_be_visible()

    marta.page.get_by_role("tab", name="Nota interna").click()
    write_note(marta, "De acuerdo, 20 por ciento")
    expect(ana.message("De acuerdo, 20 por ciento")).to_contain_text(name)
    ana.page.get_by_role("tab", name="Responder").click()
    ana.answer("Puede abonar el 20 por ciento")
    expect(phone.bubble("Puede abonar el 20 por ciento")).to_be_visible()
    expect(phone.log.get_by_role("listitem").filter(has_text="Pida un abono")).to_have_count(0)
    expect(phone.log.get_by_role("listitem").filter(has_text="De acuerdo")).to_have_count(0)
    assert stack.accepted_texts() == ["Puede abonar el 20 por ciento"]
    assert stack.api("supervisora").call("GET", "/me/mentions?unread=true")["items"] == []


def test_a_note_is_edited_and_removed_by_its_author_and_leaves_a_trace(
    tabs: Tabs, stack: Stack
) -> None:
    ana = take(tabs, stack)
    marta = tabs.desk("supervisora")
    marta.open_chat(ROSA)
    ana.page.get_by_role("tab", name="Nota interna").click()
    row = write_note(ana, "Prometió el 12")
    expect(marta.message("Prometió el 12")).to_be_visible()
    expect(marta.message("Prometió el 12").get_by_role("button")).to_have_count(0)

    row.hover()
    row.get_by_role("button", name="Editar la nota").click()
    expect(note_field(ana)).to_have_value("Prometió el 12")
    note_field(ana).fill("Prometió el 15")
    ana.page.get_by_role("button", name="Guardar cambio").click()
    changed = marta.message("Prometió el 15")
    expect(changed).to_contain_text("Editada")
    changed.get_by_role("button", name=re.compile("Editada")).click()
    versions = marta.page.get_by_role("dialog", name="Versiones de la nota")
    expect(versions.get_by_text("Prometió el 12")).to_be_visible()
    expect(versions.get_by_text("Prometió el 15")).to_be_visible()
    versions.get_by_role("button", name="Cerrar").click()

    row = ana.message("Prometió el 15")
    row.hover()
    row.get_by_role("button", name="Quitar la nota").click()
    ana.page.get_by_role("dialog").get_by_role("button", name="Quitar nota").click()
    expect(ana.message("Usted quitó esta nota")).to_be_visible()
    expect(marta.message("Ana Rojas quitó esta nota")).to_be_visible()
    expect(marta.message("Prometió")).to_have_count(0)


def test_a_note_begun_survives_a_reload_and_waits_for_the_connection(
    tabs: Tabs, stack: Stack
) -> None:
    ana = take(tabs, stack)
    ana.field.fill("Para el cliente")
    ana.page.get_by_role("tab", name="Nota interna").click()
    note_field(ana).fill("Solo para la casa")
    ana.watch.expect(r"Failed|closed")
    ana.page.reload()
    expect(note_field(ana)).to_have_value("Solo para la casa")
    ana.page.get_by_role("tab", name="Responder").click()
    expect(ana.field).to_have_value("Para el cliente")
    ana.page.get_by_role("tab", name="Nota interna").click()

    ana.watch.expect(r"POST .*/notes")
    ana.page.route("**/notes", lambda route: route.abort())
    note_field(ana).press("Enter")
    waiting = ana.message("Solo para la casa")
    expect(waiting).to_contain_text("La nota se guarda sola cuando vuelva.")
    ana.page.unroute("**/notes")
    expect(waiting).not_to_contain_text("La nota se guarda sola")
    expect(ana.message("Solo para la casa")).to_have_count(1)
    conversation = ana.row(ROSA).get_attribute("data-conversation")
    kept = stack.api("agente1").call("GET", f"/conversations/{conversation}/notes")["items"]
    assert [one["text"] for one in kept] == ["Solo para la casa"]


def test_agent_and_supervisor_whisper_and_nobody_else_hears(tabs: Tabs, stack: Stack) -> None:
    ana = take(tabs, stack)
    marta, phone = tabs.desk("supervisora"), tabs.phone("rosa")
    marta.open_chat(ROSA)
    marta.press("Susurrar")
    marta.page.get_by_role("textbox", name="Susurro").fill("Ofrezca mover la cuota")
    marta.page.get_by_role("textbox", name="Susurro").press("Enter")
    side = ana.page.get_by_role("region", name="Susurros")
    ear = ana.chat.get_by_role("button", name="1 susurro sin leer")
    expect(ear).to_be_visible()
    expect(side).to_have_count(0)  # it never opens by itself

    ear.click()
    expect(side.get_by_text("Ofrezca mover la cuota")).to_be_visible()
    expect(side).to_contain_text("Solo lo leen usted y supervisión")
    ana.page.get_by_role("textbox", name="Susurro").fill(HOSTILE)
    side.get_by_role("button", name="Susurrar").click()
    heard = marta.page.get_by_role("log", name="Susurros de esta conversación")
    expect(heard).to_contain_text("negrita</b> {{agente}}")
    expect(heard.locator("img")).to_have_count(0)
    expect(phone.bubble("Ofrezca mover")).to_have_count(0)
    assert stack.accepted_texts() == []

    conversation = ana.row(ROSA).get_attribute("data-conversation")
    supervisor = stack.api("supervisora")
    supervisor.call("POST", f"/conversations/{conversation}/assign", {"user_id": "agente2"})
    bruno = tabs.desk("agente2")
    bruno.open_chat(ROSA)
    bruno.press("Susurrar")
    expect(bruno.page.get_by_text("Aún no hay susurros en esta conversación.")).to_be_visible()


def test_hostile_notes_stay_text_and_every_state_is_clean(tabs: Tabs, stack: Stack) -> None:
    ana = take(tabs, stack)
    title = ana.page.title()
    ana.page.get_by_role("tab", name="Nota interna").click()
    row = write_note(ana, HOSTILE)
    expect(row.locator("img")).to_have_count(0)
    assert ana.page.title() == title
    gone = write_note(ana, "Esto sobra")
    gone.hover()
    gone.get_by_role("button", name="Quitar la nota").click()
    ana.page.get_by_role("dialog").get_by_role("button", name="Quitar nota").click()
    expect(ana.message("Usted quitó esta nota")).to_be_visible()
    ana.press("Susurrar")
    ana.page.get_by_role("textbox", name="Susurro").fill("¿Puedo dar 30 días?")
    ana.page.get_by_role("textbox", name="Susurro").press("Enter")
    expect(ana.page.get_by_role("region", name="Susurros").get_by_text("30 días")).to_be_visible()
    note_field(ana).press_sequentially("Mire esto @")
    expect(ana.page.get_by_role("listbox")).to_be_visible()
    assert violations_everywhere(ana.page) == []
