"""Passkeys as the people concerned see them, with Chromium's virtual authenticator.

They are bound to the product's address, which is a name: the local stack's own is a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations_everywhere
from tests.e2e.conftest import DESKTOP, Tabs
from tests.e2e.desk import Desk
from tests.e2e.stack import PASSWORD, Stack
from tests.e2e.test_account import sign_out

pytestmark = pytest.mark.browser
PHISHING = "http://localhost:9/"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
_ANSWERED = """async (asked) => {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked);
  return (await navigator.credentials.get({ publicKey })).toJSON();
}"""
NAME = "Llavero de prueba"


@pytest.fixture
def address(stack: Stack) -> str:
    """The product by its name."""
    return stack.origin.replace("127.0.0.1", "localhost")


@pytest.fixture
def desk(tabs: Tabs, address: str) -> Desk:
    """Ana at her account, in a browser that has an authenticator."""
    desk = tabs.visitor(base_url=address)
    devtools = desk.page.context.new_cdp_session(desk.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    desk.sign_in("agente1", "/account")
    desk.ready()
    return desk


def add(page: Page) -> None:
    page.get_by_role("button", name="Agregar una llave de acceso").click()
    page.get_by_label("Nombre de la llave").fill(NAME)
    page.get_by_label("Contraseña actual").last.fill(PASSWORD)
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.get_by_role("button", name="Continuar").click()
    row = page.get_by_role("list", name="Llaves de acceso").get_by_role("listitem")
    expect(row).to_contain_text("sin usar todavía")


def leave(desk: Desk) -> None:
    desk.page.goto("/conversations")
    desk.ready()
    sign_out(desk)


def enter(desk: Desk) -> None:
    desk.page.get_by_role("button", name="Entrar con una llave de acceso").click()


def test_a_passkey_opens_the_desk_alone_and_after_the_password_until_it_is_removed(
    desk: Desk,
) -> None:
    page = desk.page
    add(page)
    leave(desk)
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    enter(desk)
    desk.ready()
    sign_out(desk)
    desk.watch.expect(r"401 POST .*/api/v1/auth/(sign-in|passkey)$")
    desk.sign_in("agente1")
    page.get_by_role("button", name="Usar mi llave de acceso").click()
    desk.ready()
    page.goto("/account")
    row = page.get_by_role("list", name="Llaves de acceso").get_by_role("listitem")
    expect(row).to_contain_text("última vez")
    row.get_by_role("button", name=f"Quitar la llave {NAME}").click()
    expect(row).to_contain_text("ya no podrá entrar")
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    row.get_by_label("Contraseña actual").fill(PASSWORD)
    row.get_by_role("button", name="Quitar la llave").click()
    expect(page.get_by_text("Llave de acceso quitada.")).to_be_visible()
    expect(row).to_have_count(0)
    leave(desk)
    enter(desk)
    expect(page.get_by_text("Esta llave de acceso no sirve aquí.")).to_be_visible()


@pytest.fixture
def http(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{address}/api/v1", timeout=60, trust_env=False) as client:
        yield client


def test_what_a_page_of_another_origin_was_answered_opens_nothing(
    desk: Desk, http: httpx.Client
) -> None:
    """The same host on another port is the nearest that a browser lets a stranger come."""
    page = desk.page
    add(page)
    page.route(PHISHING, lambda route: route.fulfill(body="<h1>Hilo</h1>"))
    page.goto(PHISHING)

    def answered(where: str) -> Any:
        options = http.post("/auth/passkey/options", json={}).json()["options"]
        page.goto(where)
        return http.post("/auth/passkey", json={"credential": page.evaluate(_ANSWERED, options)})

    refused = answered(PHISHING)
    assert (refused.status_code, refused.json()["code"]) == (401, "passkey_refused")
    desk.watch.expect(r"401 POST .*/api/v1/auth/refresh")
    assert answered("/account").status_code == 200
