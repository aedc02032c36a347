"""Four eyes: one administrator asks, another approves what they are shown, and takes it back."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations_everywhere
from tests.e2e.conftest import DESKTOP, Tabs
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
WINDOW: Any = DESKTOP


def labels(stack: Stack) -> list[str]:
    return [one["name"] for one in stack.api("admin").call("GET", "/labels")["items"]]


def looks_right(page: Page) -> None:
    """By axe, in every size and scheme."""
    assert violations_everywhere(page) == []
    page.set_viewport_size(WINDOW)


@pytest.fixture
def label(stack: Stack) -> Any:
    """Something to change, and a second administrator."""
    api = stack.api("admin")
    version = {"If-Match": str(api.call("GET", "/users/supervisora")["version"])}
    api.call("PATCH", "/users/supervisora", {"role": "administrator"}, **version)
    return api.call("POST", "/labels", {"name": "Mora", "colour": "rojo"})


def test_two_administrators_change_a_label(tabs: Tabs, stack: Stack, label: Any) -> None:
    asking = tabs.desk("admin", "/settings/security")
    page = asking.page
    page.get_by_role("link", name="Cambios con dos personas").click()
    page.get_by_role("checkbox", name="Etiquetas").check()
    expect(page.get_by_role("checkbox", name="Roles y permisos")).to_be_checked()
    looks_right(page)
    page.get_by_role("button", name="Guardar cambios").click()
    expect(asking.notice("Cambios con dos personas: guardado.")).to_be_visible()

    page.goto(f"/settings/labels/{label['id']}")
    page.get_by_label("Nombre", exact=True).fill("Mora vencida")
    page.get_by_role("button", name="Guardar cambios").click()
    expect(asking.notice("Pendiente de aprobación: otra persona debe aprobarlo.")).to_be_visible()
    expect(page.get_by_text("está pendiente de aprobación.")).to_be_visible()
    expect(page.get_by_label("Nombre", exact=True)).to_have_value("Mora")
    looks_right(page)
    page.get_by_role("link", name="Ver cambios").first.click()
    card = page.get_by_role("article", name="Mora vencida")
    expect(card.get_by_role("button", name="Retirar el pedido")).to_be_visible()
    expect(card.get_by_role("button", name="Aprobar")).to_have_count(0)

    approving = tabs.desk("supervisora")
    page = approving.page
    page.get_by_role("button", name="Avisos").click()
    page.get_by_role("link", name="pidió un cambio que espera aprobación").click()
    card = page.get_by_role("article", name="Mora vencida")
    expect(card.get_by_role("row", name="Nombre")).to_contain_text("Mora vencida")
    looks_right(page)
    card.get_by_role("button", name="Rechazar").click()
    page.get_by_role("dialog").get_by_role("button", name="Rechazar").click()
    expect(page.get_by_text("Escriba el motivo.")).to_be_visible()
    page.keyboard.press("Escape")
    approve = card.get_by_role("button", name="Aprobar: Mora vencida")
    approve.focus()
    page.keyboard.press("Enter")
    expect(approving.notice("Cambio aprobado y aplicado.")).to_be_visible()
    expect(page.get_by_text("No hay cambios pendientes")).to_be_visible()
    assert labels(stack) == ["Mora vencida"]

    page.get_by_role("button", name="Historial").click()
    card = page.get_by_role("article", name="Mora vencida")
    expect(card).to_contain_text("Lo aprobó")
    looks_right(page)
    card.get_by_role("button", name="Deshacer").click()
    expect(approving.notice("Cambio deshecho.")).to_be_visible()
    expect(page.get_by_text("Ya se deshizo")).to_be_visible()
    assert labels(stack) == ["Mora"]
