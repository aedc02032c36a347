from __future__ import annotations

import os
import sys

from tests.bench.desk.scenes import Figures, Shift
from tests.e2e.chromium import Chromium
from tests.e2e.stack import running


def show(f: Figures) -> None:
    t = f.traced[0] if f.traced else None
    c = f.counts[0] if f.counts else None
    print(f.name, "| load", round(os.getloadavg()[0], 1), flush=True)
    print("    ", t)
    print("    ", c, "paint", f.paint)
    for p in f.profiles:
        print("     script", round(p.script), "gc", round(p.garbage), [(n, round(m)) for n, m in p.dearest], flush=True)


def main() -> None:
    chats, messages = int(sys.argv[1]), int(sys.argv[2])
    chromium = Chromium()
    chromium.start()
    try:
        with running(demo=False) as stack:
            shift = Shift(chromium.browser, stack, chats=chats, messages=messages)
            shift.begins()
            show(shift.loads_all())
            show(shift.scrolls_list())
            show(shift.is_written_to())
            show(shift.is_written_to(scrolling=True))
            show(shift.opens(""))
            show(shift.sends())
            show(shift.loads_thread())
            show(shift.scrolls_thread())
            show(shift.filters())
    finally:
        chromium.stop()


if __name__ == "__main__":
    main()
