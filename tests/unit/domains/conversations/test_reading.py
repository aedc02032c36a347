"""What each person finds in lists, counters and threads."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.ids import ConnectionId, ConversationId, UserId
from chalicelib.domains.contacts.models import Contact, Identity
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import LONG_USER_ID, Conversation, Media
from chalicelib.domains.conversations.services.reading import (
    COUNT_LIMIT,
    HEAD_OF_QUEUE,
    MAX_EVALUATED,
    RESOLVED_COUNT_LIMIT,
    Filters,
)
from tests.samples import (
    CHANGE,
    COBRANZAS,
    GENERAL,
    NOW_MS,
    conversation,
    heard,
    id_at,
    id_of,
    posted,
    written,
)
from tests.unit.domains.access.house import people_with
from tests.unit.domains.conversations.office import (
    ANA,
    LUIS,
    ROSA,
    STAFF,
    WA_COBRANZAS,
    Office,
)

TELEGRAM = ConnectionId("tg")


def episode(name: str, active: int, **fields: Any) -> Conversation:
    """One in which the customer spoke last, so many seconds after START."""
    return heard(name, active, **fields)


def answered(name: str, active: int, **fields: Any) -> Conversation:
    message = posted(active, conversation_id=id_of(name))
    spoke = {"last": rules.last_of(message), "unread": 0, "active_at_ms": message.arrived_at_ms}
    return conversation(name, **(spoke | fields))


HOUSE = (
    episode("new", 10),
    episode("new telegram", 9, connection_id=TELEGRAM),
    answered("ana answered", 8, assignee_id=ANA),
    episode("ana pending", 7, assignee_id=ANA),
    episode("luis pending", 6, assignee_id=LUIS),
    answered("luis answered", 5, assignee_id=LUIS),
    answered("ana resolved", 4, assignee_id=ANA, resolved_at_ms=NOW_MS),
    answered("luis resolved", 3, assignee_id=LUIS, resolved_at_ms=NOW_MS),
    answered("resolved", 2, resolved_at_ms=NOW_MS),
    episode("cobranzas new", 11, queue_id=COBRANZAS, connection_id=WA_COBRANZAS.id),
    episode("cobranzas rosa", 1, queue_id=COBRANZAS, assignee_id=ROSA),
)
OF_ANA = ["new", "new telegram", "ana answered", "ana pending", "ana resolved"]
OF_SILVIA = [
    "new",
    "new telegram",
    "ana answered",
    "ana pending",
    "luis pending",
    "luis answered",
    "ana resolved",
    "luis resolved",
    "resolved",
]
NAMES = {id_of(name): name for name in (*OF_SILVIA, "cobranzas new", "cobranzas rosa")}


@pytest.fixture
def full(office: Office) -> Office:
    office.has(*HOUSE)
    return office


def listed(office: Office, name: str, limit: int = 50, **filters: Any) -> list[str]:
    """The whole walk, page by page."""
    found: list[str] = []
    before = None
    while True:
        page = office.reading.conversations(
            office.principal(name), Filters(**filters), before, limit
        )
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
        before = listed(full, name), full.reading.counters(full.principal(name))
        self.with_luis(full, **fields)
        assert (listed(full, name), full.reading.counters(full.principal(name))) == before

    def test_what_is_held_out_of_sight_is_not_counted(self, full: Office) -> None:
        full.has(
            episode("elsewhere", 30, queue_id=COBRANZAS, assignee_id=LUIS),
            answered("elsewhere too", 31, queue_id=COBRANZAS, assignee_id=LUIS),
        )
        self.with_luis(full, queue_ids=frozenset({GENERAL, COBRANZAS}))
        counted = full.reading.counters(full.principal("silvia"))
        assert counted == {"new": 2, "pending": 2, "in_progress": 2, "resolved": 3}
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


class TestPages:
    def crowd(self, office: Office, size: int) -> list[ConversationId]:
        """Waiting ones, newest first; every hundredth is unread."""
        heads = [
            episode(str(number), number, unread=int(number % 100 == 0)) for number in range(size)
        ]
        office.has(*heads)
        return [head.id for head in reversed(heads)]

    def test_a_page_may_be_short_and_the_walk_goes_on(self, office: Office) -> None:
        crowd = self.crowd(office, MAX_EVALUATED + 250)
        ana, unread = office.principal("ana"), Filters(unread=True)
        first = office.reading.conversations(ana, unread, None, 50)
        assert office.trays.asked == MAX_EVALUATED
        assert [one.id for one in first.items] == crowd[49:MAX_EVALUATED:100]
        assert first.next_position is not None
        second = office.reading.conversations(ana, unread, first.next_position, 50)
        assert [one.id for one in second.items] == crowd[449::100]
        assert second.next_position is None

    def test_a_page_may_be_empty_and_the_walk_goes_on(self, office: Office) -> None:
        self.crowd(office, MAX_EVALUATED + 50)
        page = office.reading.conversations(
            office.principal("ana"), Filters(channel="telegram"), None, 50
        )
        assert page.items == []
        assert page.next_position is not None
        assert listed(office, "ana", channel="telegram") == []

    def test_one_that_becomes_active_is_not_repeated(self, office: Office) -> None:
        crowd = self.crowd(office, 6)
        ana = office.principal("ana")
        first = office.reading.conversations(ana, Filters(), None, 3)
        for one in (crowd[0], crowd[4]):
            head = office.threads.rows[one]
            message = written(99, conversation_id=one)
            office.threads.rows[one] = rules.received(head, message, NOW_MS)
        rest = office.reading.conversations(ana, Filters(), first.next_position, 3)
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
            ("ana", {"new": 2, "pending": 1, "in_progress": 1, "resolved": 1}),
            ("silvia", {"new": 2, "pending": 2, "in_progress": 2, "resolved": 3}),
            ("admin", {"new": 3, "pending": 3, "in_progress": 2, "resolved": 3}),
        ],
    )
    def test_each_state_is_counted(self, full: Office, name: str, expected: dict[str, int]) -> None:
        assert full.reading.counters(full.principal(name)) == expected

    @pytest.mark.parametrize("name", ["ana", "silvia", "admin"])
    def test_no_state_is_counted_beyond_its_limit(self, office: Office, name: str) -> None:
        """Whoever resolved them, and however many places they are in."""
        held = {"assignee_id": ANA, "resolved_at_ms": NOW_MS}
        office.has(*(answered(f"resolved {n}", n, **held) for n in range(RESOLVED_COUNT_LIMIT + 5)))
        office.has(*(answered(f"left {n}", n, resolved_at_ms=NOW_MS) for n in range(5)))
        office.has(*(episode(f"waiting {n}", n) for n in range(COUNT_LIMIT + 5)))
        counted = office.reading.counters(office.principal(name))
        assert counted == {
            "new": COUNT_LIMIT,
            "pending": 0,
            "in_progress": 0,
            "resolved": RESOLVED_COUNT_LIMIT,
        }

    def test_those_in_sight_are_counted_behind_many_that_are_not(self, full: Office) -> None:
        luis = replace(full.people.users[LUIS], queue_ids=frozenset({GENERAL, COBRANZAS}))
        full.people = people_with(*(one for one in STAFF if one.id != LUIS), luis)
        held = {"queue_id": COBRANZAS, "assignee_id": LUIS, "resolved_at_ms": NOW_MS}
        many = 2 * RESOLVED_COUNT_LIMIT
        full.has(*(answered(f"elsewhere {n}", 100 + n, **held) for n in range(many)))
        assert full.reading.counters(full.principal("silvia"))["resolved"] == 3


class TestQueueHead:
    def test_a_short_queue(self, full: Office) -> None:
        shown = full.reading.queue_head(GENERAL)
        assert (shown.waiting, [NAMES[one.id] for one in shown.head]) == (
            2,
            ["new", "new telegram"],
        )
        assert shown.oldest_waiting_since_ms == NOW_MS + 9_000

    def test_an_empty_one(self, office: Office) -> None:
        shown = office.reading.queue_head(GENERAL)
        assert (shown.waiting, shown.oldest_waiting_since_ms, shown.head) == (0, None, [])

    @pytest.mark.parametrize("size", [HEAD_OF_QUEUE - 1, HEAD_OF_QUEUE, HEAD_OF_QUEUE + 5])
    def test_a_long_one(self, office: Office, size: int) -> None:
        """The one that waits longest was active most recently, so that it is not the last."""
        for number in range(size):
            opened_at_ms = NOW_MS - number
            office.has(
                episode(
                    str(number), number, opened_at_ms=opened_at_ms, waiting_since_ms=opened_at_ms
                )
            )
        shown = office.reading.queue_head(GENERAL)
        assert shown.waiting == size
        assert shown.oldest_waiting_since_ms == NOW_MS - size + 1
        newest = [id_of(str(number)) for number in range(size - 1, -1, -1)]
        assert [one.id for one in shown.head] == newest[:HEAD_OF_QUEUE]

    @pytest.mark.parametrize("size", [4, HEAD_OF_QUEUE + 5])
    @pytest.mark.parametrize("waits", [{}, {2: NOW_MS + 90_000, 3: NOW_MS + 80_000}])
    def test_who_was_answered_does_not_wait_however_long_it_is_open(
        self, office: Office, size: int, waits: dict[int, int]
    ) -> None:
        for number in range(size):
            times = {"opened_at_ms": NOW_MS + number, "waiting_since_ms": waits.get(number)}
            office.has(episode(str(number), number, **times))
        shown = office.reading.queue_head(GENERAL)
        assert shown.waiting == size
        assert shown.oldest_waiting_since_ms == min(waits.values(), default=None)


class TestViews:
    def test_names_are_those_of_now(self, full: Office) -> None:
        view = full.reading.view(full.threads.rows[id_of("ana pending")])
        assert view["assignee"] == {"id": "ana", "name": "Ana"}
        assert (view["state"], view["channel"]) == ("pending", "whatsapp_cloud")
        gone = replace(full.threads.rows[id_of("new")], assignee_id=UserId("gone"))
        assert full.reading.view(gone)["assignee"] == {"id": "gone", "name": None}

    def test_a_long_user_id_is_read_from_the_contact(self, office: Office) -> None:
        head = episode("one", 0, user_id=LONG_USER_ID, phone="591", username="maria")
        long = Identity("whatsapp_user_id", "x" * 100)
        office.contact_rows.create(
            Contact(head.contact_id, "María", (long,), None, None, 1), CHANGE
        )
        assert office.reading.view(head)["identities"] == [
            {"kind": "phone", "value": "591"},
            {"kind": "whatsapp_user_id", "value": "x" * 100},
            {"kind": "username", "value": "maria"},
        ]

    def test_a_file_gets_an_address_once_it_is_ready(self, office: Office) -> None:
        ready = Media("ready", "image/png", "m", "foto.png", 3, "ab", "the/key")
        for media, url in (
            (ready, "https://media.test/the/key"),
            (replace(ready, state="fetching", key=None), None),
            (replace(ready, state="failed", key=None), None),
        ):
            view = office.reading.message_view(written(media=media))
            assert view["media"] is not None
            assert (view["media"]["url"], view["media"]["state"]) == (url, media.state)

    def test_authors(self, office: Office) -> None:
        ours = office.reading.message_view(posted())
        theirs = office.reading.message_view(written())
        assert ours["author"] == {"kind": "agent", "id": "ana", "name": "Ana"}
        assert theirs["author"]["name"] == "María Mamani"
        assert theirs["status"] is None

    @pytest.mark.parametrize(
        ("fields", "waits"),
        [
            ({"attempts": 1}, True),
            ({"attempts": 0}, False),
            ({"attempts": 1, "sent_at_ms": 1}, False),
        ],
    )
    def test_another_try_has_a_time(
        self, office: Office, fields: dict[str, int], waits: bool
    ) -> None:
        view = office.reading.message_view(posted(60, **fields))
        assert view["retry_at"] == ("2090-01-02T03:05:05.000Z" if waits else None)

    def test_pages_of_a_thread(self, office: Office) -> None:
        office.has(heard("one", 0, 1, 2), *(written(second) for second in range(3)))
        page = office.reading.messages(office.head(), None, 2)
        assert [one.id for one in page.items] == [id_at(2), id_at(1)]
        rest = office.reading.messages(office.head(), id_at(1), 2)
        assert ([one.id for one in rest.items], rest.next_position) == ([id_at(0)], None)
