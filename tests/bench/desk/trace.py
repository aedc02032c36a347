"""Reads what Chromium traced of one tab: its tasks, the frames it dropped, what scripts took."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

CATEGORIES = (
    "devtools.timeline",
    "disabled-by-default-devtools.timeline",
    "disabled-by-default-devtools.timeline.frame",
)
_MAIN_THREAD = "CrRendererMain"
_TASK = "RunTask"
_DROPPED = "DroppedFrame"
_SCRIPTS = frozenset({"FunctionCall", "EvaluateScript", "v8.compile", "RunMicrotasks"})
_US = 1000.0


@dataclass(frozen=True, slots=True)
class Traced:
    """What one thread did while it was traced, in milliseconds of the clock on the wall."""

    longest: float
    over_100: int
    over_50: int
    script: float
    dropped: int


def read(trace: bytes) -> Traced:
    """Of the busiest main thread: the other ones belong to pages that show nothing."""
    events = json.loads(trace)["traceEvents"]
    thread = _busiest(events)
    mine = [one for one in events if (one["pid"], one["tid"]) == thread and "dur" in one]
    tasks = [one["dur"] / _US for one in mine if one["name"] == _TASK]
    return Traced(
        longest=max(tasks, default=0.0),
        over_100=sum(1 for each in tasks if each > 100),
        over_50=sum(1 for each in tasks if each > 50),
        script=_outermost(one for one in mine if one["name"] in _SCRIPTS) / _US,
        dropped=sum(1 for one in events if one["name"] == _DROPPED and one["pid"] == thread[0]),
    )


def _busiest(events: Sequence[dict[str, Any]]) -> tuple[int, int]:
    mains = {
        (one["pid"], one["tid"])
        for one in events
        if one["name"] == "thread_name" and one["args"]["name"] == _MAIN_THREAD
    }
    spent: dict[tuple[int, int], int] = defaultdict(int)
    for one in events:
        if one["name"] == _TASK and (one["pid"], one["tid"]) in mains:
            spent[one["pid"], one["tid"]] += one.get("dur", 0)
    return max(spent, key=lambda thread: spent[thread])


def _outermost(events: Iterable[dict[str, Any]]) -> float:
    """Scripts call each other; what runs inside another one is counted there already."""
    total, end = 0.0, 0.0
    for one in sorted(events, key=lambda event: event["ts"]):
        if one["ts"] >= end:
            total, end = total + one["dur"], one["ts"] + one["dur"]
    return total
