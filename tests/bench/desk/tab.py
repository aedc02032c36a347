"""One tab of the production build under observation: traced, profiled, its renderings counted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, WebSocketRoute

from tests.bench.desk import trace

_NO_FUNCTIONS = frozenset({"(idle)", "(program)", "(root)"})
# React of the production build calls this hook, as it would the developer's tools. A component
# that ran has PerformedWork among its flags; a subtree that is the same object did not run.
_COUNTING = """
window.hiloCounted = { commits: 0, rendered: 0 };
const components = new Set([0, 11, 14, 15]);
const ran = (fiber) => components.has(fiber.tag) && (fiber.flags & 1) === 1;
const walk = (fiber, before) => {
  for (let one = fiber; one; one = one.sibling) {
    const was = before === null ? null : one.alternate;
    if (was === one) continue;
    if (ran(one)) window.hiloCounted.rendered += 1;
    if (was === null || one.child !== was.child) walk(one.child, was);
  }
};
window.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
  supportsFiber: true,
  renderers: new Map(),
  inject: () => 1,
  onCommitFiberRoot: (_, root) => {
    window.hiloCounted.commits += 1;
    walk(root.current.child, root.current.alternate);
  },
  onCommitFiberUnmount: () => {},
  onPostCommitFiberRoot: () => {},
};
window.hiloEvents = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.hiloEvents.push([one.name, one.duration]);
}).observe({ type: "event", durationThreshold: 16, buffered: true });
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """What happened inside the page, whatever the machine was doing besides."""

    commits: int
    rendered: int
    nodes: int


@dataclass(frozen=True, slots=True)
class Profile:
    """Where scripts spent their time, by function, in milliseconds."""

    script: float
    garbage: float
    dearest: Sequence[tuple[str, float]]


@dataclass
class Observed:
    """All of it about one block."""

    traced: trace.Traced | None = None
    profile: Profile | None = None
    counts: Counts | None = None


class Tab:
    """A page of its own context."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self._browser = browser
        self.context = browser.new_context(
            base_url=origin,
            viewport={"width": 1280, "height": 800},
            locale="es-EC",
            timezone_id="America/Guayaquil",
        )
        self.context.set_default_timeout(120_000)
        self.page: Page = self.context.new_page()
        self.page.add_init_script(_COUNTING)
        self.cdp = self.context.new_cdp_session(self.page)
        self.socket: WebSocketRoute | None = None

    def taps_socket(self) -> None:
        """Frames of the server go on as before; more can be told besides."""

        def opened(socket: WebSocketRoute) -> None:
            socket.connect_to_server()
            self.socket = socket

        self.page.route_web_socket("**/ws?*", opened)

    def tell(self, frame: dict[str, Any]) -> None:
        """A frame as the server would send it."""
        if self.socket is None:
            raise RuntimeError("the page has no socket yet")
        self.socket.send(json.dumps(frame))

    def throttle(self, times: int) -> None:
        self.cdp.send("Emulation.setCPUThrottlingRate", {"rate": times})

    def settle(self) -> None:
        """Until two frames were drawn."""
        self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    # measuring ---------------------------------------------------------------------------

    @contextmanager
    def observed(self) -> Iterator[Observed]:
        """Filled in once the block is over."""
        seen = Observed()
        before = self._counted()
        self._browser.start_tracing(page=self.page, categories=list(trace.CATEGORIES))
        self.cdp.send("Profiler.enable")
        self.cdp.send("Profiler.start")
        yield seen
        seen.profile = _profile(self.cdp.send("Profiler.stop")["profile"])
        seen.traced = trace.read(self._browser.stop_tracing())
        after = self._counted()
        nodes = self.page.evaluate("() => document.querySelectorAll('*').length")
        commits, rendered = (after[name] - before[name] for name in ("commits", "rendered"))
        seen.counts = Counts(commits, rendered, nodes)

    def _counted(self) -> dict[str, int]:
        return dict(self.page.evaluate("() => ({ ...window.hiloCounted })"))

    def interaction(self) -> float:
        """The longest from an input to its next paint since last asked, in milliseconds."""
        self.settle()
        taken = self.page.evaluate("() => window.hiloEvents.splice(0).map(([, took]) => took)")
        return max(taken, default=0.0)

    def heap(self) -> float:
        """Megabytes in use after the garbage is gone."""
        self.cdp.send("HeapProfiler.enable")
        for _ in range(3):
            self.cdp.send("HeapProfiler.collectGarbage")
        return float(self.cdp.send("Runtime.getHeapUsage")["usedSize"]) / 1_000_000

    def close(self) -> None:
        self.context.close()


def _profile(found: dict[str, Any]) -> Profile:
    names = {one["id"]: one["callFrame"] for one in found["nodes"]}
    spent: Counter[str] = Counter()
    for node, delta in zip(found["samples"], found["timeDeltas"], strict=True):
        frame = names[node]
        spent[f"{frame['functionName'] or '(anonymous)'}:{frame['lineNumber']}"] += delta / 1000
    plain = {name: ms for name, ms in spent.items() if name.rpartition(":")[0] not in _NO_FUNCTIONS}
    garbage = sum(ms for name, ms in plain.items() if name.startswith("(garbage collector)"))
    dearest = sorted(plain.items(), key=lambda each: -each[1])[:12]
    return Profile(sum(plain.values()) - garbage, garbage, dearest)
