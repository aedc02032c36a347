"""What a standing becomes when sessions, sockets and people come, go and choose."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.ids import UserId
from chalicelib.domains.presence import rules
from chalicelib.domains.presence.models import (
    AVAILABLE,
    NOBODY,
    OFFLINE,
    Activity,
    BreakTypeId,
    Mark,
    Span,
    Standing,
    State,
    Step,
)
from chalicelib.domains.presence.rules import Shown

ANA = UserId("ana")
HOUR = 3_600_000
GRACE = 60_000
LUNCH = Activity("break", BreakTypeId("lunch"))
BUSY = Activity("busy")
MORNING, LAPTOP, PHONE = Span("s1", 12 * HOUR), Span("laptop", 2 * HOUR), Span("phone", 3 * HOUR)


def at_work(*sockets: Span, at_ms: int = 1000) -> Standing:
    """Ana signed in and opened these sockets."""
    standing = rules.began(Standing(ANA), MORNING, began_ms=at_ms - 500, at_ms=at_ms)
    for socket in sockets:
        standing = rules.came(standing, socket, at_ms, GRACE)
    return standing


def marks(standing: Standing) -> list[tuple[str, int]]:
    return [(one.kind, one.at_ms) for one in standing.unfiled if isinstance(one, Mark)]


def steps(standing: Standing) -> list[Step]:
    return [one for one in standing.unfiled if isinstance(one, Step)]


class TestSessions:
    def test_who_begins_the_day_is_available(self) -> None:
        standing = at_work()
        assert standing.activity == AVAILABLE
        assert standing.step == Step(2, 1000, OFFLINE, AVAILABLE, ANA, "signed_in")
        assert marks(standing) == [("session_began", 500)]

    def test_a_second_session_changes_no_state(self) -> None:
        paused = rules.chosen(at_work(), LUNCH, 2000, ANA)
        both = rules.began(paused, Span("s2", 13 * HOUR), began_ms=3000, at_ms=3000)
        assert both.activity == LUNCH
        assert rules.began(both, Span("s2", 13 * HOUR), began_ms=9000, at_ms=9000) is both

    def test_who_was_set_out_of_service_stays_so(self) -> None:
        out = rules.chosen(Standing(ANA), Activity("out_of_service"), 500, "silvia")
        began = rules.began(out, MORNING, began_ms=1000, at_ms=1000)
        assert began.activity == Activity("out_of_service")

    def test_signing_out_of_the_last_session_is_being_offline(self) -> None:
        both = rules.began(at_work(LAPTOP), Span("s2", 13 * HOUR), began_ms=2000, at_ms=2000)
        one = rules.ended(both, "s2", [], 3000)
        assert one.activity == AVAILABLE
        none = rules.ended(one, "s1", ["laptop"], 4000)
        assert none.step == Step(none.facts, 4000, AVAILABLE, OFFLINE, ANA, "signed_out")
        assert none.sockets == none.sessions == ()
        assert rules.ended(none, "s1", ["laptop"], 5000) is none

    def test_a_session_that_ran_out_ended_then_and_not_when_somebody_looks(self) -> None:
        paused = rules.chosen(at_work(), LUNCH, 2 * HOUR, ANA)
        next_day = rules.settled(paused, 30 * HOUR)
        assert next_day.step is not None
        assert (next_day.step.at_ms, next_day.step.actor) == (12 * HOUR, NOBODY)
        assert next_day.activity == OFFLINE
        assert marks(next_day)[-1] == ("session_ended", 12 * HOUR)

    @pytest.mark.parametrize("state", ["available", "busy", "break", "training"])
    def test_nobody_is_at_work_without_a_session(self, state: State) -> None:
        activity = LUNCH if state == "break" else Activity(state)
        standing = rules.chosen(at_work(), activity, 2000, ANA)
        assert rules.settled(standing, 12 * HOUR).activity == OFFLINE


class TestSockets:
    def test_an_absence_within_the_grace_leaves_no_trace(self) -> None:
        before = at_work(LAPTOP)
        gone = rules.left(before, "laptop", 5000)
        back = rules.came(gone, replace(LAPTOP, id="again"), 5000 + GRACE - 1, GRACE)
        assert back.step == before.step
        assert back.unfiled == before.unfiled
        assert rules.shown(gone, 5000 + GRACE - 1, GRACE).activity == AVAILABLE

    def test_a_longer_absence_is_kept_with_its_bounds(self) -> None:
        gone = rules.left(at_work(LAPTOP), "laptop", 5000)
        back = rules.came(gone, PHONE, 5000 + GRACE, GRACE)
        assert marks(back)[1:] == [("connection_lost", 5000), ("connection_back", 5000 + GRACE)]
        assert back.activity == AVAILABLE

    def test_the_second_device_holds_the_line(self) -> None:
        one_left = rules.left(at_work(LAPTOP, PHONE), "laptop", 5000)
        assert one_left.left_ms is None
        assert rules.shown(one_left, HOUR, GRACE).activity == AVAILABLE

    def test_a_socket_that_never_said_goodbye_is_over_at_its_end(self) -> None:
        silent = rules.settled(at_work(LAPTOP), 3 * HOUR)
        assert silent.left_ms == LAPTOP.until_ms
        seen = rules.shown(silent, 3 * HOUR, GRACE)
        assert seen == Shown(OFFLINE, LAPTOP.until_ms, AVAILABLE, MORNING.until_ms)

    def test_telling_twice_is_telling_once(self) -> None:
        here = at_work(LAPTOP)
        assert rules.came(here, LAPTOP, 9000, GRACE) is here
        gone = rules.left(here, "laptop", 5000)
        assert rules.left(gone, "laptop", 9000) is gone


class TestShown:
    def test_the_lost_are_offline_after_the_grace_and_return_to_what_they_did(self) -> None:
        gone = rules.left(rules.chosen(at_work(LAPTOP), LUNCH, 2000, ANA), "laptop", 5000)
        in_grace = rules.shown(gone, 5000 + GRACE - 1, GRACE)
        assert in_grace == Shown(LUNCH, 2000, None, 5000 + GRACE)
        assert rules.shown(gone, 5000 + GRACE, GRACE) == Shown(OFFLINE, 5000, LUNCH, 12 * HOUR)
        back = rules.came(gone, PHONE, HOUR, GRACE)
        assert rules.shown(back, HOUR, GRACE) == Shown(LUNCH, 2000, None, PHONE.until_ms)

    def test_who_chose_to_be_offline_lost_nothing(self) -> None:
        gone = rules.left(rules.chosen(at_work(LAPTOP), OFFLINE, 2000, ANA), "laptop", 5000)
        assert rules.shown(gone, HOUR, GRACE) == Shown(OFFLINE, 2000, None, None)
        back = rules.came(gone, PHONE, HOUR, GRACE)
        assert "connection_lost" not in dict(marks(back))

    def test_of_whom_nothing_is_known_is_offline(self) -> None:
        assert rules.shown(Standing(ANA), HOUR, GRACE) == Shown(OFFLINE, None, None, None)


class TestChoosing:
    def test_the_same_again_changes_nothing(self) -> None:
        paused = rules.chosen(at_work(), LUNCH, 2000, ANA)
        assert rules.chosen(paused, LUNCH, 9000, "silvia", "again") is paused

    def test_who_chose_and_why_is_kept(self) -> None:
        busy = rules.chosen(at_work(), BUSY, 2000, "silvia", "reunión")
        assert busy.step == Step(3, 2000, AVAILABLE, BUSY, "silvia", "chosen", "reunión")

    def test_a_clock_that_is_behind_turns_nothing_around(self) -> None:
        busy = rules.chosen(at_work(), BUSY, 9000, ANA)
        paused = rules.chosen(busy, LUNCH, 7000, ANA)
        assert paused.step is not None
        assert paused.step.at_ms == 9000


_EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["began", "ended", "came", "left", "chosen"]),
        st.integers(0, 2),
        st.integers(0, 8 * HOUR),
    ),
    max_size=25,
)


@given(_EVENTS)
def test_facts_are_numbered_and_each_step_begins_where_the_last_ended(
    events: list[tuple[str, int, int]],
) -> None:
    standing, now_ms = Standing(ANA), 0
    for kind, which, wait_ms in events:
        now_ms += wait_ms
        standing = rules.settled(standing, now_ms)
        match kind:
            case "began":
                span = Span(f"s{which}", now_ms + 12 * HOUR)
                standing = rules.began(standing, span, began_ms=now_ms, at_ms=now_ms)
            case "ended":
                standing = rules.ended(standing, f"s{which}", [], now_ms)
            case "came":
                standing = rules.came(standing, Span(f"k{which}", now_ms + HOUR), now_ms, GRACE)
            case "left":
                standing = rules.left(standing, f"k{which}", now_ms)
            case _:
                if standing.sessions:
                    activity = (AVAILABLE, BUSY, LUNCH)[which]
                    standing = rules.chosen(standing, activity, now_ms, ANA)
        assert rules.settled(standing, now_ms) == standing
    assert [one.number for one in standing.unfiled] == list(range(1, standing.facts + 1))
    before, at_ms = OFFLINE, 0
    for step in steps(standing):
        assert step.before == before
        assert step.at_ms >= at_ms
        before, at_ms = step.after, step.at_ms
    assert standing.activity == before
    assert standing.sessions or not standing.activity.needs_session
