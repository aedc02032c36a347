"""The main pages in English and in Portuguese: no Spanish word, and no missing one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import Tabs
from tests.e2e.desk import NO_SESSION_YET, Desk
from tests.e2e.scenes import ROSA, customer_sends_every_kind
from tests.e2e.stack import PASSWORD, Stack
from tests.e2e.words import Words

pytestmark = pytest.mark.browser
BROWSERS = {"en": "en-US", "pt": "pt-BR"}
TAGS = {"en": "en-GB", "pt": "pt-BR"}
PAGES = {
    "/agents": "presence.agents",
    "/my-day": "presence.my_day",
    "/settings/connections": "connections.title",
    "/settings/queues": "queues.title",
    "/settings/queues/new": "queues.new",
    "/settings/labels": "labels.title",
    "/settings/labels/new": "labels.new",
    "/settings/breaks": "breaks.title",
    "/account": "account.title",
    "/settings/security": "security.title",
    "/settings/dead-letters": "dead.title",
    "/settings/system": "system.title",
}


class Walk:
    """One person who goes through the product and finds every text in their language."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self.page, self.words = desk.page, words
        self._watch = desk.watch

    def sign_in(self, name: str) -> None:
        self._watch.expect(NO_SESSION_YET)
        self.page.goto("/")
        expect(self.page.get_by_role("heading", name=self.words("sign_in.title"))).to_be_visible()
        expect(self.page.locator("html")).to_have_attribute("lang", TAGS[self.words.language])
        self.clean()
        self.page.get_by_role("button", name=self.words("sign_in.continue")).click()
        expect(self.page.get_by_text(self.words("sign_in.login_missing"))).to_be_visible()
        self.page.get_by_label(self.words("sign_in.login"), exact=True).fill(f"{name}@hilo.test")
        self.page.get_by_label(self.words("sign_in.password"), exact=True).fill(PASSWORD)
        self.clean()
        self.page.get_by_role("button", name=self.words("sign_in.continue")).click()
        expect(self.page.get_by_role("main")).to_be_visible()

    def clean(self) -> None:
        """Nothing here is Spanish, a bare key, or out of reach of a reader."""
        assert self.words.foreign(self.page) == []

    def button(self, key: str, within: Locator | None = None) -> Locator:
        return (within or self.page).get_by_role("button", name=self.words(key), exact=True)

    @contextmanager
    def opened(self, button: Locator, role: str = "dialog") -> Iterator[Locator]:
        """What a button opens; closed by Escape."""
        button.click()
        shown = self.page.get_by_role(role)  # type: ignore[arg-type]
        expect(shown).to_be_visible()
        yield shown
        self.clean()
        self.page.keyboard.press("Escape")
        expect(shown).to_have_count(0)

    def item(self, key: str) -> None:
        """An item of the menu that is open."""
        self.page.get_by_role("menuitem", name=self.words(key)).click()


@pytest.mark.parametrize("language", ["en", "pt"])
def test_every_main_page_speaks_the_language_of_the_browser(
    tabs: Tabs, stack: Stack, language: str
) -> None:
    customer_sends_every_kind(stack, tabs.phone("rosa"))
    desk, words = tabs.visitor(locale=BROWSERS[language]), Words(language)
    walk, page = Walk(desk, words), desk.page
    walk.sign_in("admin")
    for tray in ("new", "pending", "in_progress", "resolved", "open"):
        page.get_by_role("navigation", name=words("tray.label")).get_by_role(
            "link", name=words(f"tray.{tray}")
        ).click()
        walk.clean()
    with walk.opened(page.get_by_role("button", name=words("filter.open"))):
        pass
    with walk.opened(page.get_by_role("button", name=words("app.inbox"), exact=True), "menu"):
        pass
    with walk.opened(walk.button("start.title")):
        expect(page.get_by_label(words("start.country"))).to_be_visible()
    with walk.opened(page.get_by_role("button", name=words.pattern("app.account_of")), "menu"):
        pass

    desk.row(ROSA).click()
    walk.button("action.claim").click()
    expect(page.get_by_role("textbox", name=words("composer.message"))).to_be_visible()
    walk.clean()
    chat(walk)
    for path, title in PAGES.items():
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_contain_text(words(title))
        expect(page.get_by_role("main")).not_to_be_empty()
        walk.clean()
    assert violations(page) == []


def chat(walk: Walk) -> None:
    """What opens around a conversation."""
    page, words = walk.page, walk.words
    with walk.opened(walk.button("emoji.open")):
        expect(page.get_by_label(words("emoji.search"))).to_be_visible()
    walk.button("format.label").click()
    page.get_by_role("textbox", name=words("composer.message")).fill("*Hello* 123")
    walk.clean()
    with walk.opened(walk.button("scheduled.title")):
        pass
    with walk.opened(walk.button("templates.choose")):
        expect(page.get_by_role("list", name=words("templates.list"))).to_be_visible()
    for key in ("action.assign_title", "snooze.open"):
        walk.button("chat.more").click()
        walk.clean()
        walk.item(key)
        expect(page.get_by_role("dialog")).to_be_visible()
        walk.clean()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    walk.button("thread.search").click()
    walk.clean()
    page.get_by_role("textbox", name=words("composer.message")).fill("")
    page.get_by_role("tab", name=words("note.tab")).click()
    walk.clean()
    for press in ("l", "?"):
        page.get_by_role("tab", name=words("note.tab")).focus()
        page.keyboard.press(press)
        expect(page.get_by_role("dialog")).to_be_visible()
        walk.clean()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_language_changes_in_place_and_follows_the_person(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "Buenos días")
    desk, english, portuguese = tabs.desk("agente1"), Words("en"), Words("pt")
    desk.open_chat(ROSA)
    desk.claim()
    desk.field.fill("Su saldo es")
    page = desk.page
    page.get_by_role("button", name="Su cuenta: Ana Rojas").click()
    page.get_by_role("menuitem", name="Preferencias").click()
    page.get_by_role("radio", name="English").check()
    expect(page.get_by_role("dialog", name=english("preferences.title"))).to_be_visible()
    expect(desk.notice("Tomó la conversación.")).to_have_count(0)  # said before, it goes by itself
    assert english.foreign(page) == []
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("textbox", name=english("composer.message"))).to_have_value(
        "Su saldo es"
    )

    # Another browser, whose own language is another one, knows the person's choice.
    elsewhere = tabs.visitor(locale="pt-BR")
    walk = Walk(elsewhere, portuguese)
    walk.sign_in("agente1")
    expect(
        elsewhere.page.get_by_role("navigation", name=english("tray.label"), exact=True)
    ).to_be_visible()
    elsewhere.page.get_by_role("button", name=english.pattern("app.account_of")).click()
    elsewhere.page.get_by_role("menuitem", name=english("app.sign_out")).click()
    elsewhere.page.get_by_role("button", name=english("presence.keep_chats")).click()
    expect(elsewhere.page.get_by_role("heading", name=portuguese("sign_in.title"))).to_be_visible()
