"""`python -m tests.e2e.screenshots OUT_DIR`: pictures of the product with its demonstration.

A person looks at them; docs/images/desk.png comes from here.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.chromium import Chromium
from tests.e2e.conftest import DESKTOP, Tabs
from tests.e2e.desk import Desk
from tests.e2e.scenes import (
    ROSA,
    agent_meets_every_outcome,
    brings_history,
    customer_sends_every_kind,
    told_of_account,
)
from tests.e2e.stack import Stack, running
from tests.e2e.watch import settled

PHONE = {"width": 390, "height": 844}


def main(folder: Path) -> None:
    """Start the product, take every picture, stop it."""
    folder.mkdir(parents=True, exist_ok=True)
    chromium = Chromium()
    chromium.start()
    try:
        with running(demo=True) as stack:
            Pictures(folder, Tabs(chromium, stack), stack).take()
    finally:
        chromium.stop()


class Pictures:
    """The pages in the order in which one would show them to somebody."""

    def __init__(self, folder: Path, tabs: Tabs, stack: Stack) -> None:
        self._folder, self._tabs, self._stack = folder, tabs, stack

    def take(self) -> None:
        self._sign_in()
        desk = self._desk()
        self._trouble(desk)
        self._dead_letters()
        self._connections()

    def _sign_in(self) -> None:
        visitor = self._tabs.visitor()
        visitor.open_sign_in()
        self._both(visitor.page, "sign-in")
        visitor.sign_in("agente1", password="no-es-esta")
        expect(visitor.page.get_by_text("El usuario o la contraseña no coinciden.")).to_be_visible()
        self._save(visitor.page, "sign-in-refused")

    def _desk(self) -> Desk:
        desk = self._tabs.desk("agente1")
        # The demonstration ends with this conversation.
        desk.tray("Resueltas").click()
        expect(desk.row("Blanca Cecilia Toapanta")).to_be_visible(timeout=30_000)
        desk.tray("Abiertas").click()
        desk.open_chat(ROSA)
        told = desk.answer("A la cuenta de ahorros 2201 4478 del Banco Andino.")
        expect(told).to_contain_text("Entregado")
        self._stack.writes("rosa", "Listo, ya transferí. Le envío el comprobante en un momento.")
        expect(desk.message("Listo, ya transferí.")).to_be_visible()
        desk.page.mouse.move(640, 20)
        self._both(desk.page, "desk")
        self._overlays(desk)
        desk.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        self._both(desk.page, "phone-chat")
        desk.page.get_by_role("button", name="Más acciones").click()
        desk.page.get_by_role("menuitem", name="Ficha del cliente").click()
        self._both(desk.page, "phone-panel")
        desk.page.get_by_role("button", name="Cerrar ficha").click()
        expect(desk.page.get_by_role("dialog")).to_have_count(0)
        desk.page.get_by_role("button", name="Volver a la lista").click()
        self._both(desk.page, "phone-list")
        desk.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        return desk

    def _overlays(self, desk: Desk) -> None:
        """What opens above the page: a menu and a dialog."""
        page = desk.page
        page.get_by_role("button", name=re.compile("^Su cuenta")).click()
        self._both(page, "menu")
        page.get_by_role("menuitem", name="Atajos del teclado").click()
        self._both(page, "keys")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)

    def _trouble(self, desk: Desk) -> None:
        """Every kind of message and every outcome, on the desk and on the phone."""
        phone = self._tabs.phone("rosa")
        customer_sends_every_kind(self._stack, phone)
        desk.open_chat(ROSA)
        expect(desk.log.get_by_role("button", name="Reproducir nota de voz")).to_be_visible()
        self._both(desk.page, "kinds")
        desk.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        self._both(desk.page, "phone-kinds")
        desk.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        agent_meets_every_outcome(self._stack, desk)
        self._both(desk.page, "outcomes")
        phone.page.mouse.move(640, 20)
        self._both(phone.page, "phone-page")

    def _dead_letters(self) -> None:
        metadata = {"phone_number_id": "100000000000999"}
        self._stack.deliver({"metadata": metadata, "messages": [{"id": "wamid.x"}]})
        desk = self._tabs.desk("admin", "/dead-letters")
        expect(desk.page.get_by_role("button", name="Descartar")).to_be_visible()
        self._both(desk.page, "dead-letters")
        desk.page.get_by_role("button", name="Descartar").click()
        expect(desk.page.get_by_role("dialog")).to_be_visible()
        self._both(desk.page, "discard")

    def _connections(self) -> None:
        brings_history(self._stack)
        told_of_account(self._stack, restricted=True)
        desk = self._tabs.desk("admin", "/connections")
        expect(desk.page.get_by_text("Restringida por Meta")).to_be_visible()
        self._both(desk.page, "connections")
        desk.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        self._both(desk.page, "phone-connections")

    def _both(self, page: Page, name: str) -> None:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            self._save(page, f"{name}-{scheme}")
        page.emulate_media(color_scheme="light")

    def _save(self, page: Page, name: str) -> None:
        settled(page)
        page.screenshot(path=self._folder / f"{name}.png", animations="disabled")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
