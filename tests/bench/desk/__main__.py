"""`make bench-desk`: how the desk behaves with very many chats, messages and hours, in Chromium.

Times are of the machine as it was, whose load stands beside them; commits, rendered components,
nodes, requests and bytes are the same on any. `--only list,thread,start,shift` narrows it.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator

from playwright.sync_api import Browser

from tests.bench.desk import start
from tests.bench.desk.scenes import Figures, Shift
from tests.e2e.chromium import Chromium
from tests.e2e.stack import Stack, running

PARTS = ("list", "thread", "start", "shift")
CHATS, MESSAGES, MINUTES = 10_000, 5_000, 8 * 60


def main() -> None:
    """Measure and print part after part."""
    parser = argparse.ArgumentParser(prog="tests.bench.desk", description="Measure the desk.")
    parser.add_argument("--only", default=",".join(PARTS), help=f"of {','.join(PARTS)}")
    parser.add_argument("--chats", type=int, default=CHATS)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--minutes", type=int, default=MINUTES, help="of the simulated shift")
    parser.add_argument("--profile", action="store_true", help="name the dearest functions")
    given = parser.parse_args()
    chromium = Chromium()
    chromium.start()
    try:
        with running(demo=False) as stack:
            print(_HEAD)
            for part in given.only.split(","):
                for figures in _measured(part, chromium.browser, stack, given):
                    print(_row(figures), flush=True)
                    if given.profile:
                        print(_dearest(figures), flush=True)
    finally:
        chromium.stop()


def _measured(
    part: str, browser: Browser, stack: Stack, given: argparse.Namespace
) -> Iterator[Figures]:
    if part == "start":
        yield start.measure(browser, stack)
        return
    chats = given.chats if part == "list" else min(given.chats, 200)
    messages = given.messages if part == "thread" else 120
    shift = Shift(browser, stack, chats=chats, messages=messages)
    try:
        yield from {"list": _list, "thread": _thread, "shift": _hours}[part](shift, given)
    finally:
        shift.tab.close()


def _list(shift: Shift, _given: argparse.Namespace) -> Iterator[Figures]:
    shift.begins()
    yield shift.loads_all()
    yield shift.scrolls_list()
    yield shift.is_written_to()
    yield shift.is_written_to(scrolling=True)
    yield shift.opens()
    yield shift.sends()
    yield shift.filters()


def _thread(shift: Shift, _given: argparse.Namespace) -> Iterator[Figures]:
    shift.begins()
    yield shift.opens()
    yield shift.loads_thread()
    yield shift.scrolls_thread()
    yield shift.hears()


def _hours(shift: Shift, given: argparse.Namespace) -> Iterator[Figures]:
    yield shift.works(given.minutes)


_COLUMNS = ("longest", ">100", ">50", "script", "dropped", "commits", "rendered", "nodes", "paint")
_HEAD = f"{'the desk (times in ms)':54}" + "".join(f"{name:>9}" for name in (*_COLUMNS, "load"))


def _row(figures: Figures) -> str:
    traced, counts = figures.traced, figures.counts
    cells: list[float | None] = [None] * len(_COLUMNS)
    if traced:
        cells[:5] = [
            traced.longest,
            traced.over_100,
            traced.over_50,
            traced.script,
            traced.dropped,
        ]
    if counts:
        cells[5:8] = [counts.commits, counts.rendered, counts.nodes]
    cells[8] = figures.paint
    shown = "".join(f"{'' if each is None else round(each):>9}" for each in cells)
    note = f"\n    {figures.note}" if figures.note else ""
    return f"{figures.name:54}{shown}{os.getloadavg()[0]:>9.1f}{note}"


def _dearest(figures: Figures) -> str:
    found = figures.profile
    if found is None:
        return ""
    named = ", ".join(f"{name} {ms:.0f}" for name, ms in found.dearest)
    return f"    script {found.script:.0f}, garbage {found.garbage:.0f}: {named}"


if __name__ == "__main__":
    main()
