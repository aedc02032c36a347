"""Every MessageStore keeps the same promises."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import ConnectionId, ConversationId, MessageId
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.contents import (
    Answer,
    CardPhone,
    Choice,
    ContactCard,
    Location,
    Notice,
    Order,
    OrderLine,
    Referral,
    SharedContacts,
)
from chalicelib.domains.conversations.events import (
    DELIVERY_WORDS,
    DeliveryError,
    DeliveryReported,
    DeliveryWord,
)
from chalicelib.domains.conversations.models import Media, Message, Quote, Reaction
from chalicelib.domains.conversations.ports import Accepted, MessageRefused, MessageStore
from chalicelib.domains.conversations.repository import DynamoMessageStore, DynamoThreadStore
from chalicelib.domains.conversations.repository.rows import MessageRow, message_key
from tests.fakes.messages import MemoryMessages
from tests.samples import (
    CHANGE,
    NOW_MS,
    NOW_SECOND,
    PRINCIPAL,
    heard,
    id_at,
    id_of,
    posted,
    written,
)

ONE = id_of("one")
COBRANZAS = ConnectionId("wa-cobranzas")
ERROR = DeliveryError("131026", "Message undeliverable", None, retryable=False)
BUSY = DeliveryError("130429", "Rate limit hit", "slow down", retryable=True)
FULL = written(
    3,
    kind="unsupported",
    text="",
    media=Media("ready", "image/png", "m1", "ñandú.png", 12, "ab" * 32, "k", "corrupt"),
    quote=Quote(id_at(1), "hola", "wamid.q"),
    reactions=(
        Reaction("1", "👍", "A"),
        Reaction("2", "", "B"),
        Reaction("3", "❤️", "C", "waiting"),
        Reaction("4", "", "D", "failed"),
    ),
    raw={"a": [1, {"ñ": None}], "price": 1.5},
    group_id="g",
    resend_of=id_at(1),
    resent_as=id_at(2),
    labels=("MORA00", "PROM00"),
    attempts=2,
    attempted_at_ms=1,
    due_at_ms=2,
    sent_at_ms=3,
    delivered_at_ms=4,
    read_at_ms=5,
    played_at_ms=6,
    failed_at_ms=7,
    unconfirmed_at_ms=8,
    error=BUSY,
    edited_at_ms=9,
    edit_order="E",
    original_text="before",
    revoked_at_ms=10,
)

CARRYING = (
    written(kind="location", content=Location(-34.6, 12.0, "Obelisco", "Av. 9 de Julio", "u")),
    written(kind="location", content=Location(0.0, -0.5)),
    written(
        kind="contacts",
        content=SharedContacts(
            (
                ContactCard(
                    "Ñ",
                    "O",
                    (CardPhone("1", "2", "W"), CardPhone(whatsapp="3")),
                    ("a@b",),
                    ("c",),
                    ("d",),
                    "1980",
                ),
                ContactCard(),
            )
        ),
    ),
    written(kind="contacts", content=SharedContacts(())),
    written(kind="choice", content=Choice("list", "T", "i", "d")),
    written(kind="choice", content=Choice("form", "T", answers=(Answer("a", ""),)), raw={"a": 1}),
    written(kind="order", content=Order((OrderLine("A", 0, 0.0, "USD"), OrderLine("B", 2)), "c")),
    written(kind="order", content=Order(())),
    written(kind="system", content=Notice("number_changed", "55")),
    written(referral=Referral("ad", "1", "https://x", "h", "b", "image", "m", "t", "c", "w")),
    written(referral=Referral()),
)


@pytest.fixture
def messages(storage: Dynamo | None) -> MessageStore:
    return DynamoMessageStore(storage) if storage else MemoryMessages()


def put(messages: MessageStore, message: Message) -> Message:
    assert messages.put(message, CHANGE) is None
    return message


def stored(messages: MessageStore, message: Message) -> Message:
    found = messages.message(message.conversation_id, message.id)
    assert found is not None
    return found


def report(word: DeliveryWord, provider_id: str = "wamid.out") -> DeliveryReported:
    """Each word is of a second of its own; failures carry their error."""
    second = NOW_SECOND + DELIVERY_WORDS.index(word)
    error = ERROR if word == "failed" else None
    return DeliveryReported(PRINCIPAL, provider_id, word, second, error=error)


def apply(messages: MessageStore, message: Message, word: DeliveryWord) -> MessageRefused | Message:
    return messages.apply_status(message.conversation_id, message.id, report(word), CHANGE)


def attempt(messages: MessageStore, message: Message) -> Message:
    attempted = messages.record_attempt(message.conversation_id, message.id, NOW_MS, CHANGE)
    assert isinstance(attempted, Message)
    return attempted


class TestPut:
    @pytest.mark.parametrize(
        "message", [written(), posted(), written(quoted_provider_id="wamid.q"), FULL, *CARRYING]
    )
    def test_a_message_is_found_as_it_was_stored(
        self, messages: MessageStore, message: Message
    ) -> None:
        assert messages.message(message.conversation_id, message.id) is None
        put(messages, message)
        assert stored(messages, message) == message
        assert messages.message(ONE, message.id, consistent=False) == message

    def test_what_a_message_carries_survives_a_change_of_it(self, messages: MessageStore) -> None:
        for number, message in enumerate(CARRYING):
            one = put(messages, replace(message, conversation_id=id_of(str(number))))
            assert messages.save(one, replace(one, revoked_at_ms=NOW_MS), CHANGE) is None
            assert stored(messages, one) == replace(one, revoked_at_ms=NOW_MS, version=2)

    def test_a_second_put_meets_the_first(self, messages: MessageStore) -> None:
        put(messages, written())
        again = replace(written(), text="otro")
        assert messages.put(again, CHANGE) == written()
        assert stored(messages, written()) == written()

    def test_the_same_id_elsewhere_is_another_message(self, messages: MessageStore) -> None:
        put(messages, written())
        elsewhere = put(messages, replace(written(), conversation_id=id_of("two")))
        assert stored(messages, elsewhere) == elsewhere


class TestPage:
    @pytest.fixture
    def with_head(self, storage: Dynamo | None, messages: MessageStore) -> MessageStore:
        """The partition holds a HEAD too, a resolved one, and another conversation lies beside."""
        if storage:
            DynamoThreadStore(storage).create_head(heard(resolved_at_ms=NOW_MS), CHANGE)
        put(messages, replace(written(1), conversation_id=id_of("two")))
        return messages

    @pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 6, 7])
    def test_a_walk_shows_each_once_newest_first(self, with_head: MessageStore, limit: int) -> None:
        thread = [put(with_head, written(second)) for second in range(6)]
        walked: list[Message] = []
        pages, before = 0, None
        while True:
            page = with_head.page(ONE, before, limit)
            walked += page.items
            pages += 1
            assert len(page.items) <= limit
            if page.next_position is None:
                break
            (text,) = page.next_position
            before = page.items[-1].id
            assert text == before
        assert walked == thread[::-1]
        assert pages == -(-6 // limit)

    @pytest.mark.parametrize("limit", [1, 2, 3, 5, 6, 7])
    def test_downwards_a_walk_shows_each_once_oldest_first(
        self, with_head: MessageStore, limit: int
    ) -> None:
        thread = [put(with_head, written(second)) for second in range(6)]
        walked: list[Message] = []
        after = None
        while True:
            page = with_head.page_after(ONE, after, limit)
            walked += page.items
            assert len(page.items) <= limit
            if page.next_position is None:
                break
            after = page.items[-1].id
            assert page.next_position == [after]
        assert walked == thread

    def test_nothing_is_newer_than_the_newest(self, with_head: MessageStore) -> None:
        put(with_head, written(0))
        assert with_head.page_after(ONE, id_at(0), 5) == ([], None)

    def test_an_empty_thread_is_one_empty_page(self, with_head: MessageStore) -> None:
        assert with_head.page(ONE, None, 5) == ([], None)

    def test_nothing_is_older_than_the_oldest(self, with_head: MessageStore) -> None:
        put(with_head, written(0))
        assert with_head.page(ONE, id_at(0), 5) == ([], None)

    def test_what_arrives_during_a_walk_repeats_nothing(self, with_head: MessageStore) -> None:
        for second in range(4):
            put(with_head, written(second))
        first = with_head.page(ONE, None, 2)
        for second in (4, 5):
            put(with_head, written(second))
        second_page = with_head.page(ONE, first.items[-1].id, 2)
        assert [one.id for one in (*first.items, *second_page.items)] == [
            id_at(second) for second in (3, 2, 1, 0)
        ]
        assert second_page.next_position is None


class TestReceivedAfter:
    def test_customers_messages_behind_a_place_in_order(self, messages: MessageStore) -> None:
        for message in (written(2), written(0), posted(1), written(3), posted(4)):
            put(messages, message)
        put(messages, replace(written(5), conversation_id=id_of("two")))
        assert messages.received_after(ONE, None) == [id_at(0), id_at(2), id_at(3)]
        assert messages.received_after(ONE, id_at(0)) == [id_at(2), id_at(3)]
        assert messages.received_after(ONE, id_at(1)) == [id_at(2), id_at(3)]
        assert messages.received_after(ONE, id_at(3)) == []


class TestSave:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            pytest.param(written(3), FULL, id="everything set"),
            pytest.param(FULL, written(3), id="everything removed"),
        ],
    )
    def test_what_differs_is_written(
        self, messages: MessageStore, before: Message, after: Message
    ) -> None:
        put(messages, before)
        assert messages.save(before, after, CHANGE) is None
        assert stored(messages, before) == replace(after, version=2)

    def test_a_lost_race_is_told_what_won(self, messages: MessageStore) -> None:
        seen = put(messages, posted())
        apply(messages, seen, "sent")
        standing = stored(messages, seen)
        refused = messages.save(seen, replace(seen, text="otro"), CHANGE)
        assert refused == MessageRefused(standing)
        assert stored(messages, seen) == standing

    def test_a_missing_message_takes_nothing(self, messages: MessageStore) -> None:
        refused = messages.save(written(), replace(written(), text="otro"), CHANGE)
        assert refused == MessageRefused(None)
        assert messages.message(ONE, id_at(0)) is None

    def test_an_attempt_meanwhile_is_kept(self, messages: MessageStore) -> None:
        seen = put(messages, posted())
        attempt(messages, seen)
        assert messages.save(seen, replace(seen, revoked_at_ms=9), CHANGE) is None
        assert stored(messages, seen).attempted_at_ms == NOW_MS
        assert stored(messages, seen).revoked_at_ms == 9


class TestApplyStatus:
    def test_the_message_answers_as_it_is_now(self, messages: MessageStore) -> None:
        message = put(messages, posted())
        expected = replace(
            message, version=2, sent_at_ms=NOW_SECOND * 1000, provider_id="wamid.out"
        )
        assert apply(messages, message, "sent") == expected
        assert stored(messages, message) == expected

    @pytest.mark.parametrize("word", DELIVERY_WORDS)
    def test_a_repetition_is_refused(self, messages: MessageStore, word: DeliveryWord) -> None:
        message = put(messages, posted())
        apply(messages, message, word)
        standing = stored(messages, message)
        assert apply(messages, message, word) == MessageRefused(standing)
        assert stored(messages, message) == standing

    @pytest.mark.parametrize("word", ["delivered", "read", "played"])
    def test_a_failure_after_it_arrived_is_refused(
        self, messages: MessageStore, word: DeliveryWord
    ) -> None:
        message = put(messages, posted())
        apply(messages, message, word)
        standing = stored(messages, message)
        assert apply(messages, message, "failed") == MessageRefused(standing)
        assert stored(messages, message).error is None

    def test_a_failure_is_kept_and_healed_by_its_arrival(self, messages: MessageStore) -> None:
        message = put(messages, posted())
        for word in ("sent", "failed"):
            apply(messages, message, word)
        failed = stored(messages, message)
        assert (rules.status_of(failed), failed.error) == ("failed", ERROR)
        apply(messages, message, "delivered")
        healed = stored(messages, message)
        assert rules.status_of(healed) == "delivered"
        assert not rules.shows_error(healed)

    def test_a_failure_never_shows_the_error_of_an_attempt_before(
        self, messages: MessageStore
    ) -> None:
        message = attempt(messages, put(messages, posted()))
        messages.record_retry(message, ERROR, NOW_MS, CHANGE)
        messages.record_accepted(attempt(messages, message), Accepted("wamid.out"), NOW_MS, CHANGE)
        told = replace(report("failed"), error=None)
        messages.apply_status(message.conversation_id, message.id, told, CHANGE)
        failed = stored(messages, message)
        assert (rules.status_of(failed), failed.error) == ("failed", None)

    def test_the_first_provider_id_is_kept(self, messages: MessageStore) -> None:
        message = put(messages, posted(provider_id="wamid.first"))
        apply(messages, message, "sent")
        assert stored(messages, message).provider_id == "wamid.first"

    def test_a_missing_message_takes_nothing(self, messages: MessageStore) -> None:
        assert apply(messages, posted(), "sent") == MessageRefused(None)
        assert messages.message(ONE, id_at(0)) is None

    def test_any_order_and_repetition_ends_the_same(self, messages: MessageStore) -> None:
        ends: dict[frozenset[DeliveryWord], set[Any]] = {}
        second = 0
        for size in (2, 3, 5):
            for chosen in itertools.combinations(DELIVERY_WORDS, size):
                orders = list(itertools.permutations(chosen))
                for order in (*orders[::5], orders[-1]):
                    second += 1
                    message = put(messages, posted(second))
                    for word in (*order, *order[::2]):
                        apply(messages, message, word)
                    end = stored(messages, message)
                    shown = rules.status_of(end), rules.shows_error(end), end.provider_id
                    ends.setdefault(frozenset(chosen), set()).add(shown)
        assert len(ends) == 10 + 10 + 1
        assert all(len(seen) == 1 for seen in ends.values())
        assert ends[frozenset(DELIVERY_WORDS)] == {("played", False, "wamid.out")}
        assert ends[frozenset({"sent", "failed"})] == {("failed", True, "wamid.out")}

    @pytest.mark.parametrize(
        "message", [written(0), posted(0, connection_id=ConnectionId("wa-cobranzas"))]
    )
    def test_only_ours_of_its_connection_are_stamped(
        self, messages: MessageStore, message: Message
    ) -> None:
        put(messages, message)
        assert apply(messages, message, "delivered") == MessageRefused(message)
        assert stored(messages, message) == message


class TestRecordAttempt:
    def test_the_attempt_is_counted_and_the_version_stays(self, messages: MessageStore) -> None:
        message = put(messages, posted())
        expected = replace(message, attempts=1, attempted_at_ms=NOW_MS)
        assert attempt(messages, message) == expected
        assert stored(messages, message) == expected

    @pytest.mark.parametrize(
        "fields",
        [
            pytest.param({"due_at_ms": NOW_MS + 1}, id="not due yet"),
            pytest.param({"due_at_ms": None}, id="not to be sent"),
            pytest.param({"attempted_at_ms": 1}, id="an attempt is pending"),
            pytest.param({"unconfirmed_at_ms": 1}, id="unconfirmed"),
            *(pytest.param({f"{word}_at_ms": 1}, id=word) for word in DELIVERY_WORDS),
        ],
    )
    def test_it_is_refused(self, messages: MessageStore, fields: dict[str, Any]) -> None:
        message = put(messages, posted(**fields))
        refused = messages.record_attempt(ONE, message.id, NOW_MS, CHANGE)
        assert refused == MessageRefused(message)
        assert stored(messages, message) == message

    def test_nothing_is_attempted_that_is_not_stored(self, messages: MessageStore) -> None:
        refused = messages.record_attempt(ONE, id_at(0), NOW_MS, CHANGE)
        assert refused == MessageRefused(None)
        assert messages.message(ONE, id_at(0)) is None


def accept(messages: MessageStore, message: Message) -> None:
    messages.record_accepted(message, Accepted("wamid.out"), NOW_MS + 5, CHANGE)


def fail(messages: MessageStore, message: Message) -> Message | None:
    return messages.record_failed(message, ERROR, NOW_MS + 5, CHANGE)


def retry(messages: MessageStore, message: Message) -> Message | None:
    return messages.record_retry(message, BUSY, NOW_MS + 1_000, CHANGE)


def doubt(messages: MessageStore, message: Message) -> Message | None:
    return messages.record_unconfirmed(message, NOW_MS + 5, CHANGE)


def done(message: Message, **fields: Any) -> Message:
    return replace(message, due_at_ms=None, attempted_at_ms=None, **fields)


class TestOutcomes:
    def test_accepted(self, messages: MessageStore) -> None:
        message = attempt(messages, put(messages, posted()))
        accept(messages, message)
        assert stored(messages, message) == done(
            message, version=2, sent_at_ms=NOW_MS + 5, provider_id="wamid.out"
        )

    def test_failed(self, messages: MessageStore) -> None:
        message = attempt(messages, put(messages, posted()))
        assert fail(messages, message) is None
        assert stored(messages, message) == done(
            message, version=2, failed_at_ms=NOW_MS + 5, error=ERROR
        )

    def test_unconfirmed(self, messages: MessageStore) -> None:
        message = attempt(messages, put(messages, posted()))
        assert doubt(messages, message) is None
        assert stored(messages, message) == done(message, version=2, unconfirmed_at_ms=NOW_MS + 5)

    def test_another_try(self, messages: MessageStore) -> None:
        message = attempt(messages, put(messages, posted()))
        retry(messages, message)
        expected = replace(
            message, version=2, attempted_at_ms=None, due_at_ms=NOW_MS + 1_000, error=BUSY
        )
        assert stored(messages, message) == expected
        assert messages.record_attempt(ONE, message.id, NOW_MS, CHANGE) == MessageRefused(expected)
        again = messages.record_attempt(ONE, message.id, NOW_MS + 1_000, CHANGE)
        assert isinstance(again, Message)
        assert again.attempts == 2

    @pytest.mark.parametrize("word", DELIVERY_WORDS)
    @pytest.mark.parametrize("outcome", [fail, retry, doubt])
    def test_a_status_that_came_first_is_the_better_witness(
        self,
        messages: MessageStore,
        outcome: Callable[[MessageStore, Message], Message | None],
        word: DeliveryWord,
    ) -> None:
        message = attempt(messages, put(messages, posted()))
        told = apply(messages, message, word)
        assert isinstance(told, Message)
        assert outcome(messages, message) == told
        assert stored(messages, message) == done(told)

    @pytest.mark.parametrize("word", DELIVERY_WORDS)
    def test_an_accepted_one_keeps_what_a_status_told(
        self, messages: MessageStore, word: DeliveryWord
    ) -> None:
        message = attempt(messages, put(messages, posted()))
        told = apply(messages, message, word)
        assert isinstance(told, Message)
        accept(messages, message)
        sent_at_ms = told.sent_at_ms or NOW_MS + 5
        assert stored(messages, message) == done(told, version=3, sent_at_ms=sent_at_ms)

    def test_a_cleared_one_keeps_its_version(self, messages: MessageStore) -> None:
        message = put(messages, posted(attempted_at_ms=NOW_MS, sent_at_ms=NOW_MS))
        for _ in range(2):
            messages.clear_due(message, CHANGE)
        assert stored(messages, message) == done(message)


def overdue(messages: MessageStore, before_ms: int) -> list[tuple[ConversationId, MessageId]]:
    return list(messages.overdue(PRINCIPAL, before_ms))


class TestOverdue:
    def test_what_is_due_of_all_conversations(self, messages: MessageStore) -> None:
        due = [put(messages, posted(0, conversation_id=id_of(str(number)))) for number in range(12)]
        put(messages, posted(60))
        put(messages, written(0))
        put(messages, posted(1, due_at_ms=None))
        found = overdue(messages, NOW_MS)
        assert sorted(found) == sorted((one.conversation_id, one.id) for one in due)

    def test_nothing_of_another_connection(self, messages: MessageStore) -> None:
        put(messages, posted(connection_id=COBRANZAS))
        assert overdue(messages, NOW_MS) == []
        assert list(messages.overdue(COBRANZAS, NOW_MS)) == [(ONE, id_at(0))]

    def test_the_longest_overdue_come_first(self, messages: MessageStore) -> None:
        names = "abcdefgh"
        for second, name in zip((5, 1, 3, 2, 4, 0, 7, 6), names, strict=True):
            put(messages, posted(second, conversation_id=id_of(name)))
        found = [message_id for _, message_id in overdue(messages, NOW_MS + 9_000)]
        assert found == [id_at(second) for second in range(8)]

    def test_a_mountain_is_read_to_its_end(self, messages: MessageStore) -> None:
        """More than one look at a partition brings."""
        for second in range(230):
            put(messages, posted(second))
        found = overdue(messages, NOW_MS + 300_000)
        assert found == [(ONE, id_at(second)) for second in range(230)]

    @pytest.mark.parametrize("outcome", [accept, fail, doubt])
    def test_an_outcome_ends_it(
        self, messages: MessageStore, outcome: Callable[[MessageStore, Message], object]
    ) -> None:
        message = attempt(messages, put(messages, posted()))
        assert overdue(messages, NOW_MS) == [(ONE, message.id)]
        outcome(messages, message)
        assert overdue(messages, NOW_MS + 9_000) == []

    def test_another_try_comes_at_its_time(self, messages: MessageStore) -> None:
        retry(messages, attempt(messages, put(messages, posted())))
        assert overdue(messages, NOW_MS + 999) == []
        assert overdue(messages, NOW_MS + 1_000) == [(ONE, id_at(0))]


@pytest.mark.parametrize("shard", ["0", "1", "2", "3"])
def test_what_an_earlier_version_stored_is_found(dynamo: Dynamo, shard: str) -> None:
    messages, message = DynamoMessageStore(dynamo), posted()
    put(messages, message)
    assert list(messages.overdue(None, NOW_MS)) == []
    moved = MessageRow.due_shard.set(shard)
    dynamo.update(MessageRow, message_key(ONE, message.id), [moved], change=CHANGE)
    assert overdue(messages, NOW_MS) == []
    assert list(messages.overdue(None, NOW_MS)) == [(ONE, message.id)]
    retry(messages, attempt(messages, message))
    assert list(messages.overdue(None, NOW_MS + 1_000)) == []
    assert overdue(messages, NOW_MS + 1_000) == [(ONE, message.id)]


class TestAppointed:
    def test_what_is_scheduled_comes_at_its_time_and_never_as_overdue(
        self, messages: MessageStore
    ) -> None:
        later = [
            put(messages, posted(second, send_at_ms=NOW_MS + second * 1000, is_scheduled=True))
            for second in (3, 1, 2)
        ]
        put(messages, posted(0))
        assert overdue(messages, NOW_MS + 9_000) == [(ONE, id_at(0))]
        assert messages.appointed(NOW_MS + 2_000, 9) == [(ONE, id_at(1)), (ONE, id_at(2))]
        assert messages.appointed(NOW_MS + 9_000, 1) == [(ONE, id_at(1))]
        assert [stored(messages, one) for one in later] == later

    def test_one_that_is_taken_is_due_as_any_other(self, messages: MessageStore) -> None:
        message = put(messages, posted(send_at_ms=NOW_MS, is_scheduled=True))
        messages.save(message, replace(message, is_scheduled=False), CHANGE)
        assert messages.appointed(NOW_MS, 9) == []
        assert overdue(messages, NOW_MS) == [(ONE, message.id)]

    def test_one_that_is_cancelled_is_not_due_at_all(self, messages: MessageStore) -> None:
        message = put(messages, posted(send_at_ms=NOW_MS, is_scheduled=True))
        ended = replace(message, is_scheduled=False, due_at_ms=None, cancelled_at_ms=NOW_MS)
        messages.save(message, ended, CHANGE)
        assert messages.appointed(NOW_MS, 9) == overdue(messages, NOW_MS) == []
        assert rules.status_of(stored(messages, message)) == "cancelled"


def test_one_of_parallel_attempts_wins(dynamo: Dynamo) -> None:
    messages = DynamoMessageStore(dynamo)
    put(messages, posted())

    def one_attempt(_: int) -> bool:
        return isinstance(messages.record_attempt(ONE, id_at(0), NOW_MS, CHANGE), Message)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(one_attempt, range(16))) == [False] * 15 + [True]
    assert stored(messages, posted()).attempts == 1
