"""One's own account and the way in beyond a password, as the people concerned see them."""

from __future__ import annotations

import re
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations_everywhere
from tests.e2e.conftest import DESKTOP, Tabs
from tests.e2e.desk import Desk
from tests.e2e.scenes import ROSA
from tests.e2e.stack import PASSWORD, Stack

pytestmark = pytest.mark.browser
PHONE_SIZE: Any = {"width": 390, "height": 844}
_LINK = """async () => {
  const { items } = await (await fetch("/local/mail/items")).json();
  return items.find((one) => one.to === "agente2@hilo.test" && one.links[0])?.links[0];
}"""
NEW = "una frase que nadie sabe"


def sign_out(desk: Desk) -> None:
    desk.page.get_by_role("button", name=re.compile("^Su cuenta")).click()
    desk.page.get_by_role("menuitem", name="Cerrar sesión").click()
    expect(desk.page.get_by_role("heading", name="Entre a su bandeja")).to_be_visible()


def key_of(page: Page) -> pyotp.TOTP:
    """The key as a person types it into an authenticator."""
    expect(page.get_by_role("img", name="Imagen para su aplicación de códigos")).to_be_visible()
    shown = page.locator("code").first.inner_text()
    return pyotp.TOTP(shown.replace(" ", ""))


def keep_codes(page: Page, then: str) -> list[str]:
    """The recovery codes; whoever has kept them goes on."""
    listed = page.get_by_role("list", name="Códigos de recuperación").get_by_role("listitem")
    expect(listed).to_have_count(10)
    codes = listed.all_inner_texts()
    page.get_by_role("button", name=then).click()
    return codes


@pytest.mark.parametrize("size", [DESKTOP, PHONE_SIZE], ids=["desk", "phone"])
def test_an_agent_sets_up_a_second_step_and_comes_in_with_it(tabs: Tabs, size: Any) -> None:
    desk = tabs.desk("agente1", "/account", viewport=size)
    page = desk.page
    page.get_by_role("button", name="Configurar").click()
    page.get_by_label("Contraseña actual").last.fill(PASSWORD)
    page.get_by_role("button", name="Configurar").click()
    totp = key_of(page)
    assert violations_everywhere(page) == []
    page.set_viewport_size(size)
    page.get_by_label("Código de seis dígitos").fill(totp.now())
    page.get_by_role("button", name="Verificar").click()
    codes = keep_codes(page, "Ya los guardé")
    expect(page.get_by_text("Quedan 10 códigos de recuperación.")).to_be_visible()
    expect(page.get_by_role("list", name="Sesiones abiertas").get_by_text("esta")).to_be_visible()
    assert violations_everywhere(page) == []
    page.set_viewport_size(size)
    page.goto("/conversations")
    desk.ready()
    sign_out(desk)
    desk.watch.expect(r"401 POST .*/api/v1/auth/(sign-in|second-factor)")
    page.get_by_label("Usuario o correo", exact=True).fill("agente1@hilo.test")
    page.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continuar").click()
    code = page.get_by_label("Código", exact=True)
    code.fill("no-es-este")
    page.get_by_role("button", name="Verificar").click()
    expect(page.get_by_text("El código no sirve.")).to_be_visible()
    assert violations_everywhere(page) == []
    page.set_viewport_size(size)
    code.fill(codes[0])
    page.get_by_role("button", name="Verificar").click()
    desk.ready()


def test_a_role_that_needs_a_second_step_is_led_through_it_first(tabs: Tabs, stack: Stack) -> None:
    admin = tabs.desk("admin", "/settings/security")
    page = admin.page
    page.get_by_label("Longitud mínima").fill("7")
    page.get_by_role("button", name="Guardar cambios").click()
    expect(page.get_by_text("Escriba un número de 8 a 64.")).to_be_visible()
    page.get_by_label("Longitud mínima").fill("14")
    page.get_by_role("checkbox", name="Agente", exact=True).check()
    assert violations_everywhere(page) == []
    page.get_by_role("button", name="Guardar cambios").click()
    expect(admin.notice("Seguridad guardada.")).to_be_visible()
    agent = tabs.visitor()
    agent.watch.expect(r"401 POST .*/api/v1/auth/sign-in")
    agent.sign_in("agente1")
    totp = key_of(agent.page)
    assert violations_everywhere(agent.page) == []
    agent.page.get_by_label("Código de seis dígitos").fill(totp.now())
    agent.page.get_by_role("button", name="Verificar").click()
    keep_codes(agent.page, "Ya los guardé: entrar")
    agent.ready()
    page.reload()
    page.get_by_label("Persona", exact=True).select_option("agente1")
    expect(
        page.get_by_role("list", name="Sesiones abiertas").get_by_role("listitem")
    ).to_have_count(1)
    page.get_by_role("button", name="Quitar su verificación").click()
    page.get_by_role("dialog").get_by_role("button", name="Quitar su verificación").click()
    expect(page.get_by_text("No la tiene configurada.")).to_be_visible()
    agent.watch.expect(r"401 ")
    page.get_by_role("button", name="Cerrar todas").click()
    expect(page.get_by_text("Ninguna.")).to_be_visible()
    agent.page.reload()
    expect(agent.page.get_by_role("heading", name="Entre a su bandeja")).to_be_visible()


def test_a_forgotten_password_is_replaced_by_a_link_that_serves_once(
    tabs: Tabs, stack: Stack
) -> None:
    visitor = tabs.visitor()
    visitor.open_sign_in()
    page = visitor.page
    page.get_by_role("button", name="Olvidé mi contraseña").click()
    page.get_by_label("Correo", exact=True).fill("agente2@hilo.test")
    page.get_by_role("button", name="Enviar el enlace").click()
    expect(page.get_by_text("Si ese correo tiene una cuenta")).to_be_visible()
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    link = mailed_link(page)
    page.goto(link)
    expect(page.get_by_text("Para la cuenta de Bruno Mamani")).to_be_visible()
    assert "#" not in page.url
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.get_by_label("Contraseña nueva", exact=True).fill(NEW)
    page.get_by_label("Repita la contraseña nueva").fill(NEW)
    page.get_by_role("button", name="Guardar la contraseña").click()
    expect(page.get_by_text("Contraseña cambiada.")).to_be_visible()
    visitor.watch.expect(r"410 POST .*/api/v1/auth/reset/look")
    page.goto("about:blank")
    page.goto(link)
    expect(page.get_by_text("Este enlace ya se usó")).to_be_visible()
    visitor.sign_in("agente2", password=NEW)
    visitor.ready()


def mailed_link(page: Page) -> str:
    """What the newest mail to Bruno leads to."""
    found = page.wait_for_function(_LINK, polling=200)
    link: str = found.json_value()
    return link


def test_what_was_typed_is_there_again_when_the_lock_is_opened(tabs: Tabs, stack: Stack) -> None:
    stack.api("admin").call("PUT", "/security", {"idle_minutes": 10}, **{"If-Match": "0"})
    stack.writes("rosa", "Buenos días")
    desk = tabs.visitor()
    desk.page.clock.install()
    desk.sign_in("agente1")
    desk.ready()
    desk.open_chat(ROSA)
    desk.claim()
    composer = desk.page.get_by_role("textbox", name="Mensaje")
    composer.fill("Con gusto, ya lo rev")
    desk.watch.expect(r"401 ")
    desk.page.clock.fast_forward(11 * 60_000)
    locked = desk.page.get_by_role("heading", name="Su bandeja está bloqueada")
    expect(locked).to_be_visible()
    expect(composer).to_be_hidden()
    assert violations_everywhere(desk.page) == []
    desk.page.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    desk.page.get_by_role("button", name="Continuar").click()
    expect(locked).to_be_hidden()
    expect(composer).to_have_value("Con gusto, ya lo rev")
