"""What a page does wrong behind the screen: errors, violated policies, requests that fail.

Everything is wrong but what a test names beforehand; a violated policy is wrong in any case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, WebError

# Chromium repeats every failed request in the console; those are judged as requests.
_REPEATED = ("Failed to load resource:",)
_GIVEN_UP = "net::ERR_ABORTED"  # by the page itself: it was closed, or no longer wants the answer
# Chromium's own words about violations hold this, too.
POLICY = "Content Security Policy"
_REPORT_VIOLATIONS = f"""
addEventListener("securitypolicyviolation", (event) =>
  console.error(`{POLICY}: ${{event.effectiveDirective}} refused ${{event.blockedURI}}`));
"""


@dataclass
class Watch:
    """The trouble of one browser context."""

    violations: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    expected: list[re.Pattern[str]] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.add_init_script(_REPORT_VIOLATIONS)
        context.on("weberror", self._raised)
        context.on("console", self._said)
        context.on("response", self._answered)
        context.on("requestfailed", self._failed)

    def expect(self, pattern: str) -> None:
        """Name trouble that belongs to the test, such as `401 POST .*/auth/sign-in`."""
        self.expected.append(re.compile(pattern))

    def unexpected(self) -> list[str]:
        return self.violations + [
            one for one in self.trouble if not any(known.search(one) for known in self.expected)
        ]

    def _raised(self, error: WebError) -> None:
        self.trouble.append(f"page error: {error.error}")

    def _said(self, message: ConsoleMessage) -> None:
        if POLICY in message.text:
            self.violations.append(message.text)
        elif message.type in ("error", "warning") and not message.text.startswith(_REPEATED):
            self.trouble.append(f"console {message.type}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.trouble.append(f"{response.status} {_name(response.request)}")

    def _failed(self, request: Request) -> None:
        if request.failure != _GIVEN_UP:
            self.trouble.append(f"{request.failure} {_name(request)}")


def _name(request: Request) -> str:
    return f"{request.method} {request.url}"


def settled(page: Page) -> None:
    """Return once all that the page asked for is there and drawn."""
    page.evaluate("() => document.fonts.ready.then(() => undefined)")
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
