"""Every TrayStore keeps the same promises."""

from __future__ import annotations

import pytest

from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import ContactId, ConversationId, UserId, base32
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.conversations.ports import ThreadStore, TrayStore
from chalicelib.domains.conversations.repository import DynamoThreadStore, DynamoTrayStore
from tests.fakes.threads import MemoryThreads
from tests.fakes.trays import MemoryTrays
from tests.samples import CHANGE, COBRANZAS, GENERAL, NOW_MS, conversation, heard, id_of

ANA = UserId("ana")
Entry = tuple[str, ConversationId]


class Shelf:
    """Lists, and the HEADs that they are read off."""

    def __init__(self, storage: Dynamo | None) -> None:
        memory = MemoryThreads()
        self.threads: ThreadStore = DynamoThreadStore(storage) if storage else memory
        self.trays: TrayStore = DynamoTrayStore(storage) if storage else MemoryTrays(memory)

    def put(self, *heads: Conversation) -> list[Entry]:
        """Store them; their entries in the order of a list."""
        for head in heads:
            assert self.threads.create_head(head, CHANGE) is None
        return sorted(((base32(one.active_at_ms, 9), one.id) for one in heads), reverse=True)

    def walk(self, places: list[str], limit: int) -> list[Entry]:
        found: list[Entry] = []
        before = None
        while page := self.trays.newest(places, before, limit):
            assert len(page) <= limit
            found += page
            before = page[-1]
        return found


@pytest.fixture
def shelf(storage: Dynamo | None) -> Shelf:
    return Shelf(storage)


def waiting(number: int, active: int, **fields: object) -> Conversation:
    return conversation(str(number), active_at_ms=NOW_MS + active, **fields)


def test_nothing_lies_in_an_empty_place(shelf: Shelf) -> None:
    assert shelf.trays.newest(["general"], None, 5) == []
    assert shelf.trays.count("general", 5) == 0
    assert list(shelf.trays.waiting(GENERAL)) == []


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 7, 20])
def test_places_are_merged_by_activity(shelf: Shelf, limit: int) -> None:
    heads = [
        waiting(number, number, assignee_id=[None, ANA, UserId("luis")][number % 3])
        for number in range(9)
    ]
    shelf.put(waiting(20, 5, queue_id=COBRANZAS))
    wanted = [one for one in heads if one.assignee_id != "luis"]
    entries = shelf.put(*heads)
    assert shelf.walk(["general", "ana"], limit) == [
        entry for entry in entries if entry[1] in {one.id for one in wanted}
    ]


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 6, 7])
def test_a_walk_through_ties_shows_each_once(shelf: Shelf, limit: int) -> None:
    """Entries of one activity come from the engine in no order of their own."""
    entries = shelf.put(*(waiting(number, number // 7) for number in range(16)))
    assert shelf.walk(["general"], limit) == entries


@pytest.mark.parametrize("limit", [1, 3, 4])
def test_ties_of_several_places_are_merged(shelf: Shelf, limit: int) -> None:
    heads = [waiting(number, 0, assignee_id=[None, ANA][number % 2]) for number in range(8)]
    entries = shelf.put(*heads)
    assert shelf.walk(["general", "ana"], limit) == entries


def test_a_cursor_is_exclusive(shelf: Shelf) -> None:
    newest, middle, oldest = shelf.put(*(waiting(number, number) for number in range(3)))
    assert shelf.trays.newest(["general"], newest, 5) == [middle, oldest]
    assert shelf.trays.newest(["general"], oldest, 5) == []
    assert shelf.trays.newest(["general"], middle, 1) == [oldest]


def test_a_conversation_moves_with_its_state(shelf: Shelf) -> None:
    head = heard("one", 0)
    shelf.put(head)
    for new, place in (
        (rules.assigned(head, ANA, NOW_MS), "ana"),
        (rules.resolved(rules.assigned(head, ANA, NOW_MS), NOW_MS), "ana/"),
    ):
        assert shelf.threads.save_head(head, new, CHANGE) is None
        shown = [one for one in ("general", "ana", "ana/") if shelf.trays.count(one, 9)]
        assert shown == [place]
        head = new
    assert [one for _, one in shelf.trays.newest(["ana/"], None, 9)] == [head.id]


@pytest.mark.parametrize(("limit", "counted"), [(1, 1), (4, 4), (5, 5), (9, 5)])
def test_counting_ends_at_the_limit(shelf: Shelf, limit: int, counted: int) -> None:
    shelf.put(*(waiting(number, number) for number in range(5)))
    shelf.put(waiting(9, 9, assignee_id=ANA))
    assert shelf.trays.count("general", limit) == counted


def test_those_that_wait_come_in_order_of_opening(shelf: Shelf) -> None:
    shelf.put(
        waiting(1, 0, opened_at_ms=NOW_MS - 5),
        waiting(2, 9, opened_at_ms=NOW_MS - 9),
        waiting(3, 0, opened_at_ms=NOW_MS - 20, assignee_id=ANA),
        waiting(4, 0, opened_at_ms=NOW_MS - 30, resolved_at_ms=NOW_MS),
        waiting(5, 0, opened_at_ms=NOW_MS - 40, queue_id=COBRANZAS),
    )
    assert list(shelf.trays.waiting(GENERAL)) == [
        (NOW_MS - 9, id_of("2")),
        (NOW_MS - 5, id_of("1")),
    ]


def test_those_that_are_held_come_in_order_of_opening(shelf: Shelf) -> None:
    shelf.put(
        waiting(1, 0, opened_at_ms=NOW_MS - 5, assignee_id=ANA),
        waiting(2, 9, opened_at_ms=NOW_MS - 9, assignee_id=UserId("luis")),
        waiting(3, 0, opened_at_ms=NOW_MS - 20),
        waiting(4, 0, opened_at_ms=NOW_MS - 30, assignee_id=ANA, resolved_at_ms=NOW_MS),
        waiting(5, 0, opened_at_ms=NOW_MS - 40, assignee_id=ANA, queue_id=COBRANZAS),
    )
    assert shelf.trays.held(GENERAL, 9) == [id_of("2"), id_of("1")]
    assert shelf.trays.held(GENERAL, 1) == [id_of("2")]


def test_a_long_queue_is_walked_to_its_end(shelf: Shelf) -> None:
    shelf.put(*(waiting(number, 0, opened_at_ms=NOW_MS + number) for number in range(60)))
    opened = [opened_at_ms for opened_at_ms, _ in shelf.trays.waiting(GENERAL)]
    assert opened == [NOW_MS + number for number in range(60)]


MARIA, JOSE = ContactId("María"), ContactId("José")


@pytest.mark.parametrize("forward", [False, True])
@pytest.mark.parametrize("limit", [1, 2, 3, 8, 20])
def test_episodes_of_several_contacts_are_merged_by_opening(
    shelf: Shelf, limit: int, forward: bool
) -> None:
    """Some were opened in the same instant."""
    heads = [
        waiting(number, 0, opened_at_ms=NOW_MS + number // 3, contact_id=[MARIA, JOSE][number % 2])
        for number in range(8)
    ]
    shelf.put(*heads, waiting(20, 0, contact_id=ContactId("Rosa")))
    walked: list[tuple[int, ConversationId]] = []
    position = None
    while page := shelf.trays.opened([MARIA, JOSE], position, limit, forward=forward):
        assert len(page) <= limit
        walked += page
        position = page[-1]
    expected = sorted(((one.opened_at_ms, one.id) for one in heads), reverse=not forward)
    assert walked == expected


@pytest.mark.parametrize("limit", [1, 2, 5, 9])
def test_shelves_are_merged_by_opening(shelf: Shelf, limit: int) -> None:
    """Those opened in the same millisecond come in no order of their own."""
    shelf.put(waiting(90, 0, queue_id=COBRANZAS), waiting(91, 0, resolved_at_ms=NOW_MS))
    heads = [
        waiting(number, 9 - number, opened_at_ms=NOW_MS + number // 3, assignee_id=holder)
        for number, holder in enumerate([None, ANA, None, None, ANA, ANA, None])
    ]
    shelf.put(*heads)
    wanted = sorted(((one.opened_at_ms, one.id) for one in heads), reverse=True)
    found: list[tuple[int, ConversationId]] = []
    shelves = [rules.waiting_shelf(GENERAL), rules.held_shelf(GENERAL)]
    while page := shelf.trays.last_opened(shelves, found[-1] if found else None, limit):
        assert len(page) <= limit
        found += page
    assert found == wanted
    assert [shelf.trays.count_shelf(one, 3) for one in shelves] == [3, 3]
    month = rules.closed_shelf(GENERAL, rules.month_of(NOW_MS))
    assert shelf.trays.count_shelf(month, 3) == 1
