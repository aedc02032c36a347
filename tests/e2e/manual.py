"""`make manual-pictures`: the pictures of the manuals, taken from the running product.

The manuals name them and the help inside the product shows them, so they are kept beside them in
`docs/manuals/imagenes`. A test takes them too, so that the way to each does not rot.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.chromium import Chromium
from tests.e2e.conftest import Tabs
from tests.e2e.desk import Desk
from tests.e2e.manual_administration import AdministrationPictures
from tests.e2e.manual_pictures import save
from tests.e2e.scenes import ROSA
from tests.e2e.stack import Stack, running

JORGE = "Jorge Aníbal Muñoz"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


def main(folder: Path) -> None:
    """Start the product, take every picture, stop it."""
    folder.mkdir(parents=True, exist_ok=True)
    chromium = Chromium()
    chromium.start()
    try:
        with running(demo=False) as stack:
            tabs = Tabs(chromium, stack)
            ManualPictures(folder, tabs, stack).take()
            AdministrationPictures(folder, tabs, stack).take()
            tabs.close()
    finally:
        chromium.stop()


class ManualPictures:
    """Those of the agent's manual. Light, at the size of a desk; two at that of a phone."""

    def __init__(self, folder: Path, tabs: Tabs, stack: Stack) -> None:
        self._folder, self._tabs, self._stack = folder, tabs, stack

    def take(self) -> None:
        self._prepare()
        desk = self._tabs.desk("agente1", color_scheme="light")
        expect(desk.rows).to_have_count(4)
        self._list(desk)
        self._chat(desk)
        self._house(desk)
        self._begin(desk)
        self._phone(desk)

    def _prepare(self) -> None:
        """A morning in which some customers have written."""
        admin = self._stack.api("admin")
        for name, minutes in (("Almuerzo", 60), ("Pausa activa", 15)):
            admin.call("POST", "/break-types", {"name": name, "minutes": minutes, "user_ids": None})
        for name, colour in (("Convenio", "verde"), ("Reclamo", "rojo")):
            admin.call("POST", "/labels", {"name": name, "colour": colour})
        self._stack.writes("segundo", "¿Dónde puedo pagar la cuota?")
        self._stack.writes("sin-numero", "Necesito un certificado de mi deuda")
        self._stack.writes("jorge", "Ya hice la transferencia")
        self._stack.writes("rosa", "Buenos días. ¿Cuánto debo a la fecha?")

    def _list(self, desk: Desk) -> None:
        page = desk.page
        self._save(page, "bandeja")
        page.get_by_role("button", name="Filtrar").click()
        expect(page.get_by_role("checkbox", name="Solo sin leer")).to_be_visible()
        self._save(page, "filtros")
        page.keyboard.press("Escape")
        page.get_by_role("main").get_by_role("button", name=re.compile("^Su estado")).click()
        expect(page.get_by_role("menuitemradio", name=re.compile("Almuerzo"))).to_be_visible()
        self._save(page, "estado")
        page.keyboard.press("Escape")

    def _chat(self, desk: Desk) -> None:
        page = desk.page
        desk.open_chat(ROSA)
        desk.claim()
        told = desk.answer(
            "Buenos días, Rosa. Su saldo es de $ 148,20 y la cuota vence el viernes."
        )
        expect(told).to_contain_text("Entregado")
        self._stack.writes("rosa", "¿Puedo pagarlo en dos partes?")
        expect(desk.message("dos partes")).to_be_visible()
        desk.field.fill("Sí: *la mitad hoy* y la otra mitad el día 30.")
        expect(desk.notice("Tomó la conversación.")).to_have_count(0)
        self._save(page, "conversacion")
        page.get_by_role("button", name="Buscar en el hilo").click()
        page.get_by_role("searchbox", name="Palabras del hilo").fill("saldo")
        expect(page.get_by_text("1 de 1, en todo el hilo")).to_be_visible()
        self._save(page, "buscar")
        page.get_by_role("button", name="Cerrar la búsqueda").click()

    def _house(self, desk: Desk) -> None:
        """What never reaches the customer."""
        page = desk.page
        page.get_by_role("tab", name="Nota interna").click()
        note = page.get_by_role("textbox", name="Nota interna")
        asked = str(self._stack.api("supervisora").call("GET", "/me")["name"])[:3].lower()
        note.press_sequentially(f"Quiere pagar en dos partes, ¿lo autoriza @{asked}")
        expect(page.get_by_role("listbox")).to_be_visible()
        self._save(page, "nota")
        note.press("Escape")
        page.get_by_role("tab", name="Responder").click()
        desk.chat.get_by_role("button", name="Más acciones").focus()
        page.keyboard.press("l")
        expect(page.get_by_role("dialog", name="Etiquetar conversación")).to_be_visible()
        self._save(page, "etiquetas")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)

    def _begin(self, desk: Desk) -> None:
        page = desk.page
        page.get_by_role("button", name="Nueva conversación").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("País").select_option("EC")
        dialog.get_by_label("Número de WhatsApp").fill("098 555 0177")
        templates = dialog.get_by_role("list", name="Plantillas")
        templates.get_by_role("button", name="Seguimiento consulta Hola").click()
        dialog.get_by_label("Dato 1", exact=True).fill("Lucía")
        expect(dialog).to_contain_text("Hola Lucía")
        self._save(page, "nueva-conversacion")
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        desk.chat.get_by_role("button", name="Más acciones").focus()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Atajos del teclado")).to_be_visible()
        self._save(page, "teclado")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)

    def _phone(self, desk: Desk) -> None:
        page = desk.page
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        expect(page.get_by_role("button", name="Volver a la lista")).to_be_visible()
        self._save(page, "telefono-conversacion")
        page.get_by_role("button", name="Volver a la lista").click()
        expect(desk.row(JORGE)).to_be_visible()
        self._save(page, "telefono-bandeja")
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]

    def _save(self, page: Page, name: str) -> None:
        save(page, self._folder / f"{name}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
