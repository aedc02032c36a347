"""Signing in by the organisation's provider: an administrator ties it in and tries it out, somebody
comes in and leaves by it, and then it is the only way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations_everywhere
from tests.e2e.conftest import DESKTOP, Tabs
from tests.e2e.provider_settings import configure, leave, save_secret, try_out
from tests.e2e.stack import PASSWORD, Stack
from tests.identity_provider import CLIENT_SECRET, World, free_port, running

pytestmark = pytest.mark.browser

BEA = {
    "email": "bea@hilo.test",
    "email_verified": True,
    "given_name": "Bea",
    "family_name": "Ríos",
    "groups": ["agentes"],
}


@pytest.fixture
def world(stack: Stack) -> Iterator[World]:
    """It sends browsers back to the product's public address, which names the host otherwise."""
    home = stack.origin.replace("127.0.0.1", "localhost")
    with running(World(free_port(), home, {"bea": BEA})) as made:
        yield made


def sign_in_there(page: Page, world: World) -> None:
    page.get_by_role("button", name="Entrar con Casa Matriz").click()
    page.wait_for_url(f"{world.issuer}/**")
    page.locator("input[name=login]").fill("bea")
    page.locator("input[name=password]").fill("cualquiera")
    page.get_by_role("button", name="Sign-in").click()


def test_the_provider_is_tied_in_tried_used_and_made_the_only_way(tabs: Tabs, world: World) -> None:
    admin = tabs.desk("admin", "/settings/identity-providers")
    page = admin.page
    configure(page, world.issuer)
    save_secret(page, "otro")
    try_out(page)
    refused = "Identificador y secreto: el proveedor no acepta el identificador o el secreto"
    expect(page.get_by_text(refused)).to_be_visible()
    save_secret(page, CLIENT_SECRET)
    try_out(page)
    expect(page.get_by_text("Identificador y secreto: bien")).to_be_visible()
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]

    bea = tabs.visitor()
    bea.watch.expect(r"net::ERR_\w+ GET https://fonts\.")  # its own page's, out of reach here
    bea.open_sign_in(f"{world.product}/help")
    expect(bea.page.get_by_role("button", name="Entrar con Casa Matriz")).to_be_visible()
    assert violations_everywhere(bea.page) == []
    bea.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    sign_in_there(bea.page, world)
    bea.ready()
    bea.page.wait_for_url(f"{world.product}/help")

    leave(bea)
    bea.page.get_by_role("button", name="Yes, sign me out").click()
    expect(bea.page.get_by_role("heading", name="Entre a su bandeja")).to_be_visible()

    page.goto("/settings/security")
    page.get_by_role("checkbox", name="Entrar solo con el proveedor").check()
    page.get_by_role("button", name="Guardar").click()
    expect(
        page.get_by_text("Elija al menos a un administrador que tenga contraseña.")
    ).to_be_visible()
    emergency = page.get_by_role("group", name="Administradores de emergencia")
    emergency.get_by_role("checkbox", name="Administración").check()
    page.get_by_role("button", name="Guardar").click()
    expect(admin.notice("Seguridad guardada.")).to_be_visible()
    admin.watch.expect(r"409 PUT .*/security")

    leave(admin)
    expect(page.get_by_role("button", name="Entrar con Casa Matriz")).to_be_visible()
    expect(page.get_by_label("Contraseña", exact=True)).to_be_hidden()

    late = tabs.visitor()
    late.open_sign_in(world.product)
    late.page.get_by_role("button", name="Entrar con contraseña (solo en emergencias)").click()
    late.watch.expect(r"401 POST .*/auth/sign-in")
    late.page.get_by_label("Usuario o correo", exact=True).fill("agente1@hilo.test")
    late.page.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    late.page.get_by_role("button", name="Continuar").click()
    expect(late.page.get_by_text("Use el botón del proveedor.", exact=False)).to_be_visible()
