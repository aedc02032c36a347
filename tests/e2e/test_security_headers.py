"""Every answer carries a strict policy, the browser holds the pages to it, and we would know."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Response, expect

from infra.security_headers import DATA_HEADERS, REPORTS, page_headers
from tests.e2e.chromium import Chromium
from tests.e2e.conftest import PATIENCE_MS, Tabs
from tests.e2e.files import picture
from tests.e2e.scenes import ROSA
from tests.e2e.stack import Stack
from tests.e2e.watch import POLICY, Watch

pytestmark = pytest.mark.browser
PHONE_SIZE = {"width": 390, "height": 844}

INJECTIONS = {
    "script-src-elem": "document.body.append(element('script', 'window.obeyed = true'))",
    "script-src-attr": "document.body.innerHTML = '<img src=/icon.svg onload=obeyed=true>'",
    "style-src-elem": "document.head.append(element('style', 'body { opacity: 0 }'))",
    "style-src-attr": "document.body.setAttribute('style', 'opacity: 0')",
    "img-src": "new Image().src = 'https://elsewhere.test/pixel.png'",
    "media-src": "new Audio('https://elsewhere.test/sound.mp3').load()",
    "connect-src": "fetch('https://elsewhere.test/').catch(() => undefined)",
    "frame-src": "document.body.append(Object.assign(element('iframe', ''), { src: '/phone' }))",
    "object-src": "document.body.append(Object.assign(element('object', ''), { data: '/phone' }))",
    "base-uri": "document.head.append(Object.assign(element('base', ''), { href: '/other/' }))",
}
ELEMENT = """
const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });
"""


@pytest.fixture
def intruded(chromium: Chromium, stack: Stack) -> Iterator[tuple[Page, Watch]]:
    """A page whose test breaks the policy on purpose, and what was seen of that."""
    context = chromium.browser.new_context(base_url=stack.origin)
    context.set_default_timeout(PATIENCE_MS)
    watch = Watch()
    watch.follow(context)
    page = context.new_page()
    page.goto("/phone")
    yield page, watch
    context.close()


@pytest.mark.parametrize("directive", INJECTIONS)
def test_watch_reports_when_a_page_breaks_its_policy(
    intruded: tuple[Page, Watch], directive: str
) -> None:
    page, watch = intruded
    watch.expect(".*")
    assert watch.unexpected() == []
    told = f"{POLICY}: {directive} refused"
    with page.expect_console_message(lambda message: message.text.startswith(told)):
        page.evaluate(f"() => {{ {ELEMENT} {INJECTIONS[directive]}; }}")
    assert any(one.startswith(told) for one in watch.unexpected())
    assert page.evaluate("() => [window.obeyed, getComputedStyle(document.body).opacity]") == [
        None,
        "1",
    ]


def test_the_browser_reports_what_a_page_was_refused(intruded: tuple[Page, Watch]) -> None:
    page, _ = intruded
    with page.expect_response(f"**{REPORTS}") as answered:
        page.evaluate(f"() => {{ {ELEMENT} {INJECTIONS['script-src-elem']}; }}")
    report = json.loads(answered.value.request.post_data or "")["csp-report"]
    assert (report["effective-directive"], report["blocked-uri"]) == ("script-src-elem", "inline")
    assert answered.value.status == 204


def test_every_answer_has_a_strict_policy_when_a_chat_with_a_picture_is_opened(
    tabs: Tabs, stack: Stack
) -> None:
    stack.attaches("rosa", picture(), "Mi comprobante")
    desk = tabs.visitor()
    answers: list[Response] = []
    desk.page.context.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright marks it
    desk.sign_in("agente1")
    desk.open_chat(ROSA)
    expect(desk.log.get_by_role("img", name="Mi comprobante")).to_be_visible()
    desk.page.context.new_page().goto("/phone")

    headers = {answer.url.removeprefix(stack.origin): answer.all_headers() for answer in answers}
    pages = {path for path in headers if path in {"/", "/phone"} or path.startswith("/assets/")}
    assert {"/", "/phone"} < pages
    for path in pages:
        assert page_headers(stack.origin).items() <= headers[path].items()
    data = {path for path in headers if path.startswith("/api/")}
    assert data
    for path in data:
        assert DATA_HEADERS.items() <= headers[path].items()
    assert [path for path in headers if path.startswith("/local/media/")]
    for found in headers.values():
        assert "unsafe-" not in found["content-security-policy"]


def test_colours_change_without_style_element_when_others_are_chosen(tabs: Tabs) -> None:
    desk = tabs.desk("agente1")
    body = desk.page.locator("body")
    for name, colour in (("Oscuro", "rgb(19, 20, 23)"), ("Claro", "rgb(248, 247, 246)")):
        desk.page.get_by_role("button", name=re.compile("^Su cuenta")).click()
        desk.page.get_by_role("menuitemradio", name=name).click()
        expect(body).to_have_css("background-color", colour)
        desk.page.keyboard.press("Escape")
    assert desk.page.locator("style").count() == 0


def test_panel_opens_as_a_sheet_without_style_element_on_a_phone(tabs: Tabs, stack: Stack) -> None:
    stack.writes("rosa", "Buenos días")
    desk = tabs.desk("agente1", viewport=PHONE_SIZE)
    desk.open_chat(ROSA)
    desk.chat.get_by_role("button", name="Más acciones").click()
    desk.page.get_by_role("menuitem", name="Ficha del cliente").click()
    expect(desk.page.get_by_role("dialog")).to_be_visible()
    assert desk.page.locator("style").count() == 0
