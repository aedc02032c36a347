"""A contact's episodes as one thread: what shows of it, in which order, and to whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import ContactId, MessageId, history_id
from chalicelib.core.pagination import InvalidCursorError
from chalicelib.domains.contacts.models import Contact
from chalicelib.domains.conversations.models import Conversation, IndexEntry, Message, Pointer
from chalicelib.domains.conversations.services.thread import (
    MAX_EPISODES,
    MAX_SEARCHED,
    Direction,
    Place,
    Sight,
)
from chalicelib.domains.conversations.wanted import says
from tests.samples import (
    CHANGE,
    COBRANZAS,
    NOW_MS,
    PRINCIPAL,
    conversation,
    id_at,
    id_of,
    written,
)
from tests.unit.domains.conversations.office import ANA, LUIS, ROSA, Office

DAY = 86_400
MARIA = ContactId(id_of("María"))


def said(name: str, *seconds: int, **fields: Any) -> list[Message]:
    return [written(one, conversation_id=id_of(name), **fields) for one in seconds]


def episode(name: str, day: int, *, over: int | None = None, **fields: Any) -> Conversation:
    """One that was opened on a day and, perhaps, closed on another."""
    ends = None if over is None else NOW_MS + over * DAY * 1000
    return conversation(name, opened_at_ms=NOW_MS + day * DAY * 1000, resolved_at_ms=ends, **fields)


@pytest.fixture
def years(office: Office) -> Office:
    """Ana and Rosa have served María on two numbers; today Ana does."""
    office.has(
        episode("first", 0, over=1, assignee_id=ANA),
        episode("debt", 3, over=5, assignee_id=ROSA, queue_id=COBRANZAS),
        episode("silent", 6, over=6, assignee_id=LUIS),
        episode("now", 9, assignee_id=ANA),
        *said("first", 0, 1, 2),
        *said("debt", 3 * DAY, 3 * DAY + 1),
        *said("now", 9 * DAY, 9 * DAY + 1),
    )
    return office


WHOLE = [
    ("now", 9 * DAY + 1),
    ("now", 9 * DAY),
    ("debt", 3 * DAY + 1),
    ("debt", 3 * DAY),
    ("first", 2),
    ("first", 1),
    ("first", 0),
]
NAMES = {id_of(one): one for one in ("first", "debt", "silent", "now", "one", "two", "other")}


def sight(office: Office, through: str, name: str = "ana") -> Sight:
    return Sight(office.principal(name), office.head(through))


def walked(
    office: Office,
    seen: Sight,
    direction: Direction = "older",
    place: Place | None = None,
    limit: int = 50,
) -> list[tuple[str, MessageId]]:
    """The whole walk, page by page."""
    found: list[tuple[str, MessageId]] = []
    while True:
        stretch = office.contact_thread.walk(seen, direction, place, limit)
        assert len(stretch.messages) <= limit
        found += [(NAMES[one.conversation_id], one.id) for one in stretch.messages]
        place = stretch.beyond
        if place is None:
            return found


def ids(expected: list[tuple[str, int]]) -> list[tuple[str, MessageId]]:
    return [(name, id_at(second)) for name, second in expected]


class TestOrder:
    @pytest.mark.parametrize("limit", [1, 2, 3, 4, 7, 50])
    def test_upwards_each_message_shows_once_episode_by_episode(
        self, years: Office, limit: int
    ) -> None:
        assert walked(years, sight(years, "now"), limit=limit) == ids(WHOLE)

    @pytest.mark.parametrize("limit", [1, 2, 3, 50])
    def test_downwards_from_the_first_message_the_same(self, years: Office, limit: int) -> None:
        start = Place(id_of("first"), id_at(0))
        found = walked(years, sight(years, "now"), "newer", start, limit)
        assert found == ids(WHOLE[-2::-1])

    def test_episodes_without_messages_are_named_too(self, years: Office) -> None:
        stretch = years.contact_thread.walk(sight(years, "now"), "older", None, 50)
        assert [NAMES[one.id] for one in stretch.episodes] == ["now", "silent", "debt", "first"]

    def test_no_more_is_read_than_is_shown(self, years: Office) -> None:
        stretch = years.contact_thread.walk(sight(years, "now"), "older", None, 1)
        assert [NAMES[one.id] for one in stretch.episodes] == ["now"]
        assert years.trays.asked == 0

    def test_what_a_merged_contact_said_is_theirs(self, years: Office) -> None:
        alias = ContactId("alias")
        years.contact_rows.create(
            Contact(MARIA, "María", (), None, None, 1, aliases=(alias,)), CHANGE
        )
        years.contact_rows.create(Contact(alias, "M", (), None, MARIA, 1), CHANGE)
        years.has(episode("other", 4, over=4, contact_id=alias), *said("other", 4 * DAY))
        found = walked(years, sight(years, "now"))
        assert found == ids([*WHOLE[:2], ("other", 4 * DAY), *WHOLE[2:]])
        assert walked(years, sight(years, "other", "admin"))[0] == ("other", id_at(4 * DAY))

    def test_a_stranger_is_not_in_it(self, years: Office) -> None:
        stranger = ContactId("stranger")
        years.has(episode("other", 4, over=4, contact_id=stranger), *said("other", 4 * DAY))
        assert walked(years, sight(years, "now", "admin")) == ids(WHOLE)

    def test_many_episodes_are_looked_at_by_and_by(self, office: Office) -> None:
        office.has(
            *(
                episode(f"past {number}", number, over=number, queue_id=COBRANZAS)
                for number in range(2 * MAX_EPISODES)
            ),
            episode("one", 90, over=91, assignee_id=ANA),
        )
        seen = sight(office, "one")
        stretch = office.contact_thread.walk(seen, "older", None, 50)
        assert stretch.beyond is not None
        assert office.trays.asked <= MAX_EPISODES + 6
        assert walked(office, seen, place=stretch.beyond) == []


class TestSight:
    """Decision 9: the open conversation opens its customer's past, and a closed one does not."""

    def test_the_holder_of_an_open_one_reads_what_is_over(self, years: Office) -> None:
        assert walked(years, sight(years, "now")) == ids(WHOLE)
        with pytest.raises(NotFoundError):
            years.desk.access_conversation(years.principal("ana"), id_of("debt"))

    def test_so_does_who_may_claim_a_waiting_one(self, years: Office) -> None:
        years.has(episode("two", 10), *said("two", 10 * DAY))
        found = walked(years, sight(years, "two", "luis"))
        assert found == ids([("two", 10 * DAY), *WHOLE[2:]])  # Ana's is open, and hers

    def test_what_is_still_open_elsewhere_is_its_holders(self, years: Office) -> None:
        open_at_rosas = episode("two", 4, assignee_id=ROSA, queue_id=COBRANZAS)
        years.has(open_at_rosas, *said("two", 4 * DAY))
        assert walked(years, sight(years, "now")) == ids(WHOLE)
        assert ("two", id_at(4 * DAY)) in walked(years, sight(years, "now", "admin"))

    def test_through_a_closed_one_only_ones_own_past_shows(self, years: Office) -> None:
        years.has(episode("two", 2, over=3, assignee_id=ANA), *said("two", 2 * DAY))
        assert walked(years, sight(years, "two")) == ids([("two", 2 * DAY), *WHOLE[4:]])

    @pytest.mark.parametrize("closed", [True, False])
    def test_through_a_closed_one_nothing_shows_that_came_after(
        self, years: Office, closed: bool
    ) -> None:
        """Whoever had the chat once does not read on."""
        if closed:
            years.threads.rows[id_of("now")] = episode("now", 9, over=10, assignee_id=LUIS)
        assert walked(years, sight(years, "first")) == ids(WHOLE[4:])
        start = Place(id_of("first"), id_at(0))
        assert walked(years, sight(years, "first"), "newer", start) == ids(WHOLE[-2:-4:-1])

    def test_not_even_for_who_may_see_it_there(self, years: Office) -> None:
        """The thread ends with what it is read through, for everybody."""
        assert walked(years, sight(years, "debt", "admin")) == ids(WHOLE[2:])

    @pytest.mark.parametrize("message", [0, 3 * DAY])
    def test_a_place_out_of_sight_shows_nothing_of_it(self, years: Office, message: int) -> None:
        place = Place(id_of("debt"), MessageId("Z" * 23))
        assert walked(years, sight(years, "first"), place=place) == []
        about = Place(id_of("debt"), id_at(message))
        with pytest.raises(NotFoundError):
            years.contact_thread.around(sight(years, "first"), about, 10)

    def test_a_place_of_another_customer_is_refused(self, years: Office) -> None:
        years.has(episode("other", 0, over=1, contact_id=ContactId("other"), assignee_id=ANA))
        with pytest.raises(InvalidCursorError):
            walked(years, sight(years, "now"), place=Place(id_of("other"), id_at(0)))
        with pytest.raises(NotFoundError):
            years.contact_thread.access_episode(sight(years, "now"), id_of("other"))

    def test_what_closed_into_it_shows_through_it(self, office: Office) -> None:
        office.has(
            episode("one", 0, over=9, assignee_id=ANA),
            episode("two", 1, over=2, merged_into=id_of("one"), queue_id=COBRANZAS),
            *said("one", 0),
            *said("two", DAY),
        )
        assert walked(office, sight(office, "one")) == ids([("one", 0), ("two", DAY)])

    @pytest.mark.parametrize("over", [None, 9])
    def test_what_was_said_before_the_number_was_connected_is_its_beginning(
        self, office: Office, over: int | None
    ) -> None:
        past = history_id(PRINCIPAL, "phone#591")
        office.has(
            episode("one", 8, over=over, assignee_id=ANA),
            episode("past", 0, over=1, id=past),
            *said("one", 8 * DAY),
            written(5, conversation_id=past),
        )
        office.threads.move_pointer(Pointer(MARIA, PRINCIPAL, id_of("one"), None, 1), CHANGE)
        NAMES[past] = "past"
        assert walked(office, sight(office, "one")) == ids([("one", 8 * DAY), ("past", 5)])


class TestAround:
    def seconds(self, messages: list[Message]) -> list[int]:
        return [one.second - NOW_MS // 1000 for one in messages]

    def test_a_message_stands_between_both_sides(self, years: Office) -> None:
        found = years.contact_thread.around(
            sight(years, "now"), Place(id_of("debt"), id_at(3 * DAY)), 4
        )
        assert found.anchor == id_at(3 * DAY)
        assert self.seconds(found.older.messages) == [3 * DAY, 2, 1]
        assert self.seconds(found.newer.messages) == [3 * DAY + 1, 9 * DAY]
        for direction, side in (("older", found.older), ("newer", found.newer)):
            assert side.beyond is not None, direction

    @pytest.mark.parametrize(
        ("second", "anchor"),
        [
            (-DAY, 0),
            (1, 1),
            (3, 3 * DAY),  # between two episodes: the next thing that was said
            (3 * DAY + 1, 3 * DAY + 1),
            (9 * DAY, 9 * DAY),
            (99 * DAY, 9 * DAY + 1),
        ],
    )
    def test_an_instant_finds_what_was_said_from_then_on(
        self, years: Office, second: int, anchor: int
    ) -> None:
        found = years.contact_thread.at(sight(years, "now"), NOW_MS + second * 1000, 4)
        assert found.anchor == id_at(anchor)

    def test_an_empty_thread_has_no_anchor(self, office: Office) -> None:
        office.has(episode("one", 0, assignee_id=ANA))
        found = office.contact_thread.at(sight(office, "one"), NOW_MS, 4)
        assert (found.anchor, found.older.messages, found.newer.beyond) == (None, [], None)


class TestFind:
    def looked(self, office: Office, wanted: Callable[[Message], bool]) -> tuple[list[str], int]:
        """Texts that are found, and how many requests it took."""
        texts: list[str] = []
        place, requests = None, 0
        while True:
            found = office.contact_thread.find(sight(office, "now"), wanted, place)
            assert found.searched <= MAX_SEARCHED
            texts += [one.text or "" for one in found.messages]
            requests, place = requests + 1, found.beyond
            if place is None:
                return texts, requests

    def test_all_episodes_are_searched_newest_first(self, years: Office) -> None:
        for name, second in (("first", 3), ("debt", 3 * DAY + 2), ("now", 9 * DAY + 2)):
            years.has(*said(name, second, text=f"CAMIÓN {name}"))
        expected = ["CAMIÓN now", "CAMIÓN debt", "CAMIÓN first"]
        assert self.looked(years, says("camion")) == (expected, 1)

    def test_a_long_thread_is_searched_piece_by_piece(self, years: Office) -> None:
        years.has(*said("now", *range(9 * DAY + 10, 9 * DAY + 10 + 2 * MAX_SEARCHED)))
        texts, requests = self.looked(years, lambda one: one.text == "Mensaje 0.0")
        assert (texts, requests) == (["Mensaje 0.0"], 3)

    def test_it_tells_how_far_it_came(self, years: Office) -> None:
        found = years.contact_thread.find(sight(years, "now"), says("x"), None)
        assert found.last_searched is not None
        assert (found.searched, found.last_searched.id) == (len(WHOLE), id_at(0))

    def test_what_is_out_of_sight_is_not_searched(self, years: Office) -> None:
        found = years.contact_thread.find(sight(years, "first"), says("mensaje"), None)
        assert {NAMES[one.conversation_id] for one in found.messages} == {"first"}


def test_a_quote_is_completed_as_in_any_list(years: Office) -> None:
    quoted, answer = said("debt", 3 * DAY + 5)[0], said("debt", 3 * DAY + 6)[0]
    years.has(quoted, replace(answer, quoted_provider_id="wamid.q"))
    years.threads.pins[PRINCIPAL, "wamid.q"] = _entry(quoted)
    stretch = years.contact_thread.walk(sight(years, "now"), "older", None, 50)
    shown = next(one for one in stretch.messages if one.id == answer.id)
    assert shown.quote is not None
    assert shown.quote.id == quoted.id


def _entry(message: Message) -> IndexEntry:
    return IndexEntry(PRINCIPAL, "wamid.q", message.conversation_id, message.id)
