"""Quick replies and greetings: kept by the administrator, written with by keyboard."""

from __future__ import annotations

import time
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.axe import violations, violations_everywhere
from tests.e2e.conftest import DESKTOP, PATIENCE_MS, Tabs
from tests.e2e.desk import Desk
from tests.e2e.files import document
from tests.e2e.scenes import ROSA
from tests.e2e.stack import Stack
from tests.integration.stack.serving import eventually

pytestmark = pytest.mark.browser
PHONE_SIZE: Any = {"width": 390, "height": 844}
SALDO = {
    "name": "Saldo y mora",
    "shortcut": "saldo",
    "folder": "Cobranza",
    "text": "Su saldo es {{cliente.saldo}} con {{cliente.dias_mora}} días de mora.",
}


def has_reply(stack: Stack, **fields: Any) -> Any:
    return stack.api("admin").call("POST", "/quick-replies", {**SALDO, **fields})


def is_known(stack: Stack, **values: str) -> None:
    """Something is known of the customer who waits."""
    admin = stack.api("admin")
    eventually(lambda: admin.call("GET", "/conversations")["items"])
    (waiting,) = admin.call("GET", "/conversations")["items"]
    path = f"/contacts/{waiting['contact']['id']}/values"
    stack.api("supervisora").call("PUT", path, {"values": values}, **{"If-Match": "0"})


def writes_and_is_claimed(tabs: Tabs, stack: Stack, **options: Any) -> Desk:
    desk = tabs.desk("agente1", **options)
    desk.row(ROSA).click()
    desk.claim()
    return desk


def options(desk: Desk) -> Locator:
    return desk.page.get_by_role("listbox", name="Respuestas rápidas").get_by_role("option")


def are_used(stack: Stack, **wanted: int) -> None:
    """Wait until each reply was sent so often; a message is shown before its answer is here."""
    admin, ends = stack.api("admin"), time.monotonic() + PATIENCE_MS / 1000
    while True:
        listed = admin.call("GET", "/quick-replies")["items"]
        counts = {one["shortcut"]: one["use_count"] for one in listed}
        if counts == wanted or time.monotonic() > ends:
            break
        time.sleep(0.1)
    assert counts == wanted


def test_a_slash_that_begins_a_line_opens_the_list_and_no_other(tabs: Tabs, stack: Stack) -> None:
    has_reply(stack)
    has_reply(stack, name="Dirección", shortcut="local", folder="", text="Estamos en Quito.")
    has_reply(stack, name="De cobranzas", shortcut="otra", queue_ids=["cobranzas"])
    stack.writes("rosa", "buenas")
    desk = writes_and_is_claimed(tabs, stack)
    keys = desk.page.keyboard
    desk.field.press_sequentially("12/24 y/o")
    expect(options(desk)).to_have_count(0)
    desk.field.fill("Hola")
    desk.field.press("Shift+Enter")
    keys.type("/")
    expect(options(desk)).to_have_count(2)
    expect(options(desk).nth(0)).to_have_attribute("aria-selected", "true")
    assert violations(desk.page) == []
    keys.press("ArrowDown")
    expect(options(desk).nth(1)).to_have_attribute("aria-selected", "true")
    keys.press("Escape")
    expect(options(desk)).to_have_count(0)
    keys.type("sal")
    expect(options(desk)).to_have_count(0)
    for _ in range(4):
        keys.press("Backspace")
    keys.type("/direccion")
    expect(options(desk)).to_have_text(["Dirección/localEstamos en Quito."])
    keys.press("Tab")
    expect(desk.field).to_have_value("Hola\nEstamos en Quito.")


def test_a_reply_is_chosen_filled_in_and_sent_by_keyboard(tabs: Tabs, stack: Stack) -> None:
    has_reply(stack)
    has_reply(stack, name="Dirección", shortcut="local", folder="", text="Estamos en Quito.")
    has_reply(stack, name="De cobranzas", shortcut="otra", queue_ids=["cobranzas"])
    phone = tabs.phone("rosa")
    stack.writes("rosa", "¿cuánto debo?")
    is_known(stack, saldo="{{agente.nombre}} <b>$ 486</b>")
    desk = writes_and_is_claimed(tabs, stack)
    keys = desk.page.keyboard

    desk.field.fill("Hola")
    desk.field.press("Shift+Enter")
    keys.type("/sal")
    expect(options(desk)).to_have_count(1)
    keys.press("Enter")
    dialog = desk.page.get_by_role("dialog", name="Saldo y mora")
    asked = dialog.get_by_label("Días de mora")
    expect(asked).to_be_focused()
    expect(dialog).to_contain_text("Su saldo es {{agente.nombre}} <b>$ 486</b> con")
    keys.press("Enter")
    expect(dialog.get_by_text("Escriba este dato.")).to_be_visible()
    assert violations(desk.page) == []
    keys.type("34")
    keys.press("Enter")
    expect(dialog).to_have_count(0)
    said = "Hola\nSu saldo es {{agente.nombre}} <b>$ 486</b> con 34 días de mora."
    expect(desk.field).to_have_value(said)
    expect(desk.field).to_be_focused()
    assert stack.sends() == []
    keys.press("Enter")
    expect(desk.message("con 34 días de mora")).to_be_visible()
    expect(desk.field).to_have_value("")
    expect(phone.bubble("con 34 días de mora")).to_be_visible()
    assert stack.accepted_texts() == [said]
    are_used(stack, saldo=1, local=0, otra=0)

    desk.page.reload()
    desk.field.press_sequentially("/")
    expect(options(desk).nth(0)).to_contain_text("Saldo y mora")
    panel = desk.page.get_by_role("region", name="Ficha del cliente")
    expect(panel.get_by_text("{{agente.nombre}} <b>$ 486</b>")).to_be_visible()


def test_a_file_goes_along_on_a_phone(tabs: Tabs, stack: Stack) -> None:
    upload_id = stack.api("admin").brings(document())
    has_reply(stack, text="Nuestras cuentas", files=[{"upload_id": upload_id}])
    stack.writes("rosa", "¿a qué cuenta?")
    desk = writes_and_is_claimed(tabs, stack, viewport=PHONE_SIZE)
    desk.page.get_by_role("button", name="Respuestas rápidas (/)").click()
    assert violations(desk.page) == []
    options(desk).first.click()
    name = document()["name"]
    expect(desk.page.get_by_role("list", name="Archivos por enviar")).to_contain_text(name)
    expect(desk.field).to_have_value("Nuestras cuentas")
    assert stack.sends() == []
    desk.press("Enviar")
    expect(desk.message("Nuestras cuentas")).to_contain_text(name)
    are_used(stack, saldo=1)


def test_a_claim_greets_once_and_says_why_where_it_cannot(tabs: Tabs, stack: Stack) -> None:
    text = "Hola {{cliente.nombre}}, soy {{agente.nombre}}."
    has_reply(stack, name="Bienvenida", shortcut="hola", text=text, greets="on_claim")
    phone = tabs.phone("rosa")
    stack.writes("rosa", "buenas")
    desk = writes_and_is_claimed(tabs, stack)
    greeting = f"Hola {ROSA}, soy Ana Rojas."
    expect(desk.message(greeting)).to_be_visible()
    expect(phone.bubble(greeting)).to_be_visible()
    (held,) = stack.api("agente1").call("GET", "/conversations")["items"]
    place = f"/conversations/{held['id']}"
    stack.api("agente1").call("POST", f"{place}/release", {})
    stack.api("agente2").call("POST", f"{place}/claim", {})
    assert stack.accepted_texts() == [greeting]

    has_reply(
        stack,
        name="A",
        shortcut="",
        text="Debe {{cliente.saldo}}",
        greets="on_claim",
        queue_ids=["general"],
    )
    stack.writes("jorge", "buenos días")
    desk.row("Jorge").click()
    desk.claim()
    expect(desk.notice("Tomó la conversación. El saludo no se envió: falta saldo.")).to_be_visible()
    assert stack.accepted_texts() == [greeting]


def test_an_administrator_keeps_them_and_is_told_what_is_wrong(tabs: Tabs, stack: Stack) -> None:
    has_reply(stack)
    desk = tabs.desk("admin")
    page = desk.page
    page.goto("/settings/quick-replies")
    expect(page.get_by_role("row", name="Saldo y mora")).to_contain_text("Sin usar")
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.get_by_role("link", name="Nueva respuesta").click()
    page.get_by_label("Nombre", exact=True).fill("Cuentas")
    text = page.get_by_label("Texto", exact=True)
    text.fill("Hola {{agente.correo}}")
    page.get_by_role("button", name="Crear").click()
    wrong = "{{agente.correo}} no es una variable. Use {{agente.nombre}} o {{cliente.campo}}."
    expect(page.get_by_text(wrong)).to_be_visible()
    expect(text).to_be_focused()
    text.fill("Hola ")
    page.get_by_role("button", name="{{cliente.nombre}}").click()
    expect(text).to_have_value("Hola {{cliente.nombre}}")
    expect(page.get_by_role("region", name="Así se leerá")).to_contain_text("Hola Rosa Cárdenas")
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Agregar archivo").click()
    pdf: Any = document()
    chosen.value.set_files([pdf])
    name = pdf["name"]
    expect(page.get_by_role("button", name=f"Quitar {name}")).to_be_visible()
    page.get_by_label("Atajo").fill("saldo")
    desk.watch.expect(r"409 POST .*/quick-replies")
    page.get_by_role("button", name="Crear").click()
    expect(page.get_by_text("“Saldo y mora” ya tiene este atajo. Elija otro.")).to_be_visible()
    page.get_by_label("Atajo").fill("cuentas")
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.get_by_role("button", name="Crear").click()
    expect(desk.notice("Respuesta Cuentas creada.")).to_be_visible()

    page.get_by_role("link", name="Cuentas").click()
    page.get_by_role("button", name=f"Quitar {name}").click()
    page.get_by_role("button", name="Guardar cambios").click()
    expect(desk.notice("Respuesta Cuentas guardada.")).to_be_visible()
    page.get_by_role("button", name="Deshacer").click()
    expect(page.get_by_role("button", name=f"Quitar {name}")).to_be_visible()
