"""Typifications: trees of the administrator, chosen when closing, corrected by supervisors."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import violations_everywhere
from tests.e2e.conftest import DESKTOP, Tabs
from tests.e2e.desk import Desk
from tests.e2e.stack import Stack
from tests.e2e.test_list import JORGE, ROSA, claims, writes

pytestmark = pytest.mark.browser
PHONE_SIZE: Any = {"width": 390, "height": 844}
TITLE = "¿Cómo terminó la conversación?"
HOSTILE = "<img src=x onerror=alert(1)>"
NODES = [
    {"id": "PR0MES", "name": "Promesa de pago"},
    {"id": "H0Y000", "parent_id": "PR0MES", "name": "Para hoy"},
    {"id": "MANANA", "parent_id": "PR0MES", "name": "Para mañana"},
    {"id": "NEGAT0", "name": f"Se niega {HOSTILE}"},
]


def has_tree(stack: Stack, name: str = "Cobranza", **fields: Any) -> Any:
    body = {"name": name, "nodes": NODES, "is_mandatory": True, **fields}
    return stack.api("admin").call("POST", "/typifications", body)


def at_desk(page: Page) -> None:
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def panel(desk: Desk) -> Locator:
    return desk.page.get_by_role("region", name="Tipificación")


def test_agent_closes_with_a_mandatory_one_by_keyboard(tabs: Tabs, stack: Stack) -> None:
    has_tree(stack)
    writes(stack, "rosa")
    claims(stack.api("agente1"), ROSA)
    desk, supervisor = tabs.desk("agente1"), tabs.desk("supervisora")
    desk.open_chat(ROSA)
    supervisor.open_chat(ROSA)
    page, keys = desk.page, desk.page.keyboard
    expect(desk.message("quiero saber")).to_be_visible()
    keys.press("e")
    dialog = page.get_by_role("dialog", name=TITLE)
    field = dialog.get_by_role("combobox", name="Buscar tipificación")
    expect(field).to_be_focused()
    expect(dialog.get_by_role("option")).to_have_count(3)
    expect(dialog.get_by_role("button", name="Resolver sin tipificar")).to_have_count(0)
    dialog.get_by_role("button", name="Resolver").press("Enter")
    expect(dialog.get_by_text("Elija una tipificación para resolver.")).to_be_visible()
    expect(field).to_be_focused()
    assert violations_everywhere(page) == []
    at_desk(page)

    keys.type("PROMESA pára")
    expect(dialog.get_by_role("option")).to_have_count(2)
    keys.press("ArrowDown")
    keys.press("Enter")
    comment = dialog.get_by_label("Comentario (opcional)")
    expect(comment).to_be_focused()
    expect(dialog.get_by_text("Promesa de pago › Para mañana")).to_be_visible()
    keys.type("Llama a las 5")
    keys.press("Escape")
    expect(dialog).to_have_count(0)
    keys.press("e")
    expect(comment).to_have_value("Llama a las 5")
    comment.press("Enter")
    expect(desk.notice("Conversación resuelta.")).to_be_visible()
    for one in (desk, supervisor):
        expect(one.items.last).to_contain_text("Promesa de pago › Para mañana")
        expect(panel(one)).to_contain_text("Llama a las 5")
    assert violations_everywhere(page) == []
    at_desk(page)

    desk.chat.get_by_role("button", name="Reabrir").first.click()
    expect(panel(desk)).to_have_count(0)
    desk.press("Resolver")
    first = dialog.get_by_role("group", name="Las que más usa").get_by_role("option").first
    expect(first).to_contain_text("Para mañana")


def test_supervisor_corrects_and_what_was_said_stays(tabs: Tabs, stack: Stack) -> None:
    tree = has_tree(stack)
    writes(stack, "rosa")
    agent = stack.api("agente1")
    claims(agent, ROSA)
    (row,) = agent.call("GET", "/conversations")["items"]
    body = {
        "last_seen_message_id": row["last_message"]["id"],
        "typification": {"tree_id": tree["id"], "node_id": "H0Y000"},
    }
    agent.call("POST", f"/conversations/{row['id']}/resolve", body)
    path = f"/conversations/{row['id']}"
    watching, desk = tabs.desk("agente1", path), tabs.desk("supervisora", path)
    expect(panel(desk)).to_contain_text("Promesa de pago › Para hoy")
    expect(watching.items.last).to_contain_text("Para hoy")
    expect(watching.page.get_by_role("button", name="Corregir tipificación")).to_have_count(0)
    desk.page.get_by_role("button", name="Corregir tipificación").click()
    dialog = desk.page.get_by_role("dialog", name="Corregir tipificación")
    dialog.get_by_role("option", name="Se niega").click()
    dialog.get_by_role("button", name="Corregir").click()
    expect(desk.notice("Tipificación corregida.")).to_be_visible()
    expect(panel(desk)).to_contain_text(HOSTILE)
    expect(watching.items.last).to_contain_text(HOSTILE)
    desk.page.get_by_role("button", name="Tipificaciones anteriores").click()
    history = desk.page.get_by_role("list", name="Tipificaciones anteriores")
    expect(history).to_contain_text("Para hoy")
    expect(history).to_contain_text("Ana Rojas")
    assert violations_everywhere(desk.page, ((1280, 800),)) == []


def test_on_a_phone_it_is_closed_with_one(tabs: Tabs, stack: Stack) -> None:
    has_tree(stack)
    writes(stack, "rosa")
    claims(stack.api("agente1"), ROSA)
    desk = tabs.desk("agente1", viewport=PHONE_SIZE)
    desk.open_chat(ROSA)
    expect(desk.message("quiero saber")).to_be_visible()
    desk.press("Resolver")
    dialog = desk.page.get_by_role("dialog", name=TITLE)
    dialog.get_by_role("option", name="Para hoy").click()
    dialog.get_by_role("button", name="Resolver").click()
    expect(desk.notice("Conversación resuelta.")).to_be_visible()
    expect(desk.items.last).to_contain_text("Promesa de pago › Para hoy")
    assert violations_everywhere(desk.page, ((390, 844),)) == []


def test_many_are_closed_with_one_for_all(tabs: Tabs, stack: Stack) -> None:
    has_tree(stack)
    writes(stack, "rosa", "jorge")
    claims(stack.api("agente1"), ROSA, JORGE)
    desk = tabs.desk("agente1")
    for customer in (ROSA, JORGE):
        desk.page.get_by_role("checkbox", name=f"Elegir {customer}").click()
    bar = desk.page.get_by_role("toolbar", name="Conversaciones elegidas")
    bar.get_by_role("button", name="Resolver").click()
    dialog = desk.page.get_by_role("dialog", name="¿Cómo terminaron las 2 conversaciones?")
    dialog.get_by_role("option", name="Para hoy").click()
    dialog.get_by_role("button", name="Resolver").click()
    expect(desk.notice("2 conversaciones resueltas.")).to_be_visible()
    expect(desk.rows).to_have_count(0)
    for one in stack.api("agente1").call("GET", "/conversations?state=resolved")["items"]:
        told = stack.api("agente1").call("GET", f"/conversations/{one['id']}/typifications")
        assert told["items"][0]["path"] == ["Promesa de pago", "Para hoy"]


def test_many_of_queues_without_a_tree_in_common_are_told_one_by_one(
    tabs: Tabs, stack: Stack
) -> None:
    has_tree(stack, "General", queue_ids=["general"])
    has_tree(stack, "Cobranzas", queue_ids=["cobranzas"], is_mandatory=False)
    writes(stack, "rosa")
    stack.writes("jorge", "Buenas", "wa-cobranzas")
    claims(stack.api("agente3"), ROSA, JORGE)
    desk = tabs.desk("agente3")
    for customer in (ROSA, JORGE):
        desk.page.get_by_role("checkbox", name=f"Elegir {customer}").click()
    desk.watch.expect(r"422 POST .*/resolve")
    desk.page.get_by_role("toolbar").get_by_role("button", name="Resolver").click()
    expect(desk.notice("1 conversación resuelta.")).to_be_visible()
    expect(desk.page.get_by_role("alert")).to_contain_text(
        f"{ROSA}: su cola exige una tipificación. Resuélvala aparte."
    )
    expect(desk.row(ROSA)).to_be_visible()


def test_administrator_builds_a_tree_by_keyboard(tabs: Tabs, stack: Stack) -> None:
    desk = tabs.desk("admin", "/settings/typifications")
    page, keys = desk.page, desk.page.keyboard
    page.get_by_role("link", name="Nuevo árbol").click()
    page.get_by_label("Nombre del árbol").fill("Cobranza")
    tree = page.get_by_role("tree", name="Árbol")
    page.get_by_role("button", name="Agregar", exact=True).press("Enter")
    name = page.get_by_label("Nombre", exact=True)
    for text in ("Promesa", "Negativa"):
        expect(name).to_be_focused()
        expect(name).to_have_value("")
        keys.type(text)
        keys.press("Enter")
        expect(tree.get_by_role("treeitem", name=text)).to_be_focused()
        keys.press("Insert")
    expect(name).to_be_focused()
    page.get_by_role("button", name="Crear").press("Enter")
    expect(page.get_by_text("Revise los nombres marcados en el árbol.")).to_be_visible()
    tree.get_by_role("treeitem").last.focus()
    keys.press("Delete")
    expect(tree.get_by_role("treeitem")).to_have_count(2)
    keys.press("Home")
    keys.press("ArrowLeft")
    expect(tree.get_by_role("treeitem")).to_have_count(1)
    keys.press("ArrowRight")
    keys.press("Insert")
    keys.type("Para hoy")
    keys.press("Enter")
    keys.press("Alt+ArrowUp")
    expect(tree.get_by_role("treeitem").nth(1)).to_have_text("Para hoy")
    expect(tree.get_by_role("treeitem").nth(1)).to_be_focused()
    page.get_by_role("group", name="Obligatoria al resolver").get_by_label(
        "En todas sus colas"
    ).check()
    assert violations_everywhere(page) == []
    at_desk(page)
    page.get_by_role("button", name="Crear").press("Enter")
    expect(desk.notice("Árbol Cobranza creado.")).to_be_visible()
    (made,) = stack.api("admin").call("GET", "/typifications")["items"]
    assert [(one["name"], one["is_choosable"]) for one in made["nodes"]] == [
        ("Promesa", False),
        ("Para hoy", True),
        ("Negativa", True),
    ]
    assert made["is_mandatory"]
    assert violations_everywhere(page) == []
    at_desk(page)


def test_administrator_finds_retires_and_undoes(tabs: Tabs, stack: Stack) -> None:
    made = has_tree(stack)
    desk = tabs.desk("admin", f"/settings/typifications/{made['id']}")
    page, keys = desk.page, desk.page.keyboard
    tree = page.get_by_role("tree", name="Árbol")
    page.get_by_label("Buscar en el árbol").fill("manana")
    expect(page.get_by_text("Ninguna tipificación coincide con “manana”.")).to_be_visible()
    page.get_by_label("Buscar en el árbol").fill("niega")
    expect(tree.get_by_role("treeitem")).to_have_count(1)
    tree.get_by_role("treeitem", name="Se niega").focus()
    keys.press("Delete")
    expect(tree.get_by_role("treeitem", name="Se niega")).to_contain_text("Retirada")
    expect(page.get_by_text("Cambiará: árbol.")).to_be_visible()
    page.get_by_role("button", name="Guardar cambios").press("Enter")
    expect(desk.notice("Árbol Cobranza guardado.")).to_be_visible()
    keys.press("z")
    expect(desk.notice("Se deshizo el cambio.")).to_be_visible()
    expect(tree.get_by_role("treeitem", name="Se niega")).not_to_contain_text("Retirada")


def test_two_who_edit_one_tree_see_both_versions(tabs: Tabs, stack: Stack) -> None:
    tree = has_tree(stack)
    desk = tabs.desk("admin", f"/settings/typifications/{tree['id']}")
    page = desk.page
    page.get_by_role("treeitem", name="Para hoy").focus()
    page.keyboard.press("F2")
    page.keyboard.type(" mismo")
    renamed = [{**one, "name": f"{one['name']} (2)"} for one in NODES]
    api, path = stack.api("admin"), f"/typifications/{tree['id']}"
    api.call("PATCH", path, {"nodes": renamed}, **{"If-Match": "1"})
    desk.watch.expect(r"412 PATCH .*/typifications/")
    page.get_by_role("button", name="Guardar cambios").click()
    conflict = page.get_by_role("alert")
    conflict.get_by_role("button", name="Comparar versiones").click()
    dialog = page.get_by_role("dialog", name="Dos versiones")
    expect(dialog.get_by_role("row", name="árbol")).to_contain_text("– Para hoy mismo")
    expect(dialog.get_by_role("row", name="árbol")).to_contain_text("– Para hoy (2)")
    dialog.get_by_role("button", name="Usar la de Administración").click()
    expect(page.get_by_role("treeitem", name="Para hoy (2)")).to_be_visible()
