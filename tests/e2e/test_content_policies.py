"""What may not be sent is said before it leaves, and what was typed stays."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations_everywhere
from tests.e2e.conftest import DESKTOP, Tabs
from tests.e2e.desk import Desk
from tests.e2e.files import document, picture
from tests.e2e.scenes import ROSA
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
PHONE_SIZE: Any = {"width": 390, "height": 844}
SIZES = [DESKTOP, PHONE_SIZE]

DROP = """([name, type, content]) => {
  const files = new DataTransfer();
  files.items.add(new File([content], name, { type }));
  const form = document.querySelector("form[aria-label=Redactar]");
  const facts = { dataTransfer: files, bubbles: true, cancelable: true };
  form.dispatchEvent(new DragEvent("drop", facts));
}"""
WITHOUT = {
    "files": ["text", "link"],
    "links": ["text", "image", "audio", "video", "pdf", "other"],
    "text": ["image", "pdf"],
}


def forbid(stack: Stack, name: str, what: str, **fields: Any) -> Any:
    body = {"name": name, "allowed": WITHOUT[what], "roles": ["agent"], **fields}
    return stack.api("admin").call("POST", "/content-policies", body)


def held(tabs: Tabs, stack: Stack, **options: Any) -> Desk:
    """Rosa's conversation, held and open, with the policies as they are."""
    stack.writes("rosa", "¿Me envía mi estado de cuenta?")
    desk = tabs.desk("agente1", **options)
    desk.open_chat(ROSA)
    desk.claim()
    return desk


def choose(desk: Desk, file: Any) -> None:
    desk.page.locator("input[type=file]").set_input_files([file])


def drop(page: Page, name: str, content_type: str, content: str) -> None:
    page.evaluate(DROP, [name, content_type, content])


@pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"])
def test_a_dropped_file_says_why_it_stays_and_keeps_the_text(
    tabs: Tabs, stack: Stack, size: Any
) -> None:
    forbid(stack, "Solo texto", "files")
    desk = held(tabs, stack, viewport=size)
    uploads: list[str] = []
    desk.page.on("request", lambda one: uploads.append(one.url) if "/uploads" in one.url else None)
    desk.field.fill("Aquí tiene")
    drop(desk.page, "cuenta.pdf", "application/pdf", "%PDF-1.7 cuenta")
    chosen = desk.page.get_by_role("list", name="Archivos por enviar")
    expect(chosen).to_contain_text("Su rol no puede enviar PDF por esta conexión (“Solo texto”).")
    expect(desk.field).to_have_value("Aquí tiene")
    attach = desk.page.get_by_role("button", name="Su rol no puede enviar imágenes")
    expect(attach).to_be_disabled()
    assert uploads == []
    assert violations_everywhere(desk.page) == []
    desk.page.set_viewport_size(size)
    chosen.get_by_role("button", name="Quitar cuenta.pdf").click()
    desk.field.press("Enter")
    expect(desk.message("Aquí tiene")).to_be_visible()


@pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"])
def test_a_link_is_refused_while_it_is_typed(tabs: Tabs, stack: Stack, size: Any) -> None:
    forbid(stack, "Sin enlaces", "links")
    desk = held(tabs, stack, viewport=size)
    text = "Pague en hxxps://exa\u200bmple[.]com/pago"
    desk.field.fill(text)
    why = desk.page.get_by_role("status").filter(has_text="Su rol no puede enviar enlaces")
    expect(why).to_contain_text("(“Sin enlaces”). Quite https://example.com/pago.")
    expect(desk.page.get_by_role("button", name="Enviar", exact=False).last).to_be_disabled()
    desk.field.press("Enter")
    expect(desk.field).to_have_value(text)
    assert violations_everywhere(desk.page) == []
    desk.page.set_viewport_size(size)
    sent = desk.answer("Escriba a cobros@example.com")
    expect(sent).to_contain_text(re.compile("Enviado|Entregado"))
    assert stack.accepted_texts() == ["Escriba a cobros@example.com"]


def test_a_policy_made_meanwhile_gives_back_what_was_written(tabs: Tabs, stack: Stack) -> None:
    desk = held(tabs, stack)
    policy = forbid(stack, "Solo archivos", "text")
    desk.watch.expect(r"422 POST .*/messages")
    desk.field.fill("Buenos días")
    desk.field.press("Enter")
    expect(desk.page.get_by_role("alert")).to_contain_text(
        "No enviado. Su rol no puede escribir textos por esta conexión (“Solo archivos”)."
    )
    expect(desk.field).to_have_value("Buenos días")
    retired = {"is_retired": True}
    path = f"/content-policies/{policy['id']}"
    stack.api("admin").call("PATCH", path, retired, **{"If-Match": "1"})
    desk.field.press("Enter")
    expect(desk.message("Buenos días")).to_be_visible()


def test_the_desk_learns_of_a_policy_when_it_looks_again(tabs: Tabs, stack: Stack) -> None:
    desk = held(tabs, stack)
    chosen = desk.page.get_by_role("list", name="Archivos por enviar")
    choose(desk, document())
    expect(chosen.get_by_role("button", name="Quitar")).to_be_visible()
    forbid(stack, "Solo texto", "files", connections=["wa-principal"])
    desk.page.reload()
    expect(chosen.get_by_role("button", name="Quitar")).to_be_visible()
    drop(desk.page, "foto.png", "image/png", "x")
    expect(chosen).to_contain_text("Su rol no puede enviar imágenes")
    desk.watch.expect(r"422 POST .*/messages")
    desk.field.fill("Mire")
    desk.field.press("Enter")
    expect(chosen).to_contain_text("Su rol no puede enviar PDF")
    expect(desk.field).to_have_value("Mire")


def test_others_send_what_agents_may_not(tabs: Tabs, stack: Stack) -> None:
    forbid(stack, "Solo texto", "files")
    stack.writes("rosa", "¿Me envía mi estado de cuenta?")
    desk = tabs.desk("supervisora")
    desk.open_chat(ROSA)
    desk.claim()
    choose(desk, picture())
    chosen = desk.page.get_by_role("list", name="Archivos por enviar")
    expect(chosen.get_by_role("button", name="Quitar")).to_be_visible()


@pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"])
def test_a_policy_is_written_understood_and_undone(tabs: Tabs, stack: Stack, size: Any) -> None:
    forbid(stack, "Solo texto", "files")
    desk = tabs.desk("admin", "/settings/content-policies", viewport=size)
    page = desk.page
    expect(page.get_by_role("row", name="Solo texto")).to_contain_text("Agente")
    page.get_by_role("link", name="Nueva política").click()
    page.get_by_role("checkbox", name="enlaces").uncheck()
    page.get_by_role("button", name="Crear").click()
    expect(page.get_by_text("Escriba un nombre.")).to_be_visible()
    page.get_by_label("Nombre", exact=True).fill("Sin enlaces")
    page.get_by_role("checkbox", name="videos").uncheck()
    page.get_by_role("radio", name="Solo estas conexiones").check()
    page.get_by_role("checkbox", name="WhatsApp principal").check()
    summary = page.get_by_role("status").filter(has_text="nadie puede enviar")
    expect(summary).to_contain_text("Por WhatsApp principal nadie puede enviar enlaces y videos.")
    expect(summary).to_contain_text("También se aplica a algunos de ellos: “Solo texto”.")
    assert violations_everywhere(page) == []
    page.set_viewport_size(size)
    page.get_by_role("button", name="Crear").click()
    expect(desk.notice("Política Sin enlaces creada.")).to_be_visible()
    made = page.get_by_role("row", name="Sin enlaces")
    expect(made).to_contain_text("No permite enlaces y videos")
    assert violations_everywhere(page) == []
    page.set_viewport_size(size)
    page.get_by_role("button", name="Deshacer").click()
    retired = page.get_by_role("region", name="Retiradas")
    expect(retired.get_by_role("link", name="Sin enlaces")).to_be_visible()
