"""Somebody who has a keyboard and nothing else; wherever the focus is lost, their day ends."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

_MOST_STOPS = 80
_NO_POINTER = """
addEventListener("pointerdown", () => { throw new Error("a pointer was used"); }, true);
"""


class Keys:
    """The keyboard of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.add_init_script(_NO_POINTER)
        # Files are asked for by an event from now on; beginning with the key may be too late.
        page.on("filechooser", lambda _: None)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def go_to(self, target: Locator, *, back: bool = False) -> None:
        """Tabulate until the target has the focus, which must be seen there."""
        expect(target).to_be_visible()
        for _ in range(_MOST_STOPS):
            if self._is_at(target):
                assert target.evaluate("(element) => element.matches(':focus-visible')")
                return
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"the tabulator never came to {target}")

    def push(self, target: Locator, *, back: bool = False) -> None:
        """Go to a button or link and press it."""
        self.go_to(target, back=back)
        self.press("Enter")

    def pick(self, target: Locator) -> None:
        """Go to an item of the menu that is open with the arrow keys, and take it."""
        expect(target).to_be_visible()
        for _ in range(_MOST_STOPS):
            if self._is_at(target):
                self.press("Enter")
                return
            self.press("ArrowDown")
        raise AssertionError(f"the arrows never came to {target}")

    def choose_file(self, button: Locator, file: Any) -> None:
        """Through the browser's own dialog, which a key opens."""
        self.go_to(button)
        with self.page.expect_file_chooser() as chooser:
            self.press("Enter")
        chooser.value.set_files(file)

    def kept(self) -> None:
        """The focus is on something, not fallen off the page."""
        expect(self.page.locator(":focus")).to_have_count(1)

    def leave_field(self) -> None:
        """Out of a text field, so that single keys are shortcuts."""
        self.press("Tab")
        expect(self.page.locator(":focus:not(input, textarea, select)")).to_have_count(1)

    @staticmethod
    def _is_at(target: Locator) -> bool:
        at: bool = target.evaluate("(element) => element === document.activeElement")
        return at
