"""Every ThreadStore keeps the same promises."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import ConnectionId, ContactId, UserId
from chalicelib.domains.contacts.models import Identity, Person
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.contents import Referral
from chalicelib.domains.conversations.models import (
    LONG_USER_ID,
    Conversation,
    IndexEntry,
    LastMessage,
    Message,
    Pointer,
)
from chalicelib.domains.conversations.ports import HeadRefused, ThreadStore
from chalicelib.domains.conversations.repository import DynamoThreadStore
from tests.fakes.threads import MemoryThreads
from tests.samples import (
    CHANGE,
    MARIA,
    NOW_MS,
    NOW_SECOND,
    PRINCIPAL,
    conversation,
    heard,
    id_at,
    id_of,
    posted,
    written,
)

CONTACT, OTHER = ContactId(id_of("María")), ContactId(id_of("José"))
FIRST = Pointer(CONTACT, PRINCIPAL, id_of("one"), None, 1)
LATER_MS = NOW_MS + 60_000
DAY = 86_400
FULL = conversation(
    assignee_id="ana",
    contact_name="María Ñandú",
    phone="59171234567",
    user_id="BO.1",
    username="maria",
    unread=3,
    unanswered=2,
    waiting_since_ms=NOW_MS - 5,
    last=LastMessage(id_at(7), "voice", "out", "hola"),
    window_expires_second=99,
    read_up_to=id_at(1),
    labels=("urgente", "vip"),
    resolved_at_ms=NOW_MS + 9,
    merged_into=id_of("two"),
    merged_from=id_of("three"),
    unsent=frozenset({id_at(1), id_at(2)}),
)
ECHOED = conversation(last=LastMessage(id_at(7), "text", "out", "hola", is_echo=True))


@pytest.fixture
def threads(storage: Dynamo | None) -> ThreadStore:
    return DynamoThreadStore(storage) if storage else MemoryThreads()


def entry(name: str, second: int = 0) -> IndexEntry:
    return IndexEntry(PRINCIPAL, "wamid.ñ#1", id_of(name), id_at(second))


def answered(head: Conversation, second: int) -> Conversation:
    """The episode with one message of ours to be sent."""
    message = posted(second)
    return replace(
        head,
        version=head.version + 1,
        unanswered=0,
        waiting_since_ms=None,
        sent=rules.pushed(head.sent, rules.mark(message.id), rules.SENT_RING),
        unsent=head.unsent | {message.id},
        last=rules.last_of(message),
        active_at_ms=message.arrived_at_ms,
    )


def create(threads: ThreadStore, head: Conversation) -> Conversation:
    assert threads.create_head(head, CHANGE) is None
    return head


def receive(
    threads: ThreadStore, message: Message, sender: Person = MARIA, now_ms: int = LATER_MS
) -> HeadRefused | None:
    return threads.receive(message.conversation_id, message, sender, now_ms, CHANGE)


class TestPointers:
    def test_nothing_points_before_the_first_move(self, threads: ThreadStore) -> None:
        assert threads.pointer(CONTACT, PRINCIPAL) is None
        assert threads.pointers(CONTACT) == []

    def test_the_first_move_needs_an_empty_place(self, threads: ThreadStore) -> None:
        assert threads.move_pointer(FIRST, CHANGE)
        assert not threads.move_pointer(replace(FIRST, conversation_id=id_of("two")), CHANGE)
        assert threads.pointer(CONTACT, PRINCIPAL, consistent=True) == FIRST

    @pytest.mark.parametrize("generation", [1, 2, 4])
    def test_a_move_from_another_generation_is_lost(
        self, threads: ThreadStore, generation: int
    ) -> None:
        second = replace(FIRST, conversation_id=id_of("two"), generation=2)
        assert threads.move_pointer(FIRST, CHANGE)
        assert threads.move_pointer(second, CHANGE)
        lost = replace(FIRST, conversation_id=id_of("three"), generation=generation)
        assert not threads.move_pointer(lost, CHANGE)
        assert threads.pointer(CONTACT, PRINCIPAL) == second

    def test_nothing_moves_that_does_not_stand(self, threads: ThreadStore) -> None:
        assert not threads.move_pointer(replace(FIRST, generation=2), CHANGE)
        assert threads.pointer(CONTACT, PRINCIPAL) is None

    def test_a_forwarder_keeps_its_episode_or_has_none(self, threads: ThreadStore) -> None:
        threads.move_pointer(FIRST, CHANGE)
        forwarder = replace(FIRST, forward_to=OTHER, generation=2)
        bare = Pointer(CONTACT, ConnectionId("wa-cobranzas"), None, OTHER, 1)
        assert threads.move_pointer(forwarder, CHANGE)
        assert threads.move_pointer(bare, CHANGE)
        assert threads.pointer(CONTACT, PRINCIPAL) == forwarder
        assert threads.pointer(CONTACT, bare.connection_id) == bare

    def test_all_pointers_of_a_contact_and_no_other(self, threads: ThreadStore) -> None:
        elsewhere = replace(FIRST, connection_id=ConnectionId("wa-cobranzas"))
        for pointer in (FIRST, elsewhere, replace(FIRST, contact_id=OTHER)):
            threads.move_pointer(pointer, CHANGE)
        assert set(threads.pointers(CONTACT)) == {FIRST, elsewhere}


class TestIndex:
    def test_the_first_pin_stays(self, threads: ThreadStore) -> None:
        assert threads.index(PRINCIPAL, "wamid.ñ#1") is None
        assert threads.pin_index(entry("one"), CHANGE) is None
        assert threads.pin_index(entry("two", 5), CHANGE) == entry("one")
        assert threads.pin_index(entry("one"), CHANGE) == entry("one")
        assert threads.index(PRINCIPAL, "wamid.ñ#1", consistent=True) == entry("one")

    def test_a_pin_is_of_one_connection(self, threads: ThreadStore) -> None:
        elsewhere = replace(entry("two"), connection_id=ConnectionId("wa-cobranzas"))
        threads.pin_index(entry("one"), CHANGE)
        assert threads.pin_index(elsewhere, CHANGE) is None
        assert threads.index(elsewhere.connection_id, "wamid.ñ#1") == elsewhere

    def test_a_pin_moves_from_where_it_was_seen(self, threads: ThreadStore) -> None:
        threads.pin_index(entry("one"), CHANGE)
        assert threads.repin_index(entry("one"), entry("two"), CHANGE)
        assert threads.index(PRINCIPAL, "wamid.ñ#1") == entry("two")

    @pytest.mark.parametrize("seen", [entry("three"), entry("one", 5)])
    def test_a_pin_somebody_moved_stays(self, threads: ThreadStore, seen: IndexEntry) -> None:
        threads.pin_index(entry("one"), CHANGE)
        assert not threads.repin_index(seen, entry("two"), CHANGE)
        assert threads.index(PRINCIPAL, "wamid.ñ#1") == entry("one")

    def test_no_pin_moves_that_does_not_stand(self, threads: ThreadStore) -> None:
        assert not threads.repin_index(entry("one"), entry("two"), CHANGE)
        assert threads.index(PRINCIPAL, "wamid.ñ#1") is None


class TestHeads:
    @pytest.mark.parametrize("head", [conversation(), heard("one", 0, 1), FULL, ECHOED])
    def test_a_head_is_found_as_it_was_made(self, threads: ThreadStore, head: Conversation) -> None:
        assert threads.head(head.id) is None
        create(threads, head)
        assert threads.head(head.id) == threads.head(head.id, consistent=False) == head

    def test_short_rings_are_filled_up(self, threads: ThreadStore) -> None:
        create(threads, conversation(applied=("AAAAAAAA",), sent=()))
        head = threads.head(id_of("one"))
        assert head is not None
        assert head.applied == ("AAAAAAAA", *["-"] * 7)
        assert head.sent == ("-",) * 4

    def test_a_head_is_made_once(self, threads: ThreadStore) -> None:
        standing = create(threads, heard())
        assert threads.create_head(conversation(), CHANGE) == HeadRefused(standing)
        assert threads.head(standing.id) == standing

    def test_several_come_in_the_order_asked_for(self, threads: ThreadStore) -> None:
        one, two = create(threads, heard("one")), create(threads, heard("two"))
        asked = [two.id, id_of("nobody"), one.id, two.id]
        assert threads.heads(asked) == [two, one, two]
        assert threads.heads([]) == []


class TestReceive:
    def test_the_newest_message_is_applied(self, threads: ThreadStore) -> None:
        head = create(threads, heard("one", 0))
        message = written(5)
        assert receive(threads, message) is None
        identified = rules.identified(head, MARIA)
        assert threads.head(head.id) == rules.received(identified, message, LATER_MS)

    def test_it_is_applied_as_if_it_had_been_read(self, threads: ThreadStore) -> None:
        held = rules.assigned(answered(heard("one", 0, 1), 2), UserId("ana"), NOW_MS + 3)
        head = expected = create(threads, held)
        for second in (5, 5, 9):
            message = written(second, place=second + expected.version)
            identified = rules.identified(expected, MARIA)
            expected = rules.received(identified, message, LATER_MS + second)
            assert receive(threads, message, now_ms=LATER_MS + second) is None
        assert threads.head(head.id) == expected
        assert expected.waiting_since_ms == LATER_MS + 5

    def test_more_than_eight_push_the_oldest_marks_out(self, threads: ThreadStore) -> None:
        create(threads, heard("one", 0))
        for second in range(1, 11):
            assert receive(threads, written(second)) is None
        head = threads.head(id_of("one"))
        assert head is not None
        assert head.applied == tuple(rules.mark(id_at(n)) for n in range(10, 2, -1))
        assert (head.version, head.unread, head.unanswered) == (12, 11, 11)

    def test_identities_are_added_and_never_replaced(self, threads: ThreadStore) -> None:
        create(threads, heard("one", 0, phone="1"))
        both = Person((Identity("phone", "2"), Identity("whatsapp_user_id", "BO.1")))
        other = Person((Identity("whatsapp_user_id", "BO.2"),))
        for second, sender in ((1, both), (2, other)):
            assert receive(threads, written(second), sender) is None
        head = threads.head(id_of("one"))
        assert head is not None
        assert (head.phone, head.user_id) == ("1", "BO.1")

    def test_another_phone_of_a_known_user_id_is_for_who_has_seen_head(
        self, threads: ThreadStore
    ) -> None:
        moved, stranger, same = (
            Person((Identity("phone", phone), Identity("whatsapp_user_id", user_id)))
            for phone, user_id in (("2", "BO.1"), ("2", "BO.2"), ("1", "BO.1"))
        )
        head = create(threads, heard("one", 0, phone="1", user_id="BO.1"))
        assert receive(threads, written(1), moved) == HeadRefused(head)
        for second, sender in ((2, stranger), (3, same)):
            assert receive(threads, written(second), sender) is None
        create(threads, heard("two", 0, user_id="BO.1"))
        first = written(1, conversation_id=id_of("two"))
        assert receive(threads, first, moved) is None

    def test_a_name_learnt_later_is_added_and_never_replaced(self, threads: ThreadStore) -> None:
        create(threads, heard("one", 0))
        named = [replace(MARIA, name=name, username=name) for name in (None, "María", "Otra")]
        for second, sender in enumerate(named, start=1):
            assert receive(threads, written(second), sender) is None
        head = threads.head(id_of("one"))
        assert head is not None
        assert (head.contact_name, head.username) == ("María", "María")

    def test_a_user_id_too_long_is_only_flagged(self, threads: ThreadStore) -> None:
        create(threads, heard("one", 0))
        assert (
            receive(threads, written(1), Person((Identity("whatsapp_user_id", "x" * 41),))) is None
        )
        head = threads.head(id_of("one"))
        assert head is not None
        assert head.user_id == LONG_USER_ID

    @pytest.mark.parametrize(
        ("window", "message", "ends"),
        [
            (None, written(6), DAY + 6),
            (None, written(6, kind="system"), None),
            (DAY + 5, written(6), DAY + 6),
            (DAY + 6, written(6), DAY + 6),
            (DAY + 5, written(6, kind="system"), DAY + 5),
            (3 * DAY, written(6, kind="system"), 3 * DAY),
            (DAY + 5, written(6, referral=Referral()), 3 * DAY + 6),
            (3 * DAY + 6, written(6, referral=Referral()), 3 * DAY + 6),
        ],
    )
    def test_the_window_ends_with_the_message_or_as_before(
        self, threads: ThreadStore, window: int | None, message: Message, ends: int | None
    ) -> None:
        def second(after: int | None) -> int | None:
            return None if after is None else NOW_SECOND + after

        head = create(threads, heard("one", 5, window_expires_second=second(window)))
        assert receive(threads, message) is None
        grown = threads.head(head.id)
        assert grown == rules.received(rules.identified(head, MARIA), message, LATER_MS)
        assert grown.window_expires_second == second(ends)

    @pytest.mark.parametrize(
        ("head", "message"),
        [
            pytest.param(heard("one", 5), written(4), id="late"),
            pytest.param(heard("one", 5), written(5), id="applied and last"),
            pytest.param(heard("one", 5, last=rules.last_of(written(4))), written(5), id="applied"),
            pytest.param(heard("one", 5, resolved_at_ms=NOW_MS), written(6), id="resolved"),
            pytest.param(
                heard("one", 5, assignee_id=UserId("ana"), snoozed_until_ms=LATER_MS),
                written(6),
                id="put off",
            ),
            pytest.param(conversation(), written(6), id="nothing said yet"),
            pytest.param(
                heard("one", 5, window_expires_second=NOW_SECOND + 86_407),
                written(6),
                id="would shorten the window",
            ),
            pytest.param(
                heard("one", 5, window_expires_second=NOW_SECOND + 3 * DAY + 7),
                written(6, referral=Referral()),
                id="would shorten the window of an advertisement",
            ),
        ],
    )
    def test_it_is_refused_with_the_head_as_it_stands(
        self, threads: ThreadStore, head: Conversation, message: Message
    ) -> None:
        create(threads, head)
        assert receive(threads, message) == HeadRefused(head)
        assert threads.head(head.id) == head

    def test_it_is_refused_where_there_is_no_head(self, threads: ThreadStore) -> None:
        assert receive(threads, written(6)) == HeadRefused(None)
        assert threads.head(id_of("one")) is None


class TestSaveHead:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            pytest.param(heard(), replace(FULL, version=3), id="everything set"),
            pytest.param(FULL, conversation(version=2), id="everything removed"),
            pytest.param(heard(), rules.received(heard(), written(9), LATER_MS), id="received"),
            pytest.param(heard(), answered(heard(), 9), id="answered"),
            pytest.param(heard(), rules.resolved(heard(), LATER_MS), id="resolved"),
        ],
    )
    def test_what_differs_is_written(
        self, threads: ThreadStore, before: Conversation, after: Conversation
    ) -> None:
        create(threads, before)
        assert threads.save_head(before, after, CHANGE) is None
        assert threads.head(before.id) == after

    def test_a_lost_race_changes_nothing(self, threads: ThreadStore) -> None:
        seen = create(threads, heard())
        receive(threads, written(5))
        standing = threads.head(seen.id)
        refused = threads.save_head(seen, rules.resolved(seen, LATER_MS), CHANGE)
        assert refused == HeadRefused(standing)
        assert threads.head(seen.id) == standing

    def test_a_missing_head_takes_nothing(self, threads: ThreadStore) -> None:
        refused = threads.save_head(heard(), rules.resolved(heard(), LATER_MS), CHANGE)
        assert refused == HeadRefused(None)
        assert threads.head(id_of("one")) is None

    def test_the_lane_s_list_is_changed_entry_by_entry(self, threads: ThreadStore) -> None:
        seen = create(threads, heard("one", 0, unsent=frozenset({id_at(1), id_at(2)})))
        threads.settle(seen.id, id_at(1), CHANGE)
        assert threads.save_head(seen, answered(seen, 3), CHANGE) is None
        head = threads.head(seen.id)
        assert head is not None
        assert head.unsent == {id_at(2), id_at(3)}

    def test_entries_left_out_are_taken_off_the_list(self, threads: ThreadStore) -> None:
        seen = create(threads, heard("one", 0, unsent=frozenset({id_at(1), id_at(2)})))
        new = replace(seen, version=seen.version + 1, unsent=frozenset({id_at(2)}))
        assert threads.save_head(seen, new, CHANGE) is None
        assert threads.head(seen.id) == new


class TestSettle:
    def test_one_message_leaves_the_list_and_the_version_stays(self, threads: ThreadStore) -> None:
        head = create(threads, heard("one", 0, unsent=frozenset({id_at(1), id_at(2)})))
        for _ in range(2):
            threads.settle(head.id, id_at(1), CHANGE)
        assert threads.head(head.id) == replace(head, unsent=frozenset({id_at(2)}))
        threads.settle(head.id, id_at(2), CHANGE)
        assert threads.head(head.id) == replace(head, unsent=frozenset())

    def test_it_makes_no_head(self, threads: ThreadStore) -> None:
        threads.settle(id_of("one"), id_at(1), CHANGE)
        assert threads.head(id_of("one")) is None


class TestCloseInto:
    """Two HEADs in one write."""

    LOSER, WINNER = heard("two", 1), heard("one", 0)
    CLOSED = replace(LOSER, version=3, merged_into=WINNER.id, resolved_at_ms=LATER_MS, unread=0)
    GROWN = replace(WINNER, version=3, unread=2, user_id="BO.1", merged_from=LOSER.id)

    def close(self, threads: ThreadStore) -> bool:
        return threads.close_into((self.LOSER, self.CLOSED), (self.WINNER, self.GROWN), CHANGE)

    def test_both_are_written(self, threads: ThreadStore) -> None:
        create(threads, self.LOSER)
        create(threads, self.WINNER)
        assert self.close(threads)
        assert threads.heads([self.LOSER.id, self.WINNER.id]) == [self.CLOSED, self.GROWN]

    @pytest.mark.parametrize("changed", ["loser", "winner"])
    def test_neither_is_written_where_one_has_changed(
        self, threads: ThreadStore, changed: str
    ) -> None:
        loser = create(threads, replace(self.LOSER, version=2 + 2 * (changed == "loser")))
        winner = create(threads, replace(self.WINNER, version=2 + 2 * (changed == "winner")))
        assert not self.close(threads)
        assert threads.heads([loser.id, winner.id]) == [loser, winner]

    @pytest.mark.parametrize("there", [LOSER, WINNER])
    def test_neither_is_written_where_one_is_missing(
        self, threads: ThreadStore, there: Conversation
    ) -> None:
        create(threads, there)
        assert not self.close(threads)
        assert threads.heads([self.LOSER.id, self.WINNER.id]) == [there]


class TestReopen:
    CLOSED = heard("one", 0, resolved_at_ms=NOW_MS + 5)

    def reopen(self, threads: ThreadStore, seen: Conversation, pointer: Pointer) -> bool:
        return threads.reopen(seen, rules.reopened(seen, LATER_MS), pointer, CHANGE)

    def test_the_head_opens_and_the_generation_rises(self, threads: ThreadStore) -> None:
        threads.move_pointer(FIRST, CHANGE)
        create(threads, self.CLOSED)
        assert self.reopen(threads, self.CLOSED, FIRST)
        assert threads.head(self.CLOSED.id) == rules.reopened(self.CLOSED, LATER_MS)
        assert threads.pointer(CONTACT, PRINCIPAL) == replace(FIRST, generation=2)

    @pytest.mark.parametrize(
        "standing",
        [
            pytest.param({"conversation_id": id_of("two")}, id="names another episode"),
            pytest.param({"generation": 2}, id="moved since"),
            pytest.param(None, id="missing"),
        ],
    )
    def test_both_stay_where_the_pointer_is_another(
        self, threads: ThreadStore, standing: dict[str, Any] | None
    ) -> None:
        stored = None if standing is None else replace(FIRST, **standing)
        if stored is not None:
            for generation in range(1, stored.generation + 1):
                threads.move_pointer(replace(stored, generation=generation), CHANGE)
        create(threads, self.CLOSED)
        assert not self.reopen(threads, self.CLOSED, FIRST)
        assert threads.head(self.CLOSED.id) == self.CLOSED
        assert threads.pointer(CONTACT, PRINCIPAL) == stored

    def test_both_stay_where_the_head_is_another(self, threads: ThreadStore) -> None:
        threads.move_pointer(FIRST, CHANGE)
        create(threads, replace(self.CLOSED, version=7))
        assert not self.reopen(threads, self.CLOSED, FIRST)
        assert threads.head(self.CLOSED.id) == replace(self.CLOSED, version=7)
        assert threads.pointer(CONTACT, PRINCIPAL) == FIRST


def test_one_of_parallel_moves_wins(dynamo: Dynamo) -> None:
    threads = DynamoThreadStore(dynamo)

    def move(n: int) -> bool:
        return threads.move_pointer(replace(FIRST, conversation_id=id_of(str(n))), CHANGE)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(move, range(16))) == [False] * 15 + [True]


def test_parallel_messages_are_all_counted(dynamo: Dynamo) -> None:
    """Those that come late are refused; nobody is applied twice or lost."""
    threads = DynamoThreadStore(dynamo)
    create(threads, heard("one", 0))

    def arrive(second: int) -> bool:
        return receive(threads, written(second)) is None

    with ThreadPoolExecutor(8) as pool:
        applied = sum(pool.map(arrive, range(1, 17)))
    head = threads.head(id_of("one"))
    assert head is not None
    assert applied >= 1
    assert (head.version, head.unread) == (2 + applied, 1 + applied)
