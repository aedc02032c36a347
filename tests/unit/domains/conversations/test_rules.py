"""The arithmetic of conversations, case by case."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.ids import UserId
from chalicelib.domains.contacts.models import Person
from chalicelib.domains.contacts.service import identities_of
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.contents import Location, Order, Referral
from chalicelib.domains.conversations.events import DeliveryError
from chalicelib.domains.conversations.models import (
    LONG_USER_ID,
    Conversation,
    Media,
    Message,
    MessageStatus,
)
from tests.samples import (
    NOW_MS,
    NOW_SECOND,
    conversation,
    heard,
    id_at,
    id_of,
    posted,
    written,
)

ANA, LUIS = UserId("ana"), UserId("luis")
LATER_MS = NOW_MS + 60_000
ALMOST = "a" * (rules.PREVIEW_BYTES - 1)
DAY = 86_400


def with_last(message: Message, **fields: Any) -> Conversation:
    return conversation(last=rules.last_of(message), **fields)


def echo(second: int = 0) -> Message:
    """Something the business wrote in the provider's own app."""
    return posted(second, author_kind="system", author_id=None, due_at_ms=None)


class TestCaps:
    @pytest.mark.parametrize(
        ("text", "limit", "expected"),
        [
            ("", 4, ""),
            ("hola", 4, "hola"),
            ("holas", 4, "hola"),
            ("ñandú", 5, "ñand"),
            ("ñandú", 6, "ñand"),
            ("ñandú", 7, "ñandú"),
            ("aé", 2, "a"),
            ("👍👍", 4, "👍"),
            ("👍👍", 7, "👍"),
            ("👍", 3, ""),
        ],
    )
    def test_cut(self, text: str, limit: int, expected: str) -> None:
        assert rules.cut(text, limit) == expected

    @given(st.text(), st.integers(0, 40))
    def test_a_cut_is_the_longest_prefix_that_fits(self, text: str, limit: int) -> None:
        shown = rules.cut(text, limit)
        assert text.startswith(shown)
        assert len(shown.encode()) <= limit
        assert shown == text or len(text[: len(shown) + 1].encode()) > limit

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({"text": "  hola \n\t mundo  "}, "hola mundo"),
            ({"text": None}, ""),
            ({"text": None, "media": Media("ready", "x/y", filename="foto 1.jpg")}, "foto 1.jpg"),
            ({"text": "pie", "media": Media("ready", "x/y", filename="foto.jpg")}, "pie"),
            ({"text": None, "media": Media("ready", "x/y")}, ""),
            ({"text": "hola", "revoked_at_ms": 1}, ""),
            ({"text": None, "kind": "location", "content": Location(1, 2, "Obelisco")}, "Obelisco"),
            ({"text": None, "kind": "location", "content": Location(1, 2)}, ""),
            ({"text": "Sin sal", "kind": "order", "content": Order(())}, "Sin sal"),
            ({"text": "á" * 99}, "á" * (rules.PREVIEW_BYTES // 2)),
            ({"text": ALMOST + "👍"}, ALMOST),
        ],
    )
    def test_preview(self, fields: dict[str, Any], expected: str) -> None:
        assert rules.preview_of(written(**fields)) == expected

    @pytest.mark.parametrize(
        ("user_id", "expected"),
        [
            (None, None),
            ("BO.1", "BO.1"),
            ("x" * 40, "x" * 40),
            ("x" * 41, LONG_USER_ID),
            ("ñ" * 20, "ñ" * 20),
            ("ñ" * 21, LONG_USER_ID),
        ],
    )
    def test_user_id_in_head(self, user_id: str | None, expected: str | None) -> None:
        assert rules.user_id_in_head(user_id) == expected


class TestRings:
    def test_the_newest_is_in_front_and_the_oldest_drops_out(self) -> None:
        ring: tuple[str, ...] = ()
        for mark in "abc":
            ring = rules.pushed(ring, mark, 4)
        assert ring == ("c", "b", "a", "-")
        assert rules.has_free_slot(ring)
        assert rules.messages_in(ring) == ["c", "b", "a"]
        for mark in "de":
            ring = rules.pushed(ring, mark, 4)
        assert ring == ("e", "d", "c", "b")
        assert not rules.has_free_slot(ring)

    def test_a_mark_is_of_one_message(self) -> None:
        marks = {rules.mark(id_at(second, place)) for second in range(20) for place in range(20)}
        assert len(marks) == 400
        assert {len(mark) for mark in marks} == {8}


STATES = [
    (conversation(), "new", "general", "general#waiting"),
    (with_last(written()), "new", "general", "general#waiting"),
    (with_last(posted()), "new", "general", "general#waiting"),
    (conversation(assignee_id=ANA), "pending", "ana", "general#open"),
    (with_last(written(), assignee_id=ANA), "pending", "ana", "general#open"),
    (with_last(posted(), assignee_id=ANA), "in_progress", "ana+", "general#open"),
    (with_last(echo(), assignee_id=ANA), "in_progress", "ana+", "general#open"),
    (with_last(echo(), assignee_id=ANA, unanswered=1), "pending", "ana", "general#open"),
    (with_last(echo(), unanswered=1), "new", "general", "general#waiting"),
    (
        with_last(posted(), assignee_id=ANA, resolved_at_ms=30 * DAY * 1000),
        "resolved",
        "ana/",
        "general#closed-1",
    ),
    (conversation(resolved_at_ms=0), "resolved", "general/", "general#closed-0"),
]


@pytest.mark.parametrize(("head", "state", "place", "queue_place"), STATES)
def test_state_and_places(head: Conversation, state: str, place: str, queue_place: str) -> None:
    assert rules.state_of(head) == state
    assert rules.place_of(head) == place
    assert rules.queue_place_of(head) == queue_place


class TestReceived:
    def test_the_newest(self) -> None:
        head = conversation(unread=2, unanswered=1, waiting_since_ms=5)
        message = written(7)
        assert rules.received(head, message, LATER_MS) == replace(
            head,
            version=2,
            updated_at_ms=LATER_MS,
            unread=3,
            unanswered=2,
            last=rules.last_of(message),
            active_at_ms=NOW_MS + 7_000,
            window_expires_second=NOW_SECOND + 7 + DAY,
            applied=(rules.mark(message.id), *["-"] * 7),
        )

    def test_the_first_begins_the_wait(self) -> None:
        assert rules.received(conversation(), written(), LATER_MS).waiting_since_ms == LATER_MS

    def test_a_late_one_counts_and_stays_behind(self) -> None:
        head = heard("one", 9)
        late = rules.received(head, written(3), LATER_MS)
        assert (late.last, late.active_at_ms) == (head.last, head.active_at_ms)
        assert (late.unread, late.unanswered, late.version) == (2, 2, head.version + 1)
        assert late.window_expires_second == NOW_SECOND + 9 + DAY

    def test_the_order_is_that_of_seconds_then_of_arrival(self) -> None:
        head = heard("one", 9)
        assert rules.is_newest(head, id_at(9, 1))
        assert rules.is_newest(head, id_at(10))
        assert not rules.is_newest(head, id_at(9))
        assert not rules.is_newest(head, id_at(8, 5))


class TestWindowEnds:
    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({}, NOW_SECOND + 5 + DAY),
            ({"kind": "choice"}, NOW_SECOND + 5 + DAY),
            ({"referral": Referral()}, NOW_SECOND + 5 + 3 * DAY),
            ({"kind": "system"}, None),
        ],
    )
    def test_with_each_message(self, fields: dict[str, Any], expected: int | None) -> None:
        assert rules.window_end_of(written(5, **fields)) == expected

    @given(st.permutations([0, 1, 2, 3]), st.integers(0, 3), st.integers(0, 3))
    def test_is_the_latest_in_any_order(self, order: list[int], ad: int, notice: int) -> None:
        head = conversation()
        ends = []
        for number in order:
            fields: dict[str, Any] = {"referral": Referral()} if number == ad else {}
            message = written(number, kind="system" if number == notice else "text", **fields)
            before, head = head, rules.received(head, message, LATER_MS)
            ends.append(rules.window_end_of(message))
            assert (head.window_expires_second or 0) >= (before.window_expires_second or 0)
        assert head.window_expires_second == max(end for end in ends if end is not None)


class TestEchoed:
    def test_it_is_shown_and_counted_nowhere(self) -> None:
        head = heard("one", 3)
        assert rules.echoed(head, echo(5), LATER_MS) == replace(
            head,
            version=head.version + 1,
            updated_at_ms=LATER_MS,
            last=rules.last_of(echo(5)),
            active_at_ms=NOW_MS + 5_000,
        )
        assert rules.last_of(echo(5)).is_echo

    def test_a_late_one_stays_behind(self) -> None:
        head = heard("one", 3)
        late = rules.echoed(head, echo(1), LATER_MS)
        assert (late.last, late.active_at_ms) == (head.last, head.active_at_ms)
        assert late.version == head.version + 1

    def test_an_answer_after_it_ends_the_wait(self) -> None:
        head = rules.echoed(heard("one", 3, assignee_id=ANA), echo(5), LATER_MS)
        assert rules.state_of(head) == "pending"
        done = rules.answered(head, posted(9), [], LATER_MS)
        assert rules.state_of(done) == "in_progress"
        assert rules.state_of(rules.echoed(done, echo(10), LATER_MS)) == "in_progress"


class TestAnswered:
    def test_nothing_waits_behind_the_newest(self) -> None:
        head = heard("one", 0, 1, assignee_id=ANA)
        message = posted(5)
        assert rules.answered(head, message, [], LATER_MS) == replace(
            head,
            version=head.version + 1,
            updated_at_ms=LATER_MS,
            unanswered=0,
            waiting_since_ms=None,
            last=rules.last_of(message),
            active_at_ms=NOW_MS + 5_000,
            sent=(rules.mark(message.id), *["-"] * 3),
            unsent=frozenset({message.id}),
        )

    def test_what_came_behind_a_late_one_waits_yet(self) -> None:
        head = heard("one", 0, 6, 8, unsent=frozenset({id_at(2)}))
        late = rules.answered(head, posted(5), [id_at(8), id_at(6)], LATER_MS)
        assert (late.last, late.active_at_ms) == (head.last, head.active_at_ms)
        assert (late.unanswered, late.waiting_since_ms) == (2, NOW_MS + 6_000)
        assert late.unsent == {id_at(2), id_at(5)}

    def test_what_was_answered_stays_so(self) -> None:
        head = heard("one", 6, unanswered=0, waiting_since_ms=None)
        late = rules.answered(head, posted(5), [id_at(6)], LATER_MS)
        assert (late.unanswered, late.waiting_since_ms) == (0, None)


@pytest.mark.parametrize(
    ("one", "other", "survivor"),
    [
        (conversation("a"), conversation("b", assignee_id=ANA), "b"),
        (conversation("a", opened_at_ms=1), conversation("b", assignee_id=ANA), "b"),
        (conversation("a", opened_at_ms=1), conversation("b", opened_at_ms=2), "a"),
        (
            conversation("a", opened_at_ms=2, assignee_id=ANA),
            conversation("b", opened_at_ms=1, assignee_id=LUIS),
            "b",
        ),
        (conversation("a"), conversation("b"), min("ab", key=id_of)),
    ],
)
def test_survivor(one: Conversation, other: Conversation, survivor: str) -> None:
    assert rules.survivor_of(one, other).id == id_of(survivor)
    assert rules.survivor_of(other, one).id == id_of(survivor)


@pytest.mark.parametrize(
    ("head", "shown", "newest", "phone"),
    [
        (("1", "BO.1"), ("2", "BO.1"), True, "2"),
        (("1", "BO.1"), ("2", "BO.1"), False, "1"),  # said before they wrote from "1"
        (("1", "BO.1"), ("2", "BO.2"), True, "1"),
        (("1", None), ("2", "BO.1"), True, "1"),
        (("1", "BO.1"), ("2", None), True, "1"),
        (("1", "x" * 41), ("2", "x" * 41), True, "1"),
        ((None, "BO.1"), ("2", "BO.2"), False, "2"),
    ],
)
def test_the_phone_that_is_answered(
    head: tuple[str | None, str | None],
    shown: tuple[str, str | None],
    newest: bool,
    phone: str,
) -> None:
    """Another phone is answered once the same user id wrote from it."""
    standing = conversation(phone=head[0], user_id=rules.user_id_in_head(head[1]))
    sender = Person(identities_of(*shown))
    assert rules.identified(standing, sender, newest=newest).phone == phone


class TestMerging:
    def test_counts_window_and_identities_go_to_the_survivor(self) -> None:
        survivor = heard("one", 0, 1, phone="1", waiting_since_ms=None)
        closing = heard("two", 5, phone="2", user_id="BO.2", waiting_since_ms=9, unanswered=0)
        assert rules.with_counts_of(survivor, closing, LATER_MS) == replace(
            survivor,
            version=survivor.version + 1,
            updated_at_ms=LATER_MS,
            unread=3,
            carried=1,
            waiting_since_ms=9,
            window_expires_second=NOW_SECOND + 5 + DAY,
            user_id="BO.2",
            merged_from=id_of("two"),
        )

    @pytest.mark.parametrize(("windows", "expected"), [((None, 5), 5), ((5, None), 5), ((7, 5), 7)])
    def test_the_later_window_counts(
        self, windows: tuple[int | None, int | None], expected: int
    ) -> None:
        one, two = (conversation(window_expires_second=window) for window in windows)
        assert rules.with_counts_of(one, two, LATER_MS).window_expires_second == expected

    @pytest.mark.parametrize(
        ("has", "brings", "expected"),
        [
            ("ab", "", "ab"),
            ("", "ab", "ab"),
            ("ab", "bc", "abc"),
            ("abcdefg", "hij", "abcdefgh"),
            ("abcdefgh", "xyz", "abcdefgh"),
            ("abcdefgh", "hgf", "abcdefgh"),
        ],
    )
    def test_labels_are_handed_on_as_far_as_there_is_room(
        self, has: str, brings: str, expected: str
    ) -> None:
        survivor, closing = conversation(labels=tuple(has)), heard("two", labels=tuple(brings))
        assert rules.with_counts_of(survivor, closing, LATER_MS).labels == tuple(expected)
        assert rules.merged(closing, survivor, LATER_MS).labels == tuple(brings)

    def test_the_other_closes_with_nothing_left_to_do(self) -> None:
        closing = heard("two", 5, carried=1)
        assert rules.merged(closing, heard("one", 0), LATER_MS) == replace(
            closing,
            version=closing.version + 1,
            updated_at_ms=LATER_MS,
            resolved_at_ms=LATER_MS,
            merged_into=id_of("one"),
            unread=0,
            unanswered=0,
            carried=0,
            waiting_since_ms=None,
            window_expires_second=None,
        )

    def test_what_closed_into_either_is_found_from_the_survivor_on(self) -> None:
        plain, before = heard("two", 5), heard("one", 0, merged_from=id_of("zero"))
        closed, grown = rules.merged(plain, before, 9), rules.with_counts_of(before, plain, 9)
        assert (grown.merged_from, closed.merged_from) == (id_of("two"), id_of("zero"))
        holder = heard("two", 5, merged_from=id_of("three"))
        assert rules.merged(holder, heard("one", 0), 9).merged_from == id_of("three")

    def test_one_never_begun_is_made_closed(self) -> None:
        survivor = heard(
            "one",
            0,
            merged_from=id_of("zero"),
            assignee_id=ANA,
            labels=("vip",),
            unsent=frozenset({id_at(1)}),
        )
        shut = rules.shut(id_of("two"), survivor.contact_id, survivor)
        assert (shut.id, shut.version, shut.merged_into) == (id_of("two"), 1, survivor.id)
        assert shut.is_resolved
        assert (shut.unread, shut.unanswered, shut.last, shut.assignee_id) == (0, 0, None, None)
        assert (shut.labels, shut.applied, shut.unsent) == ((), (), frozenset())
        assert shut.merged_from is None


@pytest.mark.parametrize(("stands", "up_to", "expected"), [(None, 5, 5), (3, 5, 5), (9, 5, 9)])
def test_what_was_read_stays_read(stands: int | None, up_to: int, expected: int) -> None:
    before = id_at(stands) if stands is not None else None
    head = heard("one", 0, read_up_to=before, carried=2, unread=5)
    read = rules.read(head, id_at(up_to), 1, LATER_MS)
    assert (read.read_up_to, read.unread, read.carried) == (id_at(expected), 1, 0)


@pytest.mark.parametrize(
    ("expires", "at_ms", "is_open"),
    [
        (None, NOW_MS, False),
        (NOW_SECOND, NOW_SECOND * 1000 - 1, True),
        (NOW_SECOND, NOW_SECOND * 1000, False),
    ],
)
def test_window(expires: int | None, at_ms: int, is_open: bool) -> None:
    head = conversation(window_expires_second=expires)
    assert rules.window_is_open(head, at_ms) == is_open


STAMPS = ("unconfirmed", "sent", "failed", "delivered", "read", "played")
"""From the weakest to the strongest."""


class TestStatus:
    @pytest.mark.parametrize(
        "stamps",
        [chosen for size in range(7) for chosen in itertools.combinations(STAMPS, size)],
        ids="+".join,
    )
    def test_the_strongest_stamp_is_shown(self, stamps: tuple[MessageStatus, ...]) -> None:
        fields = {f"{one}_at_ms": 100 - number for number, one in enumerate(stamps)}
        message = posted(**fields)
        assert rules.status_of(message) == (stamps[-1] if stamps else "queued")
        assert rules.has_outcome(message) == bool(stamps)

    def test_a_customers_message_has_none(self) -> None:
        assert rules.status_of(written(sent_at_ms=1)) is None

    @pytest.mark.parametrize(
        ("stamps", "is_shown"),
        [
            ((), True),
            (("failed",), True),
            (("sent", "failed"), True),
            (("sent",), False),
            (("failed", "delivered"), False),
            (("failed", "read"), False),
        ],
    )
    def test_an_error_is_shown_until_it_arrives(
        self, stamps: tuple[str, ...], is_shown: bool
    ) -> None:
        error = DeliveryError("1", "x", None, retryable=True)
        message = posted(error=error, **{f"{one}_at_ms": 1 for one in stamps})
        assert rules.shows_error(message) == is_shown
        assert not rules.shows_error(replace(message, error=None))

    @pytest.mark.parametrize(
        ("fields", "confirmed", "expected"),
        [
            ({"failed_at_ms": LATER_MS}, False, True),
            ({"failed_at_ms": 1, "delivered_at_ms": 1}, True, False),
            ({"unconfirmed_at_ms": LATER_MS - 600_000}, True, True),
            ({"unconfirmed_at_ms": LATER_MS - 600_000}, False, False),
            ({"unconfirmed_at_ms": LATER_MS - 599_999}, True, False),
            ({"unconfirmed_at_ms": 1, "sent_at_ms": 1}, True, False),
            ({"sent_at_ms": 1}, True, False),
            ({}, True, False),
            ({"failed_at_ms": LATER_MS, "author_kind": "system"}, True, False),
        ],
    )
    def test_what_may_be_resent(
        self, fields: dict[str, Any], confirmed: bool, expected: bool
    ) -> None:
        assert rules.may_be_resent(posted(**fields), LATER_MS, confirmed=confirmed) == expected

    def test_when_it_was(self) -> None:
        assert rules.occurred_at_ms(id_at(5), "in") == (NOW_SECOND + 5) * 1000
        assert rules.occurred_at_ms(id_at(5), "out") == NOW_MS + 5_000
        assert rules.occurred_at_ms(id_at(5), "out", is_echo=True) == (NOW_SECOND + 5) * 1000
