"""How a picture of a manual is taken."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.watch import settled


def save(page: Page, path: Path) -> None:
    """The page as it stands once nothing moves any more."""
    page.mouse.move(0, 0)
    settled(page)
    page.screenshot(path=path, animations="disabled", caret="hide")
