"""What an agent does on a crowded desk, each measured: scrolling, opening, sending, a shift."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, expect

from tests.bench.desk.crowd import Crowd, strides
from tests.bench.desk.tab import Counts, Profile, Tab
from tests.bench.desk.trace import Traced
from tests.e2e.desk import Desk
from tests.e2e.stack import Stack
from tests.e2e.watch import Watch

AGENT = "agente1"
FRAMES = 40
MESSAGES_A_MINUTE = 30
_ROW = "a[data-conversation]"
_SCROLL_LIST = f"""async ([stride, most]) => {{
  const frame = document.querySelector("{_ROW}").closest("ul").parentElement;
  for (let step = 0; step < most; step += 1) {{
    frame.scrollBy({{ top: stride }});
    await new Promise(requestAnimationFrame);
  }}
}}"""
_SCROLL_THREAD = """async ([stride, most]) => {
  const log = document.querySelector("[role=log]");
  for (let step = 0; step < most; step += 1) {
    log.scrollBy({ top: stride });
    await new Promise(requestAnimationFrame);
  }
}"""
_LOADED_ROWS = f"""() => Math.round(
  document.querySelector("{_ROW}").closest("ul").getBoundingClientRect().height / 72)"""


@dataclass
class Figures:
    """One thing measured. Times are of the machine as it was, counts are not."""

    name: str
    traced: Traced | None = None
    profile: Profile | None = None
    counts: Counts | None = None
    paint: float | None = None
    """The longest from an input to its next paint."""
    note: str = ""


class Shift:
    """One agent with a crowd of chats, in one tab."""

    def __init__(self, browser: Browser, stack: Stack, *, chats: int, messages: int) -> None:
        self._stack = stack
        self.crowd = self._gathers(chats, messages)
        self.tab = Tab(browser, stack.origin)
        self.desk = Desk(self.tab.page, Watch())

    @property
    def _page(self) -> Page:
        return self.tab.page

    def _gathers(self, chats: int, messages: int) -> Crowd:
        """One real conversation, held by the agent, is what all others are copies of."""
        self._stack.reset()
        self._stack.writes("rosa", "Buenos días, quiero saber cuánto debo")
        api = self._stack.api(AGENT)
        api.prefer(undo_send_seconds=0)
        while not (found := api.call("GET", "/conversations?state=new")["items"]):
            time.sleep(0.1)
        conversation = api.call("POST", f"/conversations/{found[0]['id']}/claim", {})
        thread = api.call("GET", f"/conversations/{conversation['id']}/thread")
        return Crowd(conversation, thread["items"][0], chats, messages)

    def begins(self) -> None:
        """Signed in, the first page of the list on the screen."""
        self.crowd.answers(self._page)
        self.tab.taps_socket()
        self.desk.sign_in(AGENT)
        self.desk.ready()
        expect(self.desk.rows.first).to_be_visible()
        while self.tab.socket is None:
            self._page.wait_for_timeout(50)
        self.tab.settle()

    @contextmanager
    def _measured(self, figures: Figures) -> Iterator[None]:
        with self.tab.observed() as seen:
            yield
        figures.traced, figures.profile, figures.counts = seen.traced, seen.profile, seen.counts

    # scenes ----------------------------------------------------------------------------------

    def loads_all(self) -> Figures:
        """Scroll down until every page of the list is there."""
        figures = Figures(f"list: load {self.crowd.chats:,} by pages of 50")
        deadline = time.monotonic() + 600
        with self._measured(figures):
            while self._page.evaluate(_LOADED_ROWS) < self.crowd.chats:
                self._page.evaluate(_SCROLL_LIST, [200_000, 1])
                if time.monotonic() > deadline:
                    raise RuntimeError("the list never came to its end")
        return figures

    def scrolls_list(self) -> Figures:
        figures = Figures(f"list: scroll through {self.crowd.chats:,}")
        self._page.evaluate(_SCROLL_LIST, [-10_000_000, 2])
        with self._measured(figures):
            self._page.evaluate(_SCROLL_LIST, [2_000, self.crowd.chats * 72 // 2_000])
        return figures

    def is_written_to(self, *, scrolling: bool = False) -> Figures:
        """Customers all over the list write, each to the top."""
        words = "list: scroll while" if scrolling else "list:"
        figures = Figures(f"{words} {FRAMES} messages come to far chats")
        self._page.evaluate(_SCROLL_LIST, [-10_000_000, 2])
        self._page.mouse.move(900, 400)
        with self._measured(figures):
            for number in itertools.islice(strides(self.crowd), FRAMES):
                self.tab.tell(self.crowd.writes(number))
                self._page.evaluate(_SCROLL_LIST, [400 if scrolling else 0, 2])
            self.tab.settle()
        return figures

    def opens(self) -> Figures:
        figures = Figures("chat: open")
        row = self.desk.rows.nth(2)
        with self._measured(figures):
            self.tab.interaction()
            row.click()
            expect(self.desk.items.first).to_be_visible()
            figures.paint = self.tab.interaction()
        return figures

    def sends(self) -> Figures:
        figures = Figures("chat: send")
        self.desk.field.fill("Con gusto le ayudo")
        with self._measured(figures):
            self.tab.interaction()
            self.desk.field.press("Enter")
            expect(self.desk.message("Con gusto le ayudo").first).to_be_visible()
            figures.paint = self.tab.interaction()
        return figures

    def filters(self) -> Figures:
        figures = Figures("list: filter by state")
        with self._measured(figures):
            self.tab.interaction()
            self.desk.tray("Pendientes").click()
            expect(self._page).to_have_url(re.compile("tray=pending"))
            figures.paint = self.tab.interaction()
        self.desk.tray("Abiertas").click()
        return figures

    def loads_thread(self) -> Figures:
        figures = Figures(f"thread: load {self.crowd.messages:,} by pages of 40")
        first = self.desk.message(f"mensaje {self.crowd.messages - 1} de")
        with self._measured(figures):
            while first.count() == 0:
                self._page.evaluate(_SCROLL_THREAD, [-4_000, 2])
        return figures

    def scrolls_thread(self) -> Figures:
        figures = Figures(f"thread: scroll through {self.crowd.messages:,}")
        with self._measured(figures):
            self._page.evaluate(_SCROLL_THREAD, [1_000, self.crowd.messages * 40 // 1_000])
        return figures

    def hears(self) -> Figures:
        """The customer of the open chat writes on while one reads its foot."""
        figures = Figures(f"thread: {FRAMES} messages come to {self.crowd.messages:,}")
        number = int(self._page.url.partition("many-")[2])
        self._page.evaluate(_SCROLL_THREAD, [10_000_000, 4])
        with self._measured(figures):
            for _ in range(FRAMES):
                self.tab.tell(self.crowd.writes(number))
                self.tab.settle()
        return figures

    def works(self, minutes: int) -> Figures:
        """Each minute messages come and one chat is opened and left; the clock runs ahead."""
        self._page.clock.install()
        self.begins()
        far = strides(self.crowd)
        self._minute(far)
        before = self.tab.heap()
        for _ in range(minutes):
            self._minute(far)
        after = self.tab.heap()
        grown = f"heap {before:.0f} MB, then {after:.0f} MB: grown by {after - before:.0f} MB"
        told = f"{minutes * MESSAGES_A_MINUTE:,} messages came, {minutes} chats were opened"
        return Figures(f"shift: {minutes / 60:.1f} hours in one tab", note=f"{grown}; {told}")

    def _minute(self, far: Iterator[int]) -> None:
        for number in itertools.islice(far, MESSAGES_A_MINUTE):
            self.tab.tell(self.crowd.writes(number))
        self.desk.rows.nth(1).click()
        expect(self.desk.items.first).to_be_visible()
        self._page.clock.fast_forward(60_000)
