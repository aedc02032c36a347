"""What a route says before it goes: since when it should not be used, and until when it is there.

The rule for integrators is in docs/api/changelog.md: at least six months between the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime

CHANGELOG = "/help/api#cambios"


@dataclass(frozen=True, slots=True)
class Deprecation:
    """`since` and `sunset` are days in UTC, that begin; `instead` names what to use."""

    since: date
    sunset: date
    instead: str

    def headers(self) -> dict[str, str]:
        """`Deprecation` (RFC 9745), `Sunset` (RFC 8594), and where to read about it."""
        return {
            "Deprecation": f"@{int(_begin(self.since).timestamp())}",
            "Sunset": format_datetime(_begin(self.sunset), usegmt=True),
            "Link": f'<{CHANGELOG}>; rel="deprecation"; type="text/html"',
        }


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
