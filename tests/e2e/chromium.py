"""Debian's Chromium, driven by Playwright: one browser for all e2e tests.

Playwright's own download is not used: the package of the distribution is what CI installs.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

from infra.local.engines.java import EngineMissingError

_DEBIAN_PATH = "/usr/bin/chromium"
_MICROPHONE = ["--use-fake-device-for-media-stream"]  # it beeps
_ARGUMENTS = [
    "--no-sandbox",  # containers seldom allow it one; it opens nothing but our own pages
    "--mute-audio",
    "--autoplay-policy=no-user-gesture-required",
]


class Chromium:
    """Started and stopped like the other engines of the tests."""

    def __init__(self) -> None:
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._hearing: Browser | None = None

    @property
    def hearing(self) -> Browser:
        """A second browser, which has a microphone."""
        if self._playwright is None:
            raise RuntimeError("start Chromium before using it")
        if self._hearing is None:
            self._hearing = self._playwright.chromium.launch(
                executable_path=chromium_path(), args=_ARGUMENTS + _MICROPHONE
            )
        return self._hearing

    @property
    def browser(self) -> Browser:
        """The running browser."""
        if self._browser is None:
            raise RuntimeError("start Chromium before using it")
        return self._browser

    def start(self) -> None:
        """Raises EngineMissingError where there is no Chromium."""
        path = chromium_path()
        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)

    def stop(self) -> None:
        for browser in (self._browser, self._hearing):
            if browser is not None:
                browser.close()
        if self._playwright is not None:
            self._playwright.stop()


def chromium_path() -> str:
    """Raises EngineMissingError naming the package to install."""
    path = shutil.which("chromium") or _DEBIAN_PATH
    if not Path(path).exists():
        raise EngineMissingError("Chromium is missing: install the Debian package chromium")
    return path
