"""Privacy as its administrator: a person taken along, held, consented and erased; rules for all."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations_everywhere
from tests.e2e.conftest import DESKTOP, Tabs
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser
ROSA = "Rosa Elvira Quishpe"


def looked_at(page: Page) -> None:
    """Usable by everybody, at every width and in both colours."""
    assert violations_everywhere(page) == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def takes_along(page: Page, stack: Stack, folder: Path) -> None:
    page.get_by_role("button", name="Preparar la exportación").click()
    expect(page.get_by_text("Preparándose")).to_be_visible()
    stack.minute()
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("button", name="Descargar").click()
    download.value.save_as(folder / "rosa.zip")
    with ZipFile(folder / "rosa.zip") as archive:
        assert "Perdí mi tarjeta" in archive.read("data.json").decode()


def is_held(page: Page) -> None:
    """A consent is recorded; a hold forbids erasing until it is released."""
    page.get_by_label("Finalidad del consentimiento").fill("Campañas")
    page.get_by_label("Evidencia").fill("formulario 12")
    page.get_by_role("button", name="Anotar el consentimiento").click()
    expect(page.get_by_text("Campañas · Concedido")).to_be_visible()
    page.get_by_label("Motivo de la retención").fill("Reclamo en curso")
    page.get_by_role("button", name="Retener").click()
    erase = page.get_by_role("button", name="Borrar para siempre…")
    expect(page.get_by_text("Hay una retención legal vigente")).to_be_visible()
    expect(erase).to_be_disabled()
    page.get_by_role("button", name="Levantar").click()
    expect(erase).to_be_enabled()


def test_administrator_takes_a_person_along_and_erases_them(
    tabs: Tabs, stack: Stack, tmp_path: Path
) -> None:
    stack.writes("rosa", "Perdí mi tarjeta")
    desk = tabs.desk("admin")
    page = desk.page
    desk.open_chat(ROSA)
    page.get_by_role("link", name="Privacidad de esta persona").click()
    expect(page.get_by_role("heading", name=ROSA, level=1)).to_be_visible()
    looked_at(page)
    takes_along(page, stack, tmp_path)
    is_held(page)

    page.get_by_role("button", name="Borrar para siempre…").click()
    dialog = page.get_by_role("dialog", name="¿Borrar a esta persona para siempre?")
    phrase = dialog.get_by_label(f"Para confirmar escriba: {ROSA}")
    phrase.fill("Rosa")
    desk.watch.expect(r"422 POST .*/erasure")
    dialog.get_by_role("button", name="Borrar para siempre").click()
    expect(dialog.get_by_text("No es lo que pide la confirmación")).to_be_visible()
    looked_at(page)
    phrase.fill(ROSA)
    dialog.get_by_role("button", name="Borrar para siempre").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    stack.minute()
    page.reload()
    expect(page.get_by_text(re.compile("^Borrada"))).to_be_visible()
    expect(page.get_by_text("Conversaciones: 1 · mensajes: 1 · archivos: 0")).to_be_visible()
    expect(page.get_by_text(ROSA)).to_have_count(0)
    looked_at(page)

    page.get_by_role("link", name="Privacidad", exact=True).first.click()
    expect(page.get_by_role("region", name="Borrados").get_by_text("Borrada")).to_be_visible()
    (head,) = stack.api("admin").call("GET", "/conversations?state=resolved")["items"]
    page.goto(f"/conversations/{head['id']}")
    expect(page.get_by_text("Contenido borrado por privacidad").first).to_be_visible()


def test_administrator_sets_how_long_things_stay_and_keeps_the_register(
    tabs: Tabs, stack: Stack
) -> None:
    page = tabs.desk("admin", "/settings/privacy").page
    expect(page.get_by_role("heading", name="Privacidad", level=1)).to_be_visible()
    looked_at(page)
    page.get_by_label("Días · Mensajes").fill("29")
    expect(page.get_by_text("Entre 30 y 36500 días.").first).to_be_visible()
    page.get_by_label("Días · Mensajes").fill("400")
    page.get_by_role("button", name="Ver qué quitaría…").first.click()
    dialog = page.get_by_role("dialog", name="Conservación · Mensajes")
    expect(dialog.get_by_text("0 conversaciones cerradas antes del")).to_be_visible()
    looked_at(page)
    dialog.get_by_role("button", name="Activar: 400 días").click()
    expect(page.get_by_text("Activa: 400 días.")).to_be_visible()

    page.get_by_role("link", name="Abrir el registro de tratamientos").click()
    expect(page.get_by_text("El registro está vacío")).to_be_visible()
    page.get_by_role("link", name="Agregar tratamiento").click()
    page.get_by_label("Tratamiento", exact=True).fill("Atención de reclamos")
    page.get_by_label("Finalidad").fill("Responder lo que piden los clientes")
    page.get_by_role("button", name="Crear").click()
    expect(page.get_by_role("link", name="Atención de reclamos")).to_be_visible()
    looked_at(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Descargar el registro (CSV)").click()
    assert download.value.suggested_filename == "registro-de-tratamientos.csv"
