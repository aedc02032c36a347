"""A person's day as arithmetic: its bounds in the organisation's time zone, what filled it. Pure.

A day is as long as the zone makes it: 23, 24 or 25 hours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.core.clock import from_ms, to_ms
from chalicelib.domains.presence.models import Activity, BreakTypeId, Step


@dataclass(frozen=True, slots=True)
class Day:
    """From its first instant to the next day's, which is not in it any more."""

    date: date
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Spell:
    """Some time in one state; `step` is what began it, None where that was before."""

    activity: Activity
    start_ms: int
    end_ms: int
    step: Step | None = None

    @property
    def length_ms(self) -> int:
        return self.end_ms - self.start_ms


def day_of(day: date, zone: ZoneInfo) -> Day:
    """A calendar day; a midnight that a clock change leaves out is the instant of that change."""
    return Day(day, _midnight_ms(day, zone), _midnight_ms(day + timedelta(days=1), zone))


def day_at(now_ms: int, zone: ZoneInfo) -> Day:
    """The day an instant is in."""
    return day_of(from_ms(now_ms).astimezone(zone).date(), zone)


def spells(opening: Activity, steps: Sequence[Step], start_ms: int, end_ms: int) -> list[Spell]:
    """A time without gaps: what somebody was in when it began, then each change of it."""
    return [spell for spell in _cut(opening, steps, start_ms, end_ms) if spell.length_ms > 0]


def break_ms(filled: Iterable[Spell]) -> Mapping[BreakTypeId, int]:
    """How long each type of break was taken."""
    spent = Counter[BreakTypeId]()
    for spell in filled:
        if spell.activity.state == "break" and spell.activity.break_type_id is not None:
            spent[spell.activity.break_type_id] += spell.length_ms
    return spent


def _cut(opening: Activity, steps: Sequence[Step], start_ms: int, end_ms: int) -> Iterator[Spell]:
    activity, since_ms, began = opening, start_ms, None
    for step in steps:
        at_ms = min(max(step.at_ms, start_ms), end_ms)
        yield Spell(activity, since_ms, at_ms, began)
        activity, since_ms, began = step.after, at_ms, step
    yield Spell(activity, since_ms, end_ms, began)


def _midnight_ms(day: date, zone: ZoneInfo) -> int:
    return to_ms(datetime.combine(day, time.min, zone))
