"""How long a cold start takes until the desk is usable, and what it asks for until then.

Usable: the list shows a chat, and that chat opens when it is pressed. The browser knows nothing
but the session, and the processor is throttled as in the requirement.
"""

from __future__ import annotations

import time

from playwright.sync_api import Browser, Request, expect

from tests.bench.desk.scenes import AGENT, Figures
from tests.bench.desk.tab import Tab
from tests.e2e.desk import Desk
from tests.e2e.stack import Stack
from tests.e2e.watch import Watch

THROTTLED = 4


def measure(browser: Browser, stack: Stack) -> Figures:
    """Signed in before; then the page is loaded anew, without its cache."""
    stack.reset()
    stack.writes("rosa", "Buenos días")
    while not stack.api(AGENT).call("GET", "/conversations?state=new")["items"]:
        time.sleep(0.1)
    tab = Tab(browser, stack.origin)
    desk = Desk(tab.page, Watch())
    desk.sign_in(AGENT)
    desk.ready()
    tab.cdp.send("Network.setCacheDisabled", {"cacheDisabled": True})
    tab.throttle(THROTTLED)
    asked: list[Request] = []
    tab.page.on("request", lambda one: asked.append(one))  # noqa: PLW0108 - it has to take attributes
    begun = time.monotonic()
    tab.page.reload(wait_until="commit")
    expect(desk.rows.first).to_be_visible()
    listed, before = time.monotonic() - begun, len(asked)
    desk.rows.first.click()
    expect(desk.items.first).to_be_visible()
    usable = time.monotonic() - begun
    scripts = sum(_size(one) for one in asked[:before] if one.resource_type == "script")
    tab.close()
    told = f"list after {listed:.2f} s, a chat open after {usable:.2f} s"
    counted = f"{before} requests until the list, {scripts / 1000:.0f} kB of scripts parsed"
    return Figures(f"start, processor throttled {THROTTLED} times", note=f"{told}; {counted}")


def _size(request: Request) -> int:
    answer = request.response()
    return len(answer.body()) if answer else 0
