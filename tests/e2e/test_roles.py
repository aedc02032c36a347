"""Roles: kept by the administrator; what a role does not see, its people do not."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import violations_everywhere
from tests.e2e.conftest import DESKTOP, Tabs
from tests.e2e.scenes import ROSA
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser


def test_a_phone_is_withheld_from_agents_as_soon_as_the_role_says_so(
    tabs: Tabs, stack: Stack
) -> None:
    stack.writes("rosa", "Buenos días")
    admin = tabs.desk("admin")
    page = admin.page
    page.goto("/settings/roles")
    page.get_by_role("link", name="Agente", exact=True).click()
    expect(page.get_by_role("heading", name="Qué datos ve")).to_be_visible()
    page.get_by_label("Cómo ve: Teléfono e identificadores").select_option("masked")
    expect(page.get_by_text("••••0148")).to_be_visible()
    expect(page.get_by_text("Peligroso").first).to_be_visible()
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.get_by_role("button", name="Guardar cambios").click()
    expect(admin.notice("Rol Agente guardado.")).to_be_visible()

    [waiting] = stack.api("agente1").call("GET", "/conversations?state=new")["items"]
    phone = next(one["value"] for one in waiting["identities"] if one["kind"] == "phone")
    assert phone.startswith("••••")
    agent = tabs.desk("agente1")
    agent.open_chat(ROSA)
    expect(agent.page.get_by_text(phone).first).to_be_visible()
    expect(agent.page.get_by_role("button", name="Revelar")).to_have_count(0)


def test_administrator_reviews_access_and_compares_roles(tabs: Tabs, stack: Stack) -> None:
    admin = tabs.desk("admin")
    page = admin.page
    page.goto("/settings/roles")
    page.get_by_role("link", name="Comparar dos roles").click()
    expect(page.get_by_role("row", name="Alcance")).to_contain_text("Lo propio")
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.goto("/settings/roles/review")
    page.get_by_label("¿Quién puede hacerlo?").last.select_option("users.manage")
    expect(page.get_by_text("Administración (Administración)")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Descargar").click()
    assert saved.value.suggested_filename == "hilo-accesos.csv"
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.get_by_role("row", name="Agente").first.get_by_role("link").click()
    expect(page.get_by_role("heading", name="¿Qué puede ver y hacer?")).to_be_visible()
    expect(page.get_by_label("Responder")).to_be_checked()
    assert violations_everywhere(page) == []
