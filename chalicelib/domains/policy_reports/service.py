"""What browsers tell of violations of a page's policy: a line of the log, read by an alarm.

Anybody can send such reports, and what a browser puts in them (addresses, a piece of the page) may
be somebody's data: a line has the directive and the origin of what was refused, and nothing else.
Each is written once a minute, and few in all; a flood is as loud as one.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.observability import logger
from chalicelib.domains.policy_reports.models import VIOLATED_LINE, Violation

LINES_A_MINUTE = 20
_MINUTE_MS = 60_000
_DIRECTIVE = re.compile(r"[a-z]{2,20}(-[a-z]{2,20}){0,3}")
_WORDS = frozenset({"inline", "eval", "wasm-eval", "data", "blob", "self"})
_WEB = frozenset({"http", "https", "ws", "wss"})
_OF_THE_BROWSER = ("about", "chrome", "resource")


def violation_of(directive: str, blocked: str) -> Violation | None:
    """What a report says that may be kept; None for what is no page's doing, or no report."""
    if not _DIRECTIVE.fullmatch(directive):
        return None
    scheme = blocked.partition(":")[0].lower()
    if scheme in _WORDS:
        return Violation(directive, scheme)
    if scheme.endswith("-extension") or scheme in _OF_THE_BROWSER:
        return None
    return Violation(directive, _origin(blocked) if scheme in _WEB else "other")


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "other"
    return f"{parts.scheme}://{host[:100]}" + (f":{port}" if port else "")


class PolicyReports:
    """Counts in memory, as a container has seen them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._minute = 0
        self._told: set[Violation] = set()

    def tell(self, directive: str, blocked: str) -> None:
        """Write the line, unless it was written within the minute or there are too many."""
        violation = violation_of(directive, blocked)
        minute = to_ms(self._clock.now()) // _MINUTE_MS
        if minute != self._minute:
            self._minute, self._told = minute, set()
        if violation is None or violation in self._told or len(self._told) >= LINES_A_MINUTE:
            return
        self._told.add(violation)
        logger.warning(
            VIOLATED_LINE,
            extra={"directive": violation.directive, "refused": violation.refused},
        )
