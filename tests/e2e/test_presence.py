"""What people do: chosen, changed by supervisors, lost and found again, and seen at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import violations_everywhere
from tests.e2e.conftest import Tabs
from tests.e2e.desk import Desk
from tests.e2e.scenes import ROSA
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser


def new_break(stack: Stack, name: str, minutes: int, user_ids: list[str] | None = None) -> Any:
    body = {"name": name, "minutes": minutes, "user_ids": user_ids}
    return stack.api("admin").call("POST", "/break-types", body)


def bar(desk: Desk) -> Locator:
    """One's own state at the foot of the list."""
    return desk.page.get_by_role("main").get_by_role("button", name=re.compile("^Su estado"))


def choose(desk: Desk, name: str) -> None:
    bar(desk).click()
    desk.page.get_by_role("menuitemradio", name=re.compile(name)).click()


def row(page: Page, person: str) -> Locator:
    return page.get_by_role("row").filter(has_text=person)


def test_a_break_is_taken_with_keys_alone_and_seen_by_the_supervisor_at_once(
    tabs: Tabs, stack: Stack
) -> None:
    new_break(stack, "Almuerzo", 60)
    new_break(stack, "Lactancia", 30, ["agente2"])
    supervisor, ana = tabs.desk("supervisora", "/agents").page, tabs.desk("agente1")
    expect(row(supervisor, "Ana Rojas")).to_contain_text("Disponible")
    expect(bar(ana)).to_contain_text("0/60 min")

    bar(ana).focus()
    ana.page.keyboard.press("Enter")
    expect(ana.page.get_by_role("menuitemradio", name=re.compile("Disponible"))).to_be_checked()
    expect(ana.page.get_by_role("menuitemradio", name=re.compile("Lactancia"))).to_have_count(0)
    assert violations_everywhere(ana.page, ((1280, 800),)) == []
    ana.page.keyboard.press("End")
    ana.page.keyboard.press("ArrowUp")
    ana.page.keyboard.press("Enter")
    expect(bar(ana)).to_contain_text("Almuerzo")
    expect(bar(ana)).to_contain_text(re.compile("quedan (59|60) min"))
    expect(row(supervisor, "Ana Rojas")).to_contain_text("Almuerzo")
    expect(row(supervisor, "Ana Rojas")).to_contain_text(re.compile("quedan (59|60) min"))
    assert violations_everywhere(supervisor) == []

    ana.page.reload()
    expect(bar(ana)).to_contain_text("Almuerzo")


def test_who_goes_offline_with_open_chats_is_asked_what_becomes_of_them(
    tabs: Tabs, stack: Stack
) -> None:
    stack.writes("rosa", "Buenos días")
    ana = tabs.desk("agente1")
    ana.open_chat(ROSA)
    ana.claim()
    question = ana.page.get_by_role(
        "dialog", name="Tiene 1 chat abierto. ¿Lo devuelve a la cola o lo conserva?"
    )
    choose(ana, "Fuera de línea")
    assert violations_everywhere(ana.page, ((1280, 800),)) == []
    question.get_by_role("button", name="Cancelar").click()
    expect(bar(ana)).to_contain_text("Disponible")

    choose(ana, "Fuera de línea")
    question.get_by_role("button", name="Conservar").click()
    expect(bar(ana)).to_contain_text("Fuera de línea")
    expect(ana.field).to_be_visible()

    choose(ana, "Disponible")
    expect(bar(ana)).to_contain_text("Disponible")
    choose(ana, "Fuera de línea")
    question.get_by_role("button", name="Devolver a la cola").click()
    expect(bar(ana)).to_contain_text("Fuera de línea")
    expect(tabs.desk("agente2").row(ROSA)).to_contain_text("Nueva")


def test_a_supervisor_sends_somebody_home_and_their_chats_go_back_to_the_queue(
    tabs: Tabs, stack: Stack
) -> None:
    stack.writes("rosa", "Buenos días")
    ana, bruno = tabs.desk("agente1"), tabs.desk("agente2")
    ana.open_chat(ROSA)
    ana.claim()
    supervisor = tabs.desk("supervisora", "/agents").page
    row(supervisor, "Ana Rojas").get_by_role("button", name=re.compile("Cambiar")).click()
    dialog = supervisor.get_by_role("dialog", name="Estado de Ana Rojas")
    returning = dialog.get_by_role("checkbox", name="Devolver sus chats abiertos a la cola")
    expect(returning).to_have_count(0)
    dialog.get_by_role("radio", name="Fuera de línea").check()
    returning.check()
    dialog.get_by_role("button", name="Cambiar estado").click()
    expect(row(supervisor, "Ana Rojas")).to_contain_text("Fuera de línea")
    expect(bruno.row(ROSA)).to_contain_text("Nueva")


def test_a_supervisor_changes_everybody_and_each_is_shown_it_and_who_did_it(
    tabs: Tabs, stack: Stack
) -> None:
    ana, bruno = tabs.desk("agente1"), tabs.desk("agente2")
    for desk in (ana, bruno):
        expect(bar(desk)).to_contain_text("Disponible")
    supervisor = tabs.desk("supervisora", "/agents")
    supervisor.page.get_by_role("button", name="Cambiar a todos").click()
    dialog = supervisor.page.get_by_role("dialog", name="Estado de 4 personas")
    dialog.get_by_role("radio", name="En capacitación").check()
    dialog.get_by_label("Motivo (opcional)").fill("<b>Curso</b> de cobranza")
    assert violations_everywhere(supervisor.page) == []
    supervisor.page.set_viewport_size({"width": 1280, "height": 800})
    dialog.get_by_role("button", name="Cambiar estado").click()
    expect(supervisor.notice("Cambiaron 2 personas. 2 no han iniciado sesión.")).to_be_visible()
    for desk in (ana, bruno):
        expect(bar(desk)).to_contain_text("En capacitación")
    expect(row(supervisor.page, "Ana Rojas")).to_contain_text("Lo puso Silvia Supervisora")

    supervisor.page.get_by_role("checkbox", name="Elegir a Bruno Mamani").check()
    supervisor.page.get_by_role("button", name="Cambiar a 1 persona").click()
    alone = supervisor.page.get_by_role("dialog", name="Estado de Bruno Mamani")
    alone.get_by_role("button", name="Cambiar estado").click()
    expect(bar(bruno)).to_contain_text("Disponible")
    expect(bar(ana)).to_contain_text("En capacitación")

    supervisor.page.get_by_role("link", name="Ana Rojas: ver su día").click()
    expect(supervisor.page.get_by_role("heading", name="Día de Ana Rojas")).to_be_visible()
    done = row(supervisor.page, "En capacitación")
    expect(done).to_contain_text("Lo puso Silvia Supervisora · <b>Curso</b> de cobranza")
    expect(row(supervisor.page, "Empezó una sesión")).to_be_visible()
    assert violations_everywhere(supervisor.page) == []


def test_a_lost_connection_is_shown_after_the_grace_and_keeps_what_one_did(tabs: Tabs) -> None:
    supervisor, ana = tabs.desk("supervisora", "/agents").page, tabs.desk("agente1")
    choose(ana, "Con otra tarea")
    expect(row(supervisor, "Ana Rojas")).to_contain_text("Con otra tarea")
    context = ana.page.context
    ana.page.close()
    expect(row(supervisor, "Ana Rojas")).to_contain_text("Sin conexión")
    expect(row(supervisor, "Ana Rojas")).to_contain_text("Al volver: Con otra tarea")
    again = Desk(context.new_page(), ana.watch)
    again.page.goto("/")
    expect(bar(again)).to_contain_text("Con otra tarea")
    expect(row(supervisor, "Ana Rojas")).not_to_contain_text("Sin conexión")


def test_signing_out_asks_of_open_chats_and_ends_the_presence(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "Buenos días")
    supervisor, ana = tabs.desk("supervisora", "/agents").page, tabs.desk("agente1")
    ana.open_chat(ROSA)
    ana.claim()
    ana.page.get_by_role("button", name=re.compile("^Su cuenta")).click()
    ana.page.get_by_role("menuitem", name="Cerrar sesión").click()
    ana.page.get_by_role("dialog").get_by_role("button", name="Devolver a la cola").click()
    expect(ana.page.get_by_role("heading", name="Entre a su bandeja")).to_be_visible()
    expect(row(supervisor, "Ana Rojas")).to_contain_text("Fuera de línea")
    (waiting,) = stack.api("supervisora").call("GET", "/conversations?state=new")["items"]
    assert waiting["assignee"] is None


def test_who_is_away_is_assigned_after_a_warning(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "Buenos días")
    tabs.desk("agente1")
    supervisor = tabs.desk("supervisora")
    supervisor.open_chat(ROSA)
    supervisor.press("Más acciones")
    supervisor.page.get_by_role("menuitem", name="Asignar conversación").click()
    dialog = supervisor.page.get_by_role("dialog", name="Asignar conversación")
    people = dialog.get_by_role("listitem")
    expect(people.filter(has_text="Ana Rojas")).to_contain_text("Disponible")
    expect(people.last).to_contain_text("Fuera de línea")
    people.get_by_role("button", name="Bruno Mamani").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Bruno Mamani: Fuera de línea.")
    assert violations_everywhere(supervisor.page, ((1280, 800),)) == []
    dialog.get_by_role("button", name="Elegir a otra persona").click()
    people.get_by_role("button", name="Bruno Mamani").click()
    dialog.get_by_role("button", name="Asignar de todos modos").click()
    expect(supervisor.row(ROSA)).to_contain_text("Bruno Mamani")


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["desk", "phone"])
def test_breaks_are_created_changed_retired_and_undone(
    tabs: Tabs, stack: Stack, size: tuple[int, int]
) -> None:
    viewport: Any = dict(zip(("width", "height"), size, strict=True))
    desk = tabs.desk("admin", "/settings/breaks", viewport=viewport)
    page = desk.page
    page.get_by_role("link", name="Nuevo tipo de descanso").click()
    page.get_by_label("Minutos por día").fill("0")
    page.get_by_role("button", name="Crear").click()
    expect(page.get_by_text("Escriba un nombre.")).to_be_visible()
    expect(page.get_by_text("Escriba un número entero de 1 a 480.")).to_be_visible()
    assert violations_everywhere(page) == []
    page.set_viewport_size(viewport)
    page.get_by_label("Nombre", exact=True).fill("Pausa activa")
    page.get_by_label("Minutos por día").fill("15")
    page.get_by_role("radio", name="Solo algunas").check()
    page.get_by_role("checkbox", name="Ana Rojas").check()
    page.get_by_role("button", name="Crear").click()
    made = row(page, "Pausa activa")
    expect(made).to_contain_text("Ana Rojas")

    page.get_by_role("link", name="Pausa activa").click()
    (known,) = stack.api("admin").call("GET", "/break-types")["items"]
    path, headers = f"/break-types/{known['id']}", {"If-Match": str(known["version"])}
    stack.api("admin").call("PATCH", path, {"minutes": 45}, **headers)
    minutes = page.get_by_label("Minutos por día")
    minutes.fill("20")
    desk.watch.expect(r"412 PATCH .*/break-types/")
    page.get_by_role("button", name="Guardar cambios").click()
    page.get_by_role("button", name="Comparar versiones").click()
    dialog = page.get_by_role("dialog", name="Dos versiones")
    expect(dialog.get_by_role("row", name="minutos")).to_contain_text("45 min")
    dialog.get_by_role("button", name="Conservar mis cambios").click()
    page.get_by_role("button", name="Guardar cambios").click()
    expect(desk.notice("Pausa activa guardado.")).to_be_visible()
    page.get_by_role("button", name="Deshacer").click()
    expect(minutes).to_have_value("45")

    page.get_by_role("link", name="Volver a los tipos de descanso").click()
    page.get_by_role("button", name="Retirar Pausa activa").click()
    retired = page.get_by_role("region", name="Retirados")
    expect(retired).to_contain_text("Pausa activa")
    assert violations_everywhere(page) == []
    page.set_viewport_size(viewport)
    page.get_by_role("button", name="Deshacer").click()
    expect(retired).to_have_count(0)
