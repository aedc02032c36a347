"""Applications: an administrator lets a program in, changes its secret and locks it out again;
and reads in the guide how it is asked."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations_everywhere
from tests.e2e.conftest import DESKTOP, Tabs
from tests.e2e.desk import Desk
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser


def token_status(stack: Stack, client_id: str, secret: str) -> int:
    """Of a program that asks for a token as any OAuth client does."""
    form = {"grant_type": "client_credentials"}
    url = f"{stack.origin}/api/v1/auth/token"
    return httpx.post(url, data=form, auth=(client_id, secret), trust_env=False).status_code


def take_secret(page: Page) -> str:
    """What the dialog shows, once; it has to be closed by its own button."""
    dialog = page.get_by_role("dialog", name="Secreto nuevo")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    secret = dialog.get_by_label("Secreto (client_secret)", exact=True).input_value()
    dialog.get_by_role("button", name="Ya lo guardé").click()
    expect(dialog).to_be_hidden()
    assert secret not in page.content()
    return secret


def create(desk: Desk) -> None:
    page = desk.page
    page.get_by_role("link", name="Nueva aplicación").click()
    page.get_by_label("Nombre", exact=True).fill("Tienda en línea")
    page.get_by_role("checkbox", name="Cobranzas").check()
    page.get_by_role("button", name="Crear").click()
    expect(page.get_by_text("Elija al menos un permiso.")).to_be_visible()
    page.get_by_role("checkbox", name="Conversaciones: ver").check()
    page.get_by_role("button", name="Crear").click()
    expect(page.get_by_role("heading", name="Tienda en línea")).to_be_visible()
    expect(page.get_by_text("Todavía no tiene secreto: no puede entrar.")).to_be_visible()


def test_administrator_lets_a_program_in_and_locks_it_out(tabs: Tabs, stack: Stack) -> None:
    desk = tabs.desk("admin", "/settings/applications")
    page = desk.page
    expect(page.get_by_text("No hay aplicaciones en uso.")).to_be_visible()
    create(desk)
    client_id = page.get_by_label("Identificador (client_id)", exact=True).input_value()

    page.get_by_role("button", name="Crear secreto").click()
    first = take_secret(page)
    assert token_status(stack, client_id, first) == 200
    page.get_by_role("button", name="Cambiar el secreto").click()
    second = take_secret(page)
    expect(page.get_by_text("Ya hay dos en uso.", exact=False)).to_be_visible()
    assert [token_status(stack, client_id, one) for one in (first, second)] == [200, 200]
    page.reload()
    expect(page.get_by_text("último uso hoy", exact=False)).to_have_count(2)
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]

    page.get_by_role("listitem").filter(has_text=first.split("_")[1]).get_by_role(
        "button", name="Terminar ahora"
    ).click()
    page.get_by_role("dialog").get_by_role("button", name="Terminar ahora").click()
    expect(desk.notice("El secreto terminó")).to_be_visible()
    assert [token_status(stack, client_id, one) for one in (first, second)] == [401, 200]

    page.get_by_role("link", name="Volver a las aplicaciones").click()
    page.get_by_role("button", name="Retirar Tienda en línea").click()
    expect(desk.notice("“Tienda en línea” está retirada: ya no entra")).to_be_visible()
    assert token_status(stack, client_id, second) == 401
    assert violations_everywhere(page) == []


def test_the_guide_shows_every_operation_and_how_it_is_asked(tabs: Tabs, stack: Stack) -> None:
    desk = tabs.desk("admin", "/help/api")
    page = desk.page
    described: Any = stack.call("GET", "/api/v1/openapi.json")
    ours = [item for path, item in described["paths"].items() if path.startswith("/v1/")]
    expect(page.locator("summary code")).to_have_count(sum(len(item) for item in ours))
    operation = page.locator("#op-send_message")
    operation.locator("summary").click()
    expect(operation.get_by_text("curl -s -X POST", exact=False)).to_be_visible()
    expect(operation.get_by_text("Personas y aplicaciones.", exact=False)).to_be_visible()
    expect(page.get_by_text("people_only", exact=True).last).to_be_visible()
    assert violations_everywhere(page) == []
