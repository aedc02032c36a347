"""axe in a page, in both schemes and at the sizes of a desk and of a phone."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.e2e.stack import ROOT
from tests.e2e.watch import settled

_SOURCE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SCHEMES = ("light", "dark")
SIZES = ((1280, 800), (390, 844))


def violations(page: Page) -> list[str]:
    """What axe finds, with all its rules, one line per element."""
    settled(page)
    page.evaluate(_SOURCE.read_text(encoding="utf-8"))  # the page's policy admits no script of ours
    found: list[dict[str, Any]] = page.evaluate(
        "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations"
    )
    return [
        f"{one['id']}: {node['html'][:200]} {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]


def violations_everywhere(page: Page, sizes: tuple[tuple[int, int], ...] = SIZES) -> list[str]:
    """The same page in every scheme and size."""
    lines = []
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            lines += [f"{width} {scheme} {line}" for line in violations(page)]
    return lines
