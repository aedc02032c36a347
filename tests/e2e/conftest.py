"""The running product, the browser, and pages that are watched; every test begins at the seed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.chromium import Chromium
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone
from tests.e2e.stack import Stack, running
from tests.e2e.watch import Watch
from tests.engines import start_or_leave_out

DESKTOP = {"width": 1280, "height": 800}
PATIENCE_MS = 30_000

# A busy machine is slow: what a page waits for may take as long as what a page does.
expect.set_options(timeout=PATIENCE_MS)


# The scope is this package: Playwright's loop would be in the way of later tests' own.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Chromium]:
    engine = Chromium()
    start_or_leave_out(engine)
    yield engine
    engine.stop()


@pytest.fixture(scope="package")
def product(chromium: Chromium) -> Iterator[Stack]:
    """One product for the whole package."""
    with running(demo=False) as stack:
        yield stack


@pytest.fixture
def stack(product: Stack) -> Stack:
    """The product at its seed, the provider calm."""
    product.reset()
    return product


class Tabs:
    """Opens watched pages, each in a context of its own: another person, another browser."""

    def __init__(self, chromium: Chromium, stack: Stack) -> None:
        self._chromium, self._stack = chromium, stack
        self._watches: list[Watch] = []
        self._contexts: list[BrowserContext] = []

    def page(self, *, microphone: bool = False, **options: Any) -> tuple[Page, Watch]:
        settings = {
            "base_url": self._stack.origin,
            "viewport": DESKTOP,
            "locale": "es-EC",
            "timezone_id": "America/Guayaquil",
        }
        browser = self._chromium.hearing if microphone else self._chromium.browser
        context = browser.new_context(**{**settings, **options})
        self._contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        watch = Watch()
        watch.follow(context)
        self._watches.append(watch)
        return context.new_page(), watch

    def visitor(self, **options: Any) -> Desk:
        """Somebody who has not signed in."""
        return Desk(*self.page(**options))

    def desk(self, name: str, path: str = "/", *, undo_seconds: int = 0, **options: Any) -> Desk:
        """Somebody signed in, with the list on the screen; their messages leave at once."""
        self._stack.api(name).prefer(undo_send_seconds=undo_seconds)
        desk = self.visitor(**options)
        desk.sign_in(name, path)
        desk.ready()
        return desk

    def phone(self, person: str = "rosa", **options: Any) -> Phone:
        page, _ = self.page(**options)
        return Phone(page).open(person)

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def unexpected(self) -> list[str]:
        return [one for watch in self._watches for one in watch.unexpected()]


@pytest.fixture
def tabs(chromium: Chromium, stack: Stack) -> Iterator[Tabs]:
    """Pages; the test fails on anything that went wrong in them and was not expected."""
    tabs = Tabs(chromium, stack)
    yield tabs
    unexpected = tabs.unexpected()
    tabs.close()
    assert unexpected == []
