"""Putting conversations off, and bringing them back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.core.clock import to_ms
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.errors import (
    ConversationResolvedError,
    NotHolderError,
    SnoozeTimeError,
)
from chalicelib.domains.conversations.models import Conversation, Filters
from chalicelib.domains.conversations.services.handing_back import HandingBack
from chalicelib.domains.conversations.services.snoozing import MINUTES_A_SWEEP
from tests.samples import NOW_MS, heard, id_of, posted, written
from tests.unit.domains.conversations.office import ANA, LUIS, Office

HELD = heard("one", 0, 1, assignee_id=ANA, unread=0)


@pytest.fixture
def room(office: Office) -> Office:
    office.has(HELD, written(0), written(1))
    return office


def put_off(office: Office, name: str = "ana", /, **until: float) -> Conversation:
    when = office.clock.now() + timedelta(**(until or {"minutes": 10}))
    return office.snoozing.snooze(office.head(), when, office.acting(name))


def listed(office: Office, name: str, state: str | None) -> list[str]:
    filters = Filters(state=state)  # type: ignore[arg-type]
    return [one.id for one in office.lists.page(office.principal(name), filters, None, 50).items]


class TestSnooze:
    @pytest.mark.parametrize(
        "until", [{"seconds": 59}, {"hours": -1}, {"days": 90, "seconds": 1}, {"days": 40_000}]
    )
    def test_a_time_out_of_reach_is_refused(self, room: Office, until: dict[str, float]) -> None:
        with pytest.raises(SnoozeTimeError) as refused:
            put_off(room, **until)
        assert [one["field"] for one in refused.value.errors or []] == ["until"]
        assert (room.head(), room.timers.rows) == (HELD, set())

    @pytest.mark.parametrize(
        ("fields", "error"),
        [
            ({"assignee_id": LUIS}, NotHolderError),
            ({"assignee_id": None}, NotHolderError),
            ({"resolved_at_ms": NOW_MS}, ConversationResolvedError),
        ],
    )
    def test_only_what_one_holds_is_put_off(
        self, office: Office, fields: dict[str, object], error: type[Exception]
    ) -> None:
        office.has(heard("one", 0, **({"assignee_id": ANA} | fields)))
        with pytest.raises(error):
            put_off(office)
        assert (office.timers.rows, office.events) == (set(), [])

    def test_a_supervisor_puts_off_what_others_hold(self, room: Office) -> None:
        assert put_off(room, "silvia").snoozed_until_ms

    def test_it_leaves_the_open_trays(self, room: Office) -> None:
        put_off(room)
        for name in ("ana", "silvia"):
            assert listed(room, name, "snoozed") == listed(room, name, None) == [id_of("one")]
            assert listed(room, name, "open") == listed(room, name, "pending") == []
            counted = room.lists.counters(room.principal(name), Filters())
            assert (counted["pending"], counted["snoozed"]) == (0, 1)

    def test_its_holder_keeps_it_when_they_hand_back_what_is_open(self, room: Office) -> None:
        handing_back = HandingBack(room.lists, room.desk)
        assert room.lists.held_counts([ANA, LUIS]) == [1, 0]
        put_off(room)
        assert room.lists.held_counts([ANA, LUIS]) == [0, 0]
        assert handing_back.all_of(ANA, room.acting("ana")) == 0
        assert room.head().assignee_id == ANA
        room.snoozing.end(room.head(), room.acting("ana"))
        assert handing_back.all_of(ANA, room.acting("ana")) == 1

    def test_the_same_time_again_changes_nothing(self, room: Office) -> None:
        assert put_off(room) == put_off(room)
        assert room.events == [("conversation.snoozed", "ana")]

    def test_nothing_comes_back_of_a_resolved_one(self, room: Office) -> None:
        put_off(room)
        room.closing.resolve(room.head(), written(1).id, room.acting())
        resolved = room.head()
        assert (resolved.snoozed_until_ms, rules.tray_of(resolved)) == (None, "resolved")
        room.clock.advance(3600)
        assert room.snoozing.sweep("clock") == 0
        assert room.head() == resolved

    @pytest.mark.parametrize("act", ["release", "assign"])
    def test_another_hand_ends_it(self, room: Office, act: str) -> None:
        put_off(room)
        if act == "release":
            room.desk.release(room.head(), room.acting())
        else:
            room.desk.assign(room.head(), LUIS, room.acting("silvia"))
        assert room.head().snoozed_until_ms is None

    def test_an_answer_of_ones_own_leaves_it_put_off(self, room: Office) -> None:
        put_off(room)
        answered = rules.answered(room.head(), posted(9), [], NOW_MS)
        assert rules.tray_of(answered) == "snoozed"


class TestEnd:
    def test_it_is_back_where_it_was(self, room: Office) -> None:
        put_off(room)
        back = room.snoozing.end(room.head(), room.acting())
        assert (rules.tray_of(back), back.unread, back.woken_at_ms) == ("pending", 0, None)
        assert room.snoozing.end(room.head(), room.acting()) == back

    def test_somebody_else_cannot(self, room: Office) -> None:
        put_off(room)
        with pytest.raises(NotHolderError):
            room.snoozing.end(room.head(), room.acting("luis"))


class TestSweep:
    def test_there_is_nothing_to_do_before_the_first_timer(self, room: Office) -> None:
        assert room.snoozing.sweep("clock") == 0
        assert room.timers.swept is None

    def test_nothing_comes_back_before_its_time(self, room: Office) -> None:
        put_off(room, minutes=10)
        room.clock.advance(9 * 60)
        assert room.snoozing.sweep("clock") == 0
        assert rules.tray_of(room.head()) == "snoozed"

    @pytest.mark.parametrize("late_seconds", [0, 59, 3 * 3600])
    def test_it_comes_back_unread_and_on_top(self, room: Office, late_seconds: int) -> None:
        put_off(room, minutes=10)
        room.clock.advance(11 * 60 + late_seconds)
        assert room.snoozing.sweep("clock") == 1
        back, now_ms = room.head(), to_ms(room.clock.now())
        assert (back.unread, back.woken_at_ms, back.active_at_ms) == (1, now_ms, now_ms)
        assert room.timers.rows == set()
        assert room.snoozing.sweep("clock") == 0

    def test_who_looks_at_it_takes_the_mark_off(self, room: Office) -> None:
        put_off(room)
        room.clock.advance(3600)
        room.snoozing.sweep("clock")
        read = room.desk.read(room.head(), written(1).id, room.acting())
        assert (read.woken_at_ms, read.unread) == (None, 0)

    def test_another_time_counts_and_not_the_first(self, room: Office) -> None:
        put_off(room, minutes=10)
        put_off(room, minutes=60)
        room.clock.advance(30 * 60)
        assert room.snoozing.sweep("clock") == 0
        room.clock.advance(31 * 60)
        assert room.snoozing.sweep("clock") == 1

    def test_a_long_stop_is_made_up_for_part_by_part(self, room: Office) -> None:
        put_off(room, minutes=MINUTES_A_SWEEP + 100)
        room.clock.advance(60 * (MINUTES_A_SWEEP + 200))
        assert [room.snoozing.sweep("clock") for _ in range(3)] == [0, 1, 0]

    def test_a_timer_without_a_conversation_goes(self, room: Office) -> None:
        put_off(room)
        del room.threads.rows[id_of("one")]
        room.clock.advance(3600)
        assert room.snoozing.sweep("clock") == 0
        assert room.timers.rows == set()
