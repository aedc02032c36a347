"""The agents' desk as a person uses it: what is on it is found by role, label and words."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.stack import PASSWORD
from tests.e2e.watch import Watch

NO_SESSION_YET = r"401 POST .*/api/v1/auth/refresh"


class Desk:
    """One person's browser tab."""

    def __init__(self, page: Page, watch: Watch) -> None:
        self.page = page
        self.watch = watch

    # sign-in -----------------------------------------------------------------------------

    def open_sign_in(self, path: str = "/") -> None:
        """A visit without session: the page asks once whether there is one."""
        self.watch.expect(NO_SESSION_YET)
        self.page.goto(path)
        expect(self.page.get_by_role("heading", name="Entre a su bandeja")).to_be_visible()

    def sign_in(self, name: str, path: str = "/", password: str = PASSWORD) -> None:
        self.open_sign_in(path)
        self.page.get_by_label("Usuario o correo", exact=True).fill(f"{name}@hilo.test")
        self.page.get_by_label("Contraseña", exact=True).fill(password)
        self.page.get_by_role("button", name="Continuar").click()

    def ready(self) -> None:
        """Wait until the page of a signed-in person is there."""
        expect(self.page.get_by_role("navigation", name="Principal")).to_be_visible()
        expect(self.page.get_by_role("main")).to_be_visible()

    # the list ----------------------------------------------------------------------------

    @property
    def rows(self) -> Locator:
        return self.page.locator("a[data-conversation]")

    def row(self, customer: str) -> Locator:
        return self.rows.filter(has_text=customer)

    def tray(self, name: str) -> Locator:
        trays = self.page.get_by_role("navigation", name="Bandejas")
        return trays.get_by_role("link", name=re.compile(name))

    def open_chat(self, customer: str) -> None:
        self.row(customer).click()
        expect(self.chat.get_by_role("heading", name=customer)).to_be_visible()

    # the chat ----------------------------------------------------------------------------

    @property
    def chat(self) -> Locator:
        return self.page.get_by_role("region", name="Conversación", exact=True)

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def items(self) -> Locator:
        """Every drawn row of the timeline."""
        return self.log.locator("[data-index]")

    def message(self, text: str) -> Locator:
        return self.items.filter(has_text=text)

    @property
    def field(self) -> Locator:
        return self.page.get_by_role("textbox", name="Mensaje")

    def claim(self) -> None:
        self.chat.get_by_role("button", name="Tomar conversación").click()
        expect(self.field).to_be_visible()

    def answer(self, text: str) -> Locator:
        """Write and send with Enter; the message as it stands in the timeline."""
        self.field.fill(text)
        self.field.press("Enter")
        expect(self.message(text)).to_be_visible()
        return self.message(text)

    def press(self, name: str) -> None:
        self.chat.get_by_role("button", name=name, exact=True).click()

    def notice(self, sentence: str) -> Locator:
        """The passing notice at the foot of the page."""
        return self.page.get_by_role("status").get_by_text(sentence)
