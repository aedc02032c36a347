"""What each person finds in lists and counters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.clock import to_ms
from chalicelib.core.ids import ConversationId, UserId
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Filters
from chalicelib.domains.conversations.services.lists import (
    COUNT_LIMIT,
    MOST_LOOKED,
    MOST_PLACES,
    RESOLVED_COUNT_LIMIT,
)
from chalicelib.domains.labels.models import Label, LabelId
from tests.samples import CHANGE, COBRANZAS, GENERAL, NOW_MS, id_of, written
from tests.unit.domains.access.house import people_with, user
from tests.unit.domains.conversations.episodes import (
    NAMES,
    OF_ANA,
    OF_SILVIA,
    answered,
    episode,
)
from tests.unit.domains.conversations.office import ANA, LUIS, ROSA, STAFF, WA_COBRANZAS, Office


def listed(office: Office, name: str, limit: int = 50, **filters: Any) -> list[str]:
    """The whole walk, page by page."""
    found: list[str] = []
    before = None
    while True:
        page = office.lists.page(office.principal(name), Filters(**filters), before, limit)
        assert len(page.items) <= limit
        found += [NAMES.get(one.id, one.id) for one in page.items]
        before = page.next_position
        if before is None:
            return found


class TestScope:
    @pytest.mark.parametrize("limit", [1, 2, 3, 50])
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("ana", OF_ANA),
            ("rosa", ["cobranzas new", "cobranzas rosa"]),
            ("silvia", OF_SILVIA),
            ("admin", ["cobranzas new", *OF_SILVIA, "cobranzas rosa"]),
        ],
    )
    def test_everything_in_sight_newest_first(
        self, full: Office, name: str, expected: list[str], limit: int
    ) -> None:
        assert listed(full, name, limit) == expected

    def test_what_agents_hold_of_another_queue_is_theirs_alone(self, full: Office) -> None:
        full.has(episode("lent", 20, queue_id=COBRANZAS, assignee_id=ANA))
        assert id_of("lent") in listed(full, "ana")
        assert id_of("lent") not in listed(full, "silvia")


class TestWhoLeft:
    """What somebody held before leaving a queue is still in sight of who answers for it."""

    def with_luis(self, office: Office, **fields: Any) -> None:
        luis = replace(office.people.users[LUIS], **fields)
        office.people = people_with(*(one for one in STAFF if one.id != LUIS), luis)

    @pytest.mark.parametrize("name", ["silvia", "admin"])
    @pytest.mark.parametrize(
        "fields",
        [
            {"is_active": False},
            {"queue_ids": frozenset({COBRANZAS}), "served_queue_ids": frozenset({GENERAL})},
            {"queue_ids": frozenset(), "served_queue_ids": frozenset({GENERAL, COBRANZAS})},
        ],
    )
    def test_lists_and_counters_stay_whole(
        self, full: Office, name: str, fields: dict[str, Any]
    ) -> None:
        before = listed(full, name), full.lists.counters(full.principal(name), Filters())
        self.with_luis(full, **fields)
        assert (listed(full, name), full.lists.counters(full.principal(name), Filters())) == before

    def test_what_is_held_out_of_sight_is_not_counted(self, full: Office) -> None:
        full.has(
            episode("elsewhere", 30, queue_id=COBRANZAS, assignee_id=LUIS),
            answered("elsewhere too", 31, queue_id=COBRANZAS, assignee_id=LUIS),
        )
        self.with_luis(full, queue_ids=frozenset({GENERAL, COBRANZAS}))
        counted = full.lists.counters(full.principal("silvia"), Filters())
        assert counted == {"new": 2, "pending": 2, "in_progress": 2, "snoozed": 0, "resolved": 3}
        assert listed(full, "silvia") == OF_SILVIA


class TestFilters:
    @pytest.mark.parametrize(
        ("name", "filters", "expected"),
        [
            ("ana", {"state": "new"}, ["new", "new telegram"]),
            ("ana", {"state": "pending"}, ["ana pending"]),
            ("ana", {"state": "in_progress"}, ["ana answered"]),
            ("ana", {"state": "resolved"}, ["ana resolved"]),
            ("ana", {"state": "open"}, OF_ANA[:4]),
            ("ana", {"state": "in_bot"}, []),
            ("ana", {"assignee": ANA}, OF_ANA[2:]),
            ("ana", {"assignee": "none"}, OF_ANA[:2]),
            ("ana", {"assignee": LUIS}, []),
            ("ana", {"queue": COBRANZAS}, []),
            ("ana", {"channel": "telegram"}, ["new telegram"]),
            ("ana", {"unread": True}, ["new", "new telegram", "ana pending"]),
            ("silvia", {"state": "pending"}, ["ana pending", "luis pending"]),
            ("silvia", {"state": "resolved"}, OF_SILVIA[6:]),
            ("silvia", {"state": "resolved", "assignee": "none"}, ["resolved"]),
            ("silvia", {"state": "open", "assignee": LUIS}, ["luis pending", "luis answered"]),
            ("silvia", {"assignee": ROSA}, []),
            ("silvia", {"queue": COBRANZAS}, []),
            ("silvia", {"state": "open", "unread": True, "assignee": LUIS}, ["luis pending"]),
            ("admin", {"queue": COBRANZAS}, ["cobranzas new", "cobranzas rosa"]),
            ("admin", {"connection": WA_COBRANZAS.id}, ["cobranzas new"]),
            ("admin", {"state": "new", "queue": GENERAL}, ["new", "new telegram"]),
            ("admin", {"channel": "nobody's"}, []),
        ],
    )
    def test_a_filter_narrows_what_is_in_sight(
        self, full: Office, name: str, filters: dict[str, Any], expected: list[str]
    ) -> None:
        assert listed(full, name, **filters) == expected
        assert listed(full, name, 1, **filters) == expected

    def test_a_label_narrows_with_the_others(self, full: Office) -> None:
        for name in ("l1", "l2", "l3"):
            full.label_rows.add(Label(LabelId(name), name), CHANGE)
        full.has(
            episode("urgent", 30, labels=("l1", "l2"), assignee_id=ANA),
            episode("of luis", 31, labels=("l1",), assignee_id=LUIS),
            answered("waits for nothing", 32, labels=("l1",), assignee_id=ANA),
        )
        assert listed(full, "silvia", label="l1", assignee=ANA, unread=True) == [id_of("urgent")]
        assert listed(full, "ana", label="l2") == [id_of("urgent")]
        assert listed(full, "ana", label="l3") == []

    def test_nothing_is_found_by_a_label_that_the_person_does_not_see(self, full: Office) -> None:
        risk = Label(LabelId("RISK00"), "Riesgo", seen_by=frozenset({"supervisor"}))
        full.label_rows.add(risk, CHANGE)
        full.has(episode("risky", 30, labels=(risk.id, "GONE00"), assignee_id=ANA))
        assert listed(full, "silvia", label=risk.id) == [id_of("risky")]
        assert listed(full, "ana", label=risk.id) == []
        assert listed(full, "silvia", label="GONE00") == []


class TestPages:
    def crowd(self, office: Office, size: int) -> list[ConversationId]:
        """Waiting ones, newest first; every hundredth is unread."""
        heads = [
            episode(str(number), number, unread=int(number % 100 == 0)) for number in range(size)
        ]
        office.has(*heads)
        return [head.id for head in reversed(heads)]

    def test_a_page_may_be_short_and_the_walk_goes_on(self, office: Office) -> None:
        crowd = self.crowd(office, MOST_LOOKED + 250)
        ana, unread = office.principal("ana"), Filters(unread=True)
        first = office.lists.page(ana, unread, None, 50)
        assert office.trays.asked == MOST_LOOKED
        assert [one.id for one in first.items] == crowd[49:50]
        assert first.next_position is not None
        assert listed(office, "ana", unread=True) == crowd[49::100]

    def test_a_page_may_be_empty_and_the_walk_goes_on(self, office: Office) -> None:
        self.crowd(office, MOST_LOOKED + 50)
        page = office.lists.page(office.principal("ana"), Filters(channel="telegram"), None, 50)
        assert page.items == []
        assert page.next_position is not None
        assert listed(office, "ana", channel="telegram") == []

    def test_one_that_becomes_active_is_not_repeated(self, office: Office) -> None:
        crowd = self.crowd(office, 6)
        ana = office.principal("ana")
        first = office.lists.page(ana, Filters(), None, 3)
        for one in (crowd[0], crowd[4]):
            head = office.threads.rows[one]
            message = written(99, conversation_id=one)
            office.threads.rows[one] = rules.received(head, message, NOW_MS)
        rest = office.lists.page(ana, Filters(), first.next_position, 3)
        assert [one.id for one in (*first.items, *rest.items)] == [*crowd[:4], crowd[5]]

    def test_an_entry_whose_head_moved_on_is_left_out(self, full: Office) -> None:
        """The lists are read off an index, which may lag behind."""
        moved_on = ("luis pending", "resolved", "nobody")
        full.trays.stale = [("1", id_of(name)) for name in moved_on]
        assert listed(full, "ana") == OF_ANA


class TestCounters:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("ana", {"new": 2, "pending": 1, "in_progress": 1, "snoozed": 0, "resolved": 1}),
            ("silvia", {"new": 2, "pending": 2, "in_progress": 2, "snoozed": 0, "resolved": 3}),
            ("admin", {"new": 3, "pending": 3, "in_progress": 2, "snoozed": 0, "resolved": 3}),
        ],
    )
    def test_each_state_is_counted(self, full: Office, name: str, expected: dict[str, int]) -> None:
        assert full.lists.counters(full.principal(name), Filters()) == expected

    @pytest.mark.parametrize("name", ["ana", "silvia", "admin"])
    def test_no_state_is_counted_beyond_its_limit(self, office: Office, name: str) -> None:
        """Whoever resolved them, and however many places they are in."""
        held = {"assignee_id": ANA, "resolved_at_ms": NOW_MS}
        office.has(*(answered(f"resolved {n}", n, **held) for n in range(RESOLVED_COUNT_LIMIT + 5)))
        office.has(*(answered(f"left {n}", n, resolved_at_ms=NOW_MS) for n in range(5)))
        office.has(*(episode(f"waiting {n}", n) for n in range(COUNT_LIMIT + 5)))
        counted = office.lists.counters(office.principal(name), Filters())
        assert counted == {
            "new": COUNT_LIMIT,
            "pending": 0,
            "in_progress": 0,
            "snoozed": 0,
            "resolved": RESOLVED_COUNT_LIMIT,
        }

    def test_those_in_sight_are_counted_behind_many_that_are_not(self, full: Office) -> None:
        luis = replace(full.people.users[LUIS], queue_ids=frozenset({GENERAL, COBRANZAS}))
        full.people = people_with(*(one for one in STAFF if one.id != LUIS), luis)
        held = {"queue_id": COBRANZAS, "assignee_id": LUIS, "resolved_at_ms": NOW_MS}
        many = 2 * RESOLVED_COUNT_LIMIT
        full.has(*(answered(f"elsewhere {n}", 100 + n, **held) for n in range(many)))
        assert full.lists.counters(full.principal("silvia"), Filters())["resolved"] == 3

    @pytest.mark.parametrize(
        ("name", "filters", "expected"),
        [
            ("silvia", {"assignee": LUIS}, (0, 1, 1, 0, 1)),
            ("silvia", {"assignee": "none"}, (2, 0, 0, 0, 1)),
            ("silvia", {"queue": COBRANZAS}, (0, 0, 0, 0, 0)),
            ("admin", {"queue": COBRANZAS}, (1, 1, 0, 0, 0)),
            ("admin", {"queue": GENERAL}, (2, 2, 2, 0, 3)),
            ("ana", {"queue": GENERAL}, (2, 1, 1, 0, 1)),
            ("ana", {"assignee": LUIS}, (0, 0, 0, 0, 0)),
            ("ana", {"unread": True}, (None,) * 5),
            ("admin", {"label": "l1", "queue": GENERAL}, (None,) * 5),
        ],
    )
    def test_figures_are_of_the_filter_where_an_index_tells(
        self, full: Office, name: str, filters: dict[str, Any], expected: tuple[int | None, ...]
    ) -> None:
        counted = full.lists.counters(full.principal(name), Filters(**filters))
        assert tuple(counted.values()) == expected

    def test_a_figure_that_would_cost_many_heads_is_left_out(self, full: Office) -> None:
        full.people = people_with(*STAFF, user("carla", "agent", GENERAL, COBRANZAS))
        lent = {"queue_id": COBRANZAS, "assignee_id": UserId("carla")}
        full.has(*(episode(f"elsewhere {n}", 100 + n, **lent) for n in range(60)))
        counted = full.lists.counters(full.principal("silvia"), Filters())
        assert counted == {"new": 2, "pending": None, "in_progress": 2, "snoozed": 0, "resolved": 3}


class TestManyPeople:
    """More people than a page may ask for: what they hold is found on the queues' shelves."""

    @pytest.fixture
    def crowded(self, full: Office) -> Office:
        """Everything was opened in the order of its activity, but for one."""
        for head in [*full.threads.rows.values()]:
            full.threads.rows[head.id] = replace(head, opened_at_ms=head.active_at_ms)
        crowd = [user(f"u{number}", "agent", GENERAL) for number in range(MOST_PLACES + 1)]
        full.people = people_with(*STAFF, *crowd)
        full.clock.advance(60)
        return full

    @pytest.mark.parametrize("limit", [1, 2, 4, 50])
    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({"state": "open"}, OF_SILVIA[:6]),
            ({"state": "pending"}, ["ana pending", "luis pending"]),
            ({"state": "in_progress"}, ["ana answered", "luis answered"]),
            ({"state": "resolved"}, OF_SILVIA[6:]),
            ({"state": "new"}, OF_SILVIA[:2]),
            ({}, OF_SILVIA),
            ({"unread": True}, ["new", "new telegram", "ana pending", "luis pending"]),
            ({"channel": "telegram"}, ["new telegram"]),
            ({"assignee": LUIS, "state": "open"}, ["luis pending", "luis answered"]),
            ({"queue": COBRANZAS}, []),
        ],
    )
    def test_a_walk_shows_each_once(
        self, crowded: Office, filters: dict[str, Any], expected: list[str], limit: int
    ) -> None:
        assert listed(crowded, "silvia", limit, **filters) == expected

    def test_a_page_is_by_activity_within_itself(self, crowded: Office) -> None:
        oldest = crowded.threads.rows[id_of("ana pending")]
        crowded.threads.rows[oldest.id] = replace(oldest, opened_at_ms=NOW_MS - 9_000)
        assert listed(crowded, "silvia", state="open") == OF_SILVIA[:6]
        assert listed(crowded, "silvia", 2, state="open")[-2:] == ["ana pending", "luis answered"]

    def test_what_is_resolved_in_the_middle_of_a_walk_is_not_repeated(
        self, crowded: Office
    ) -> None:
        silvia = crowded.principal("silvia")
        first = crowded.lists.page(silvia, Filters(), None, 4)
        seen = crowded.threads.rows[first.items[2].id]
        crowded.clock.advance(60)
        now_ms = to_ms(crowded.clock.now())
        crowded.threads.rows[seen.id] = rules.resolved(seen, now_ms)
        found, position = [one.id for one in first.items], first.next_position
        while position:
            page = crowded.lists.page(silvia, Filters(), position, 4)
            found += [one.id for one in page.items]
            position = page.next_position
        assert [NAMES[one] for one in found] == OF_SILVIA

    def test_months_behind_one_another_are_walked(self, crowded: Office) -> None:
        month_ms = 30 * 86_400_000
        for number in (2, 9):
            when = {"opened_at_ms": 1, "resolved_at_ms": NOW_MS - number * month_ms}
            crowded.has(answered(f"{number} months ago", 1, **when))
        assert listed(crowded, "silvia", 2, state="resolved") == [
            *OF_SILVIA[6:],
            id_of("2 months ago"),
            id_of("9 months ago"),
        ]

    def test_a_page_looks_at_so_many_and_no_more(self, crowded: Office) -> None:
        crowded.has(*(episode(f"n{n}", 100 + n, assignee_id=ANA) for n in range(250)))
        page = crowded.lists.page(
            crowded.principal("silvia"), Filters(state="open", label="none"), None, 50
        )
        assert (page.items, crowded.trays.asked) == ([], MOST_LOOKED)
        assert listed(crowded, "silvia", state="open", label="none") == []

    def test_figures_of_people_are_left_out(self, crowded: Office) -> None:
        counted = crowded.lists.counters(crowded.principal("silvia"), Filters())
        assert counted == {
            "new": 2,
            "pending": None,
            "in_progress": None,
            "snoozed": None,
            "resolved": 3,
        }
