"""The pictures of the administrator's manual, taken from the running product."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Tabs
from tests.e2e.desk import Desk
from tests.e2e.manual_pictures import save
from tests.e2e.scenes import ROSA
from tests.e2e.stack import Stack

PEOPLE = (
    {"username": "bchoque", "first_name": "Beatriz", "last_name": "Choque", "file_number": "1042"},
    {"username": "mnunez", "first_name": "María", "last_name": "Núñez", "file_number": "1043"},
)


class AdministrationPictures:
    """Light, at the size of a desk."""

    def __init__(self, folder: Path, tabs: Tabs, stack: Stack) -> None:
        self._folder, self._tabs, self._stack = folder, tabs, stack

    def take(self) -> None:
        label = self._prepare()
        admin = self._tabs.desk("admin", color_scheme="light")
        self._people(admin.page)
        self._roles(admin.page)
        self._machines(admin.page)
        self._person(admin)
        self._four_eyes(admin, label)
        self._audit(admin.page)

    def _prepare(self) -> str:
        """Somebody new, a second administrator, a label, and a customer who wrote."""
        admin = self._stack.api("admin")
        for one in PEOPLE:
            mail = f"{one['username']}@hilo.test"
            more = {"email": mail, "role": "agent", "queues": ["general"]}
            admin.call("POST", "/users", {**one, **more})
        version = {"If-Match": str(admin.call("GET", "/users/supervisora")["version"])}
        admin.call("PATCH", "/users/supervisora", {"role": "administrator"}, **version)
        self._stack.writes("rosa", "Perdí mi tarjeta")
        return str(admin.call("POST", "/labels", {"name": "Mora", "colour": "rojo"})["id"])

    def _people(self, page: Page) -> None:
        page.goto("/settings/users")
        page.get_by_role("link", name="Beatriz Choque").wait_for()
        self._save(page, "personas")
        page.get_by_role("link", name="Beatriz Choque").click()
        expect(page.get_by_role("heading", name="Beatriz Choque")).to_be_visible()
        self._save(page, "persona")

    def _roles(self, page: Page) -> None:
        page.goto("/settings/roles")
        page.get_by_role("link", name="Agente", exact=True).click()
        seen = page.get_by_role("heading", name="Qué datos ve")
        expect(seen).to_be_visible()
        self._save(page, "rol-permisos")
        page.get_by_label("Cómo ve: Teléfono e identificadores").select_option("masked")
        seen.scroll_into_view_if_needed()
        self._save(page, "rol-datos")
        page.get_by_role("button", name="Descartar").click()
        page.goto("/settings/roles/review")
        expect(page.get_by_role("table").first).to_be_visible()
        self._save(page, "revision-de-accesos")

    def _machines(self, page: Page) -> None:
        page.goto("/settings/applications/new")
        page.get_by_label("Nombre", exact=True).fill("Tienda en línea")
        self._save(page, "aplicacion")
        page.goto("/settings/identity-providers/new")
        page.get_by_role("heading", level=1).wait_for()
        self._save(page, "proveedor-de-identidad")

    def _person(self, admin: Desk) -> None:
        """What is kept of one customer."""
        admin.page.goto("/conversations")
        admin.open_chat(ROSA)
        admin.page.get_by_role("link", name="Privacidad de esta persona").click()
        expect(admin.page.get_by_role("heading", name=ROSA, level=1)).to_be_visible()
        self._save(admin.page, "privacidad-persona")
        admin.page.goto("/settings/privacy")
        expect(admin.page.get_by_role("heading", name="Privacidad", level=1)).to_be_visible()
        self._save(admin.page, "privacidad")

    def _four_eyes(self, admin: Desk, label: str) -> None:
        """One asks, and another sees what would change."""
        page = admin.page
        page.goto("/settings/security")
        page.get_by_role("heading", level=1).wait_for()
        self._save(page, "seguridad")
        page.get_by_role("link", name="Cambios con dos personas").click()
        page.get_by_role("checkbox", name="Etiquetas").check()
        page.get_by_role("button", name="Guardar cambios").click()
        expect(admin.notice("Cambios con dos personas: guardado.")).to_be_visible()
        page.goto(f"/settings/labels/{label}")
        page.get_by_label("Nombre", exact=True).fill("Mora vencida")
        page.get_by_role("button", name="Guardar cambios").click()
        expect(page.get_by_text("está pendiente de aprobación.")).to_be_visible()
        other = self._tabs.desk("supervisora", "/settings/changes", color_scheme="light").page
        expect(other.get_by_role("article", name="Mora vencida")).to_be_visible()
        self._save(other, "cambio-pendiente")

    def _audit(self, page: Page) -> None:
        page.goto("/settings/audit?event=user.created")
        rows: Any = page.get_by_role("table").locator("tbody tr")
        expect(rows).to_have_count(len(PEOPLE))
        self._save(page, "auditoria")

    def _save(self, page: Page, name: str) -> None:
        save(page, self._folder / f"{name}.png")
