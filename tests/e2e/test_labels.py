"""Labels: kept by the administrator, put on by agents, seen by the roles that may."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations_everywhere
from tests.e2e.conftest import DESKTOP, Tabs
from tests.e2e.desk import Desk
from tests.e2e.scenes import ROSA
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
PHONE_SIZE: Any = {"width": 390, "height": 844}
HOSTILE = "<b onmouseover=alert(1)>Mora</b>"


def has_label(stack: Stack, name: str, **fields: Any) -> Any:
    body = {"name": name, "colour": "rojo", **fields}
    return stack.api("admin").call("POST", "/labels", body)


def open_label(desk: Desk, name: str) -> None:
    desk.page.goto("/settings/labels")
    desk.page.get_by_role("link", name=name).click()
    expect(desk.page.get_by_role("heading", name=name)).to_be_visible()


def rename(page: Page, name: str) -> None:
    page.get_by_label("Nombre", exact=True).fill(name)
    page.get_by_role("button", name="Guardar cambios").click()


def test_administrator_creates_a_label_and_is_told_what_is_wrong(tabs: Tabs, stack: Stack) -> None:
    has_label(stack, "Mora")
    desk = tabs.desk("admin")
    page = desk.page
    page.get_by_role("link", name="Configuración").click()
    page.get_by_role("link", name="Etiquetas").click()
    expect(page.get_by_role("heading", name="Etiquetas", level=1)).to_be_visible()
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.get_by_role("link", name="Nueva etiqueta").click()

    name = page.get_by_label("Nombre", exact=True)
    page.get_by_label("Descripción").fill("Más de 90 días")
    page.get_by_role("button", name="Crear").click()
    expect(page.get_by_text("Escriba un nombre.")).to_be_visible()
    expect(name).to_be_focused()
    desk.watch.expect(r"409 POST .*/labels")
    name.fill("MORÁ")
    page.get_by_role("button", name="Crear").click()
    expect(page.get_by_text("Ya existe “Mora”. Elija otro nombre.")).to_be_visible()
    expect(name).to_be_focused()
    page.get_by_role("radio", name="Solo estos roles").first.check()
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]

    page.reload()
    expect(page.get_by_label("Descripción")).to_have_value("Más de 90 días")
    page.get_by_label("Nombre", exact=True).fill(HOSTILE)
    page.get_by_role("radio", name="Todos los roles").check()
    page.get_by_role("radio", name="Violeta").check()
    page.get_by_role("button", name="Crear").click()
    expect(desk.notice(f"Etiqueta {HOSTILE} creada.")).to_be_visible()
    expect(page.get_by_role("row", name=HOSTILE)).to_be_visible()

    page.keyboard.press("z")
    retired = page.get_by_role("region", name="Retiradas")
    expect(retired.get_by_role("link", name=HOSTILE)).to_be_visible()
    retired.get_by_role("button", name=f"Restaurar {HOSTILE}").click()
    expect(desk.notice(f"Etiqueta {HOSTILE} restaurada.")).to_be_visible()
    expect(retired).to_have_count(0)


def test_saving_says_what_changes_and_is_undone(tabs: Tabs, stack: Stack) -> None:
    has_label(stack, "Mora")
    desk = tabs.desk("admin")
    open_label(desk, "Mora")
    page = desk.page
    page.get_by_label("Nombre", exact=True).fill("Mora alta")
    page.get_by_role("radio", name="Azul").check()
    expect(page.get_by_text("Cambiará: nombre y color.")).to_be_visible()
    page.get_by_role("button", name="Guardar cambios").click()
    expect(desk.notice("Etiqueta Mora alta guardada.")).to_be_visible()
    page.get_by_role("button", name="Deshacer").click()
    expect(desk.notice("Se deshizo el cambio.")).to_be_visible()
    expect(page.get_by_label("Nombre", exact=True)).to_have_value("Mora")
    expect(page.get_by_role("radio", name="Rojo")).to_be_checked()


def test_both_versions_are_shown_when_two_change_the_same(tabs: Tabs, stack: Stack) -> None:
    has_label(stack, "Mora")
    first, second = tabs.desk("admin"), tabs.desk("admin")
    open_label(first, "Mora")
    open_label(second, "Mora")
    rename(second.page, "Mora baja")
    expect(second.notice("Etiqueta Mora baja guardada.")).to_be_visible()

    page = first.page
    first.watch.expect(r"412 PATCH .*/labels/")
    page.get_by_role("radio", name="Verde").check()
    rename(page, "Mora alta")
    conflict = page.get_by_role("alert")
    expect(conflict).to_contain_text("Administración cambió esto hace un momento.")
    expect(page.get_by_role("button", name="Guardar cambios")).to_be_disabled()
    conflict.get_by_role("button", name="Comparar versiones").click()
    dialog = page.get_by_role("dialog", name="Dos versiones")
    expect(dialog.get_by_role("row", name="nombre")).to_contain_text("Mora baja")
    expect(dialog.get_by_role("row", name="color")).to_contain_text("Verde")
    assert violations_everywhere(page) == []
    dialog.get_by_role("button", name="Conservar mis cambios").click()
    page.get_by_role("button", name="Guardar cambios").click()
    expect(first.notice("Etiqueta Mora alta guardada.")).to_be_visible()
    (label,) = stack.api("admin").call("GET", "/labels")["items"]
    assert (label["name"], label["colour"]) == ("Mora alta", "verde")


def test_agent_labels_a_chat_by_keyboard_alone(tabs: Tabs, stack: Stack) -> None:
    has_label(stack, "Mora alta", description="Más de 90 días")
    has_label(stack, "Promesa", colour="verde")
    has_label(stack, "Riesgo legal", seen_by=["supervisor"])
    stack.writes("rosa", "Buenos días")
    desk, supervisor = tabs.desk("agente1"), tabs.desk("supervisora")
    page = desk.page
    expect(desk.row(ROSA)).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(desk.chat.get_by_role("heading", name=ROSA)).to_be_visible()
    page.keyboard.press("l")
    dialog = page.get_by_role("dialog", name="Etiquetar conversación")
    expect(dialog.get_by_role("checkbox")).to_have_count(2)
    page.keyboard.type("mora")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("checkbox", name="Mora alta")).to_be_checked()
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(desk.row(ROSA)).to_contain_text("Mora alta")
    panel = page.get_by_role("region", name="Ficha del cliente")
    expect(panel).to_contain_text("Mora alta")

    supervisor.open_chat(ROSA)
    supervisor.page.keyboard.press("l")
    secret = supervisor.page.get_by_role("dialog").get_by_role("checkbox", name="Riesgo legal")
    secret.check()
    expect(supervisor.row(ROSA)).to_contain_text("Riesgo legal")
    panel.get_by_role("button", name="Quitar la etiqueta Mora alta").click()
    expect(desk.notice("Etiqueta Mora alta quitada.")).to_be_visible()
    expect(supervisor.row(ROSA)).not_to_contain_text("Mora alta")
    expect(panel).to_contain_text("Sin etiquetas.")
    expect(page.get_by_text("Riesgo legal")).to_have_count(0)


def test_a_retired_label_stays_on_what_bears_it(tabs: Tabs, stack: Stack) -> None:
    label = has_label(stack, "Mora alta")
    stack.writes("rosa", "Buenos días")
    desk = tabs.desk("agente1")
    desk.open_chat(ROSA)
    conversation = desk.row(ROSA).get_attribute("data-conversation")
    api = stack.api("agente1")
    api.call("PUT", f"/conversations/{conversation}/labels", {"labels": [label["id"]]})
    headers = {"If-Match": "1"}
    body = {"is_retired": True}
    stack.api("admin").call("PATCH", f"/labels/{label['id']}", body, **headers)
    desk.page.reload()
    expect(desk.row(ROSA)).to_contain_text("Mora alta")


def test_agent_labels_a_message_and_takes_it_off(tabs: Tabs, stack: Stack) -> None:
    has_label(stack, "Prueba", description="Comprobante enviado")
    has_label(stack, "Riesgo legal", seen_by=["supervisor"])
    stack.writes("rosa", "Le envié el comprobante")
    desk, supervisor = tabs.desk("agente1"), tabs.desk("supervisora")
    desk.open_chat(ROSA)
    supervisor.open_chat(ROSA)
    page = desk.page
    said = desk.message("Le envié el comprobante")
    said.get_by_role("button", name="Etiquetar mensaje").press("Enter")
    dialog = page.get_by_role("dialog", name="Etiquetar mensaje")
    expect(dialog.get_by_role("checkbox")).to_have_count(1)
    page.keyboard.type("prueba")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("checkbox", name="Prueba")).to_be_checked()
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.keyboard.press("Escape")
    shown = supervisor.message("Le envié el comprobante")
    chips = "Etiquetas del mensaje"
    for one in (said, shown):
        expect(one.get_by_role("list", name=chips)).to_contain_text("Prueba")
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]

    shown.get_by_role("button", name="Etiquetar mensaje").press("Enter")
    secret = supervisor.page.get_by_role("dialog").get_by_role("checkbox", name="Riesgo legal")
    secret.check()
    expect(shown.get_by_role("list", name=chips)).to_contain_text("Riesgo legal")
    supervisor.page.keyboard.press("Escape")
    said.get_by_role("button", name="Quitar la etiqueta Prueba").click()
    expect(shown.get_by_role("list", name=chips)).not_to_contain_text("Prueba")
    page.keyboard.press("z")
    expect(shown.get_by_role("list", name=chips)).to_contain_text("Prueba")
    page.reload()
    expect(said.get_by_role("list", name=chips)).to_contain_text("Prueba")
    expect(page.get_by_text("Riesgo legal")).to_have_count(0)
    supervisor.page.reload()
    expect(shown.get_by_role("list", name=chips)).to_contain_text("Riesgo legal")


def test_many_chats_are_labelled_at_once_and_undone(tabs: Tabs, stack: Stack) -> None:
    label = has_label(stack, "Mora alta")
    stack.writes("rosa", "Buenos días")
    stack.writes("jorge", "Buenas tardes")
    desk = tabs.desk("agente1")
    page = desk.page
    expect(desk.rows).to_have_count(2)
    conversation = desk.row(ROSA).get_attribute("data-conversation")
    path = f"/conversations/{conversation}/labels"
    stack.api("agente1").call("PUT", path, {"labels": [label["id"]]})
    expect(desk.row(ROSA)).to_contain_text("Mora alta")
    for box in page.get_by_role("checkbox", name="Elegir").all():
        box.click()
    bar = page.get_by_role("toolbar", name="Conversaciones elegidas")
    bar.get_by_role("button", name="Etiquetar").press("Enter")
    item = page.get_by_role("menuitem", name="Poner Mora alta")
    expect(page.get_by_role("menuitem", name="Quitar Mora alta")).to_be_visible()
    assert violations_everywhere(page, ((1280, 800),)) == []
    item.press("Enter")
    expect(desk.notice("Mora alta puesta en 1 conversación.")).to_be_visible()
    expect(desk.rows.filter(has_text="Mora alta")).to_have_count(2)
    page.keyboard.press("z")
    expect(desk.notice("1 conversación volvió a como estaba.")).to_be_visible()
    expect(desk.rows.filter(has_text="Mora alta")).to_have_count(1)
    expect(desk.row(ROSA)).to_contain_text("Mora alta")


def test_settings_are_kept_on_a_phone(tabs: Tabs, stack: Stack) -> None:
    has_label(stack, "Mora")
    page = tabs.desk("admin", viewport=PHONE_SIZE).page
    page.get_by_role("link", name="Configuración").click()
    menu = page.get_by_role("navigation", name="Configuración")
    menu.get_by_role("link", name="Etiquetas").click()
    expect(menu).to_have_count(0)
    page.get_by_role("link", name="Mora").click()
    rename(page, "Mora alta")
    page.get_by_role("link", name="Volver a las etiquetas").click()
    expect(page.get_by_role("row", name="Mora alta")).to_be_visible()
    page.get_by_role("link", name="Configuración").click()
    expect(menu).to_be_visible()
    assert violations_everywhere(page, ((390, 844),)) == []
