"""What agents write is stored once, or refused with the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters.sealing import JoseAnswerSeal
from chalicelib.core.clock import to_ms
from chalicelib.core.errors import ConflictError, HiloError
from chalicelib.core.ids import UserId
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.errors import (
    ConversationResolvedError,
    NotHolderError,
    NotResendableError,
    ServiceWindowClosedError,
    TextTooLongError,
    UnknownReferenceError,
)
from chalicelib.domains.conversations.models import Conversation, Message, Quote
from chalicelib.domains.conversations.services.posting import (
    Draft,
    Pinned,
    Writing,
    pinned_message_id,
)
from chalicelib.domains.idempotency.errors import IdempotencyKeyReusedError
from chalicelib.domains.idempotency.models import KeyedRequest, Pin
from chalicelib.domains.idempotency.service import Idempotency, Pinning
from tests.fakes.idempotency import MemoryClaims
from tests.samples import NOW_MS, NOW_SECOND, heard, id_at, id_of, posted, written
from tests.unit.domains.conversations.office import ANA, Office

HELD = heard("one", 0, 1, assignee_id=ANA)
AGED_MS = rules.RESEND_UNCONFIRMED_AFTER_MS


@pytest.fixture
def desk(office: Office) -> Office:
    office.has(HELD, written(0), written(1))
    office.clock.advance(60)
    return office


def post(office: Office, text: str = "buenas", **fields: Any) -> Message:
    writing = fields.pop("writing", None) or office.writing()
    return office.posting.post(office.head(), Draft(text), writing, **fields)


def change_head(office: Office, **fields: Any) -> Conversation:
    head = office.threads.rows[id_of("one")] = replace(office.head(), **fields)
    return head


class TestPost:
    def test_the_message_waits_for_the_lane(self, desk: Office) -> None:
        message = post(desk)
        now_ms = to_ms(desk.clock.now())
        assert desk.messages.message(id_of("one"), message.id) == message
        assert rules.status_of(message) == "queued"
        assert (message.text, message.author_id, message.due_at_ms) == ("buenas", "ana", now_ms)
        assert [one.event for one in desk.messages.changes] == ["message.queued"]
        assert desk.messages.changes[0].request_id == "r1"

    def test_the_conversation_is_answered(self, desk: Office) -> None:
        message = post(desk)
        head = desk.head()
        assert rules.state_of(head) == "in_progress"
        assert (head.unanswered, head.waiting_since_ms) == (0, None)
        assert (head.unread, head.version) == (HELD.unread, HELD.version + 1)
        assert head.unsent == {message.id}
        assert head.last == rules.last_of(message)
        assert desk.events == [("conversation.changed", "ana")]

    @pytest.mark.parametrize("text", ["a" * 4096, "👍" * 4096, "👨‍👩‍👧" * 819])
    def test_a_text_of_the_limit_is_taken(self, desk: Office, text: str) -> None:
        assert post(desk, text).text == text

    @pytest.mark.parametrize(
        ("text", "length"), [("a" * 4097, 4097), ("👍" * 4097, 4097), ("👨‍👩‍👧" * 820, 4100)]
    )
    def test_a_longer_one_is_refused_with_its_length(
        self, desk: Office, text: str, length: int
    ) -> None:
        with pytest.raises(TextTooLongError) as caught:
            post(desk, text)
        assert caught.value.facts == {"limit": 4096, "length": length}
        assert len(desk.thread()) == 2

    @pytest.mark.parametrize(
        ("expires", "facts"),
        [
            (NOW_SECOND + 60, "2090-01-02T03:05:05.000Z"),
            (NOW_SECOND - 5, "2090-01-02T03:04:00.000Z"),
            (None, None),
        ],
    )
    def test_a_closed_window_says_since_when(
        self, desk: Office, expires: int | None, facts: str | None
    ) -> None:
        change_head(desk, window_expires_second=expires)
        with pytest.raises(ServiceWindowClosedError) as caught:
            post(desk)
        assert caught.value.facts == {"expired_at": facts}
        assert len(desk.thread()) == 2

    def test_the_window_is_open_to_its_last_second(self, desk: Office) -> None:
        change_head(desk, window_expires_second=NOW_SECOND + 61)
        assert post(desk).text == "buenas"

    @pytest.mark.parametrize(
        ("fields", "error"),
        [
            ({"assignee_id": None}, NotHolderError),
            ({"assignee_id": UserId("luis")}, NotHolderError),
            ({"resolved_at_ms": NOW_MS}, ConversationResolvedError),
            ({"resolved_at_ms": NOW_MS, "assignee_id": None}, ConversationResolvedError),
        ],
    )
    def test_only_the_holder_of_an_open_one_writes(
        self, desk: Office, fields: dict[str, Any], error: type[ConflictError]
    ) -> None:
        change_head(desk, **fields)
        with pytest.raises(error):
            post(desk)
        assert len(desk.thread()) == 2
        assert desk.events == []

    def test_a_supervisor_answers_for_nobody(self, desk: Office) -> None:
        with pytest.raises(NotHolderError):
            post(desk, writing=desk.writing("silvia"))

    def test_it_is_applied_to_what_was_quicker(self, desk: Office) -> None:
        quicker = rules.received(HELD, written(30), NOW_MS + 30_000)
        desk.threads.interruptions.append(quicker)
        post(desk)
        assert desk.head().version == quicker.version + 1
        assert desk.head().unread == 3

    def test_what_was_written_behind_it_waits_yet(self, desk: Office) -> None:
        """The customer's clock is ahead: their message stands behind ours."""
        ahead = written(90)
        desk.has(ahead)
        change_head(desk, **_fields_of(rules.received(HELD, ahead, NOW_MS + 50_000)))
        message = post(desk)
        head = desk.head()
        assert head.last == rules.last_of(ahead)
        assert (head.unanswered, rules.state_of(head)) == (1, "pending")
        assert head.unsent == {message.id}


def _fields_of(head: Conversation) -> dict[str, Any]:
    names = ("version", "unread", "unanswered", "last", "active_at_ms", "waiting_since_ms")
    return {name: getattr(head, name) for name in names}


class TestReply:
    def test_a_message_is_quoted(self, desk: Office) -> None:
        assert post(desk, reply_to=id_at(1)).quote == Quote(id_at(1), "Mensaje 1.0", "wamid.1.0")

    def test_a_sent_one_of_ours_too(self, desk: Office) -> None:
        desk.has(posted(5, provider_id="wamid.out"))
        quote = post(desk, reply_to=id_at(5)).quote
        assert quote is not None
        assert quote.provider_id == "wamid.out"

    @pytest.mark.parametrize("second", [7, 8, 9])
    def test_of_this_conversation_only(self, desk: Office, second: int) -> None:
        """Unknown (7), of another conversation (8), or not known to the provider yet (9)."""
        desk.has(written(8, conversation_id=id_of("two")), posted(9))
        with pytest.raises(UnknownReferenceError) as caught:
            post(desk, reply_to=id_at(second))
        assert caught.value.facts == {"field": "reply_to"}
        assert desk.head() == HELD


class TestRepeated:
    def test_the_same_pin_is_the_same_message(self, desk: Office) -> None:
        first = post(desk)
        head = desk.head()
        again = desk.writing(repeated=True)
        assert post(desk, writing=again) == first
        assert desk.head() is head
        assert len(desk.thread()) == 3

    def test_another_pin_is_another_message(self, desk: Office) -> None:
        first, second = post(desk), post(desk, writing=desk.writing(pin="other"))
        assert first.id != second.id
        assert desk.head().unsent == {first.id, second.id}

    def test_a_lost_head_write_is_made_up_for(self, desk: Office) -> None:
        first = post(desk)
        desk.threads.rows[id_of("one")] = HELD
        assert post(desk, writing=desk.writing(repeated=True)) == first
        assert desk.head().unsent == {first.id}

    def test_it_is_answered_although_much_has_changed(self, desk: Office) -> None:
        """What was taken stays taken: after a resolve, a hand-over, the window's end."""
        first = post(desk)
        change_head(desk, resolved_at_ms=1, assignee_id=None, window_expires_second=0)
        assert post(desk, writing=desk.writing(repeated=True)) == first

    def test_one_that_left_no_trace_is_judged_anew(self, desk: Office) -> None:
        change_head(desk, assignee_id=None)
        with pytest.raises(NotHolderError):
            post(desk, writing=desk.writing(repeated=True))

    def test_two_at_once_with_one_pin_are_one(self, desk: Office) -> None:
        first = post(desk, "una")
        assert post(desk, "otra") == first
        assert len(desk.thread()) == 3


class TestAcceptance:
    """The id of a message, and with it its place, is that of its acceptance."""

    def keyed(self, desk: Office, claims: MemoryClaims, body: bytes = b"{}") -> Writing:
        """One more request with the same key."""
        request = KeyedRequest("ana", "k-1", "POST", "/v1/messages", body)
        pinning = Pinning(Idempotency(claims, desk.clock, JoseAnswerSeal()), request)

        def pinned(pin: Pin) -> Pinned:
            return Pinned(pinned_message_id(pin.id, pin.at_ms), pin.repeated)

        def earlier() -> Pinned | None:
            return pinned(pin) if (pin := pinning.earlier()) else None

        return replace(desk.writing(), pin=lambda: pinned(pinning.take()), earlier=earlier)

    def test_a_refusal_pins_nothing(self, desk: Office) -> None:
        claims = MemoryClaims()
        change_head(desk, window_expires_second=None)
        with pytest.raises(ServiceWindowClosedError):
            post(desk, writing=self.keyed(desk, claims))
        change_head(desk, window_expires_second=HELD.window_expires_second)
        desk.clock.advance(600)
        accepted = post(desk, writing=self.keyed(desk, claims))
        assert accepted.arrived_at_ms == to_ms(desk.clock.now())

    def test_nor_does_that_of_a_resend(self, desk: Office) -> None:
        claims = MemoryClaims()
        desk.has(FAILED)
        change_head(desk, assignee_id=None)
        with pytest.raises(NotHolderError):
            resend(desk, writing=self.keyed(desk, claims))
        change_head(desk, assignee_id=ANA)
        desk.clock.advance(600)
        accepted = resend(desk, writing=self.keyed(desk, claims))
        assert accepted.arrived_at_ms == to_ms(desk.clock.now())
        desk.clock.advance(600)
        assert resend(desk, writing=self.keyed(desk, claims)) == accepted

    def test_what_was_accepted_is_answered_where_it_would_be_refused_now(
        self, desk: Office
    ) -> None:
        claims = MemoryClaims()
        first = post(desk, writing=self.keyed(desk, claims))
        desk.clock.advance(600)
        assert post(desk, writing=self.keyed(desk, claims)) == first
        change_head(desk, window_expires_second=None)
        assert post(desk, writing=self.keyed(desk, claims)) == first
        with pytest.raises(IdempotencyKeyReusedError):
            post(desk, writing=self.keyed(desk, claims, b'{"other": 1}'))
        assert len(desk.thread()) == 3


FAILED = posted(5, failed_at_ms=NOW_MS, due_at_ms=None, quote=Quote(id_at(1), "q", "wamid.1.0"))
DOUBTED = posted(5, unconfirmed_at_ms=NOW_MS, due_at_ms=None)


def resend(office: Office, pin: str = "pin", *, confirm: bool = False, **fields: Any) -> Message:
    writing = fields.pop("writing", None) or office.writing(pin=pin)
    return office.posting.resend(office.head(), id_at(5), writing, confirm=confirm)


class TestResend:
    def test_a_failed_one_goes_out_as_a_new_one(self, desk: Office) -> None:
        desk.has(FAILED)
        message = resend(desk)
        original = desk.messages.message(id_of("one"), FAILED.id)
        assert original == replace(FAILED, resent_as=message.id, version=2)
        assert (message.text, message.resend_of) == (FAILED.text, FAILED.id)
        assert message.quote == FAILED.quote
        assert rules.status_of(message) == "queued"
        assert desk.head().unsent == {message.id}

    def test_twice_with_one_pin_is_one(self, desk: Office) -> None:
        desk.has(FAILED)
        first = resend(desk)
        assert resend(desk, writing=desk.writing(repeated=True)) == first
        assert len(desk.thread()) == 4

    def test_twice_is_refused(self, desk: Office) -> None:
        desk.has(FAILED)
        resend(desk)
        with pytest.raises(NotResendableError):
            resend(desk, pin="other")
        assert len(desk.thread()) == 4

    def test_of_two_at_once_one_is_refused(self, desk: Office) -> None:
        desk.has(FAILED)
        desk.messages.interruptions.append(replace(FAILED, resent_as=id_at(9), version=2))
        with pytest.raises(NotResendableError):
            resend(desk)
        assert len(desk.thread()) == 3

    @pytest.mark.parametrize(
        ("confirm", "age_ms", "is_taken"),
        [
            (True, AGED_MS, True),
            (True, AGED_MS - 1, False),
            (False, AGED_MS, False),
        ],
    )
    def test_an_unconfirmed_one_after_ten_minutes_by_hand(
        self, desk: Office, confirm: bool, age_ms: int, is_taken: bool
    ) -> None:
        told_ms = to_ms(desk.clock.now()) - age_ms
        desk.has(replace(DOUBTED, unconfirmed_at_ms=told_ms))
        if is_taken:
            assert resend(desk, confirm=confirm).resend_of == DOUBTED.id
        else:
            with pytest.raises(NotResendableError):
                resend(desk, confirm=confirm)

    @pytest.mark.parametrize(
        "fields", [{}, {"sent_at_ms": 1}, {"delivered_at_ms": 1, "failed_at_ms": 1}]
    )
    def test_no_other_is_resent(self, desk: Office, fields: dict[str, int]) -> None:
        desk.has(posted(5, **fields))
        with pytest.raises(NotResendableError):
            resend(desk, confirm=True)

    def test_a_customers_message_is_not_resent(self, desk: Office) -> None:
        desk.has(written(5))
        with pytest.raises(NotResendableError):
            resend(desk, confirm=True)

    def test_of_this_conversation_only(self, desk: Office) -> None:
        desk.has(replace(FAILED, conversation_id=id_of("two")))
        with pytest.raises(UnknownReferenceError):
            resend(desk)

    @pytest.mark.parametrize(
        ("fields", "error"),
        [
            ({"assignee_id": None}, NotHolderError),
            ({"resolved_at_ms": NOW_MS}, ConversationResolvedError),
            ({"window_expires_second": NOW_SECOND}, ServiceWindowClosedError),
        ],
    )
    def test_a_refused_one_may_be_resent_later(
        self, desk: Office, fields: dict[str, Any], error: type[HiloError]
    ) -> None:
        desk.has(FAILED)
        change_head(desk, **fields)
        with pytest.raises(error):
            resend(desk)
        assert desk.messages.message(id_of("one"), FAILED.id) == FAILED
        change_head(desk, **{name: getattr(HELD, name) for name in fields})
        assert resend(desk).resend_of == FAILED.id


def test_an_answered_message_is_not_applied_again(desk: Office) -> None:
    """The lane calls this for a lost write; a settled message is none."""
    settled = posted(5, sent_at_ms=NOW_MS)
    assert desk.posting.apply(HELD, settled, desk.change("outbound")) is HELD


def test_one_that_left_the_lane_s_list_is_not_put_there_again(desk: Office) -> None:
    """What is applied may be an older look at a message that was sent meanwhile."""
    message = post(desk)
    desk.threads.settle(id_of("one"), message.id, desk.change("outbound"))
    head = desk.head()
    assert desk.posting.apply(head, message, desk.change("ana")) is head
    assert desk.head().unsent == frozenset()


def test_nothing_is_applied_where_there_is_no_head(office: Office) -> None:
    assert office.posting.apply(HELD, posted(5), office.change("outbound")) is HELD
    assert office.threads.rows == {}
