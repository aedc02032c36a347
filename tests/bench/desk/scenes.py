"""What an agent does on a crowded desk, each measured: scrolling, opening, sending, a whole shift."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, expect

from tests.bench.desk.crowd import Crowd, strides
from tests.bench.desk.tab import Counts, Profile, Tab
from tests.bench.desk.trace import Traced
from tests.e2e.desk import Desk
from tests.e2e.stack import PASSWORD, Stack
from tests.e2e.watch import Watch

AGENT = "agente1"
FRAMES_WHILE_SCROLLING = 40
SHIFT_MINUTES = 8 * 60
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
    traced: list[Traced] = field(default_factory=list)
    profiles: list[Profile] = field(default_factory=list)
    counts: list[Counts] = field(default_factory=list)
    paint: float | None = None
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
        """Counted, profiled and traced, each without the other two."""
        with (
            self.tab.counted(figures.counts),
            self.tab.traced(figures.traced),
        ):
            yield

    # scenes ----------------------------------------------------------------------------------

    def loads_all(self) -> Figures:
        """Scroll down until every page of the list is there."""
        figures = Figures(f"list: load {self.crowd.chats:,} by pages of 50")
        with self._measured(figures):
            deadline = time.monotonic() + 600
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
        figures = Figures(f"{words} {FRAMES_WHILE_SCROLLING} messages come to far chats")
        self._page.evaluate(_SCROLL_LIST, [-10_000_000, 2])
        self._page.mouse.move(900, 400)
        profile: list[Profile] = figures.profiles
        with self._measured(figures), self.tab.profiled(profile):
            for number in itertools.islice(strides(self.crowd), FRAMES_WHILE_SCROLLING):
                self.tab.tell(self.crowd.writes(number))
                self._page.evaluate(_SCROLL_LIST, [400 if scrolling else 0, 2])
            self.tab.settle()
        return figures

    def opens(self, name: str) -> Figures:
        figures = Figures("chat: open")
        row = self.desk.rows.nth(2)
        with self._measured(figures):
            self.tab.interaction()
            row.click()
            expect(self.desk.items.first).to_be_visible()
            figures.paint = self.tab.interaction()
        figures.note = name
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
        figures = Figures("list: filter by unread")
        with self._measured(figures):
            self.tab.interaction()
            self.desk.tray("Pendientes").click()
            expect(self._page).to_have_url(re.compile("tray=pending"))
            figures.paint = self.tab.interaction()
        self.desk.tray("Todo lo abierto").click()
        return figures

    def loads_thread(self) -> Figures:
        figures = Figures(f"thread: load {self.crowd.messages:,} by pages of 40")
        with self._measured(figures):
            first = self.desk.message(f"mensaje {self.crowd.messages - 1} de")
            while first.count() == 0:
                self._page.evaluate(_SCROLL_THREAD, [-4_000, 2])
        return figures

    def scrolls_thread(self) -> Figures:
        figures = Figures(f"thread: scroll through {self.crowd.messages:,}")
        with self._measured(figures):
            self._page.evaluate(_SCROLL_THREAD, [1_000, self.crowd.messages * 40 // 1_000])
        return figures
