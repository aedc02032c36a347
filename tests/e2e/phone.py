"""The customer's phone page as a person uses it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.stack import GENERAL


class Phone:
    """The tab in which somebody plays the customers."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, person: str, connection: str = GENERAL) -> Phone:
        self.page.goto(f"/phone?conexion={connection}&persona={person}")
        expect(self.field).to_be_visible()
        return self

    def look_at(self, name: str) -> None:
        """Take another person's phone."""
        people = self.page.get_by_role("region", name="Personas")
        people.get_by_role("button", name=name).click()
        expect(self.log).to_have_attribute("aria-label", f"Conversación en el teléfono de {name}")

    @property
    def field(self) -> Locator:
        return self.page.get_by_label("Mensaje del cliente")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    def bubble(self, text: str) -> Locator:
        return self.log.get_by_role("listitem").filter(has_text=text)

    def write(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")
        expect(self.bubble(text)).to_be_visible()

    def attach(self, file: dict[str, Any], caption: str = "") -> None:
        """Choose a file and send it."""
        self.page.get_by_role("button", name="Adjuntar").click()
        self.page.get_by_test_id("attach-file").set_input_files(file)  # type: ignore[arg-type]
        if caption:
            self.page.get_by_label("Comentario del archivo").fill(caption)
        self.page.get_by_role("button", name="Enviar", exact=True).click()

    def send_example(self, name: str) -> None:
        """Choose something of the menu that needs no file."""
        self.page.get_by_role("button", name="Adjuntar").click()
        self.page.get_by_role("group", name="Qué adjuntar").get_by_role("button", name=name).click()

    def record_voice_note(self) -> None:
        """Without microphone the page sends a note of its own."""
        self.page.get_by_role("button", name="Nota de voz").click()

    def do(self, text: str, action: str) -> None:
        """Choose an action of the message with this text."""
        self.bubble(text).get_by_role("button", name="Acciones del mensaje").click()
        self.bubble(text).get_by_role("button", name=action).click()
