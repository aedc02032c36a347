"""A person's day as arithmetic, also where a day has no midnight or 25 hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.clock import from_ms, to_ms
from chalicelib.domains.presence.days import break_ms, day_at, day_of, spells
from chalicelib.domains.presence.models import AVAILABLE, OFFLINE, Activity, BreakTypeId, Step

HOUR = 3_600_000
GUAYAQUIL, NEW_YORK = ZoneInfo("America/Guayaquil"), ZoneInfo("America/New_York")
SANTIAGO = ZoneInfo("America/Santiago")  # changes its clocks at midnight
LUNCH = Activity("break", BreakTypeId("lunch"))
REST = Activity("break", BreakTypeId("rest"))


def step(number: int, at_ms: int, before: Activity, after: Activity) -> Step:
    return Step(number, at_ms, before, after, "ana", "chosen")


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (GUAYAQUIL, date(2026, 11, 25), 24),
        (NEW_YORK, date(2026, 3, 8), 23),
        (NEW_YORK, date(2026, 11, 1), 25),
        (SANTIAGO, date(2026, 9, 6), 23),
        (SANTIAGO, date(2026, 4, 4), 25),
    ],
    ids=str,
)
def test_a_day_is_as_long_as_its_zone_makes_it(zone: ZoneInfo, day: date, hours: int) -> None:
    bounds = day_of(day, zone)
    assert bounds.end_ms - bounds.start_ms == hours * HOUR


def test_the_day_is_the_organisations_and_not_greenwichs() -> None:
    late = to_ms(datetime(2026, 11, 26, 4, 59, tzinfo=UTC))
    assert day_at(late, GUAYAQUIL).date == date(2026, 11, 25)
    assert day_at(late + 60_000, GUAYAQUIL).date == date(2026, 11, 26)


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)),
    st.sampled_from([GUAYAQUIL, NEW_YORK, SANTIAGO, ZoneInfo("America/Havana")]),
)
def test_every_instant_is_in_one_day_and_days_leave_no_gap(when: datetime, zone: ZoneInfo) -> None:
    at_ms = to_ms(when.replace(tzinfo=UTC))
    day = day_at(at_ms, zone)
    assert day.start_ms <= at_ms < day.end_ms
    assert day_of(day.date + timedelta(days=1), zone).start_ms == day.end_ms
    assert from_ms(at_ms).astimezone(zone).date() == day.date


def test_spells_fill_the_time_and_breaks_are_counted_by_type() -> None:
    steps = [
        step(1, 1 * HOUR, OFFLINE, AVAILABLE),
        step(2, 3 * HOUR, AVAILABLE, LUNCH),
        step(3, 4 * HOUR, LUNCH, REST),
        step(4, 4 * HOUR, REST, AVAILABLE),
        step(5, 6 * HOUR, AVAILABLE, LUNCH),
    ]
    filled = spells(OFFLINE, steps, 0, 8 * HOUR)
    assert [(one.activity, one.length_ms // HOUR) for one in filled] == [
        (OFFLINE, 1),
        (AVAILABLE, 2),
        (LUNCH, 1),
        (AVAILABLE, 2),
        (LUNCH, 2),
    ]
    assert filled[0].step is None
    assert filled[1].step == steps[0]
    assert break_ms(filled) == {LUNCH.break_type_id: 3 * HOUR}


@given(
    st.lists(st.tuples(st.integers(0, 60 * HOUR), st.integers(0, 3)), max_size=20),
    st.integers(1, 59 * HOUR),
)
def test_what_two_parts_of_a_time_hold_is_what_the_whole_holds(
    changes: list[tuple[int, int]], cut_ms: int
) -> None:
    steps, activity = list[Step](), OFFLINE
    for number, (at_ms, which) in enumerate(sorted(changes), start=1):
        after = (OFFLINE, AVAILABLE, LUNCH, REST)[which]
        steps.append(step(number, at_ms, activity, after))
        activity = after
    whole = spells(OFFLINE, steps, 0, 60 * HOUR)
    assert sum(one.length_ms for one in whole) == 60 * HOUR
    early = [one for one in steps if one.at_ms < cut_ms]
    late = [one for one in steps if one.at_ms >= cut_ms]
    first = spells(OFFLINE, early, 0, cut_ms)
    second = spells(early[-1].after if early else OFFLINE, late, cut_ms, 60 * HOUR)
    for kind in (LUNCH.break_type_id, REST.break_type_id):
        assert kind is not None
        parts = break_ms(first).get(kind, 0) + break_ms(second).get(kind, 0)
        assert parts == break_ms(whole).get(kind, 0)
