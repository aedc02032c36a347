"""The business reacts: the customer gets it, or the agent is told that they did not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.change import Change
from chalicelib.core.errors import HiloError
from chalicelib.core.ids import ConnectionId
from chalicelib.core.queues import OUTBOUND
from chalicelib.domains.connections.models import Trouble
from chalicelib.domains.connections.standing import Restriction
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.events import DeliveryError, DeliveryReported
from chalicelib.domains.conversations.models import Message, Reaction
from chalicelib.domains.conversations.ports import REACTION_CALLBACK, OutcomeUnknown, Refused
from chalicelib.domains.conversations.services.reactions import (
    AGAIN_SECONDS,
    LIVES_MS,
    Reactions,
    read_reaction_order,
)
from tests.fakes.channel import FakeSender
from tests.fakes.queues import FakeQueues
from tests.samples import CONNECTION, NOW_MS, NOW_SECOND, heard, posted, written
from tests.unit.domains.conversations.office import ANA, LUIS, Numbers, Office

BUSY = Refused(DeliveryError("131000", "Something went wrong", None, retryable=True))
NEVER = Refused(DeliveryError("131009", "Wrong", None, retryable=False))


class SendingNumbers(Numbers):
    """The connections, one of which may be held back."""

    hold: Restriction | None = None

    def hold_of(self, connection_id: ConnectionId, now_ms: int) -> Restriction | None:
        return self.hold

    def note_trouble(self, connection_id: ConnectionId, trouble: Trouble, change: Change) -> None:
        raise AssertionError("a reaction tells nothing of a connection")

    def note_success(self, connection_id: ConnectionId, change: Change) -> None:
        raise AssertionError("a reaction tells nothing of a connection")


class Hand:
    """Ana's, who holds the chat."""

    def __init__(self, office: Office) -> None:
        self.office, self.sender, self.queues = office, FakeSender(), FakeQueues()
        self.numbers = SendingNumbers()
        self.reactions = Reactions(
            office.threads,
            office.messages,
            office.contacts,
            self.numbers,
            self.sender,
            self.queues,
            office.clock,
        )
        office.has(heard("one", 0, assignee_id=ANA, phone="591"), written(0))

    @property
    def message(self) -> Message:
        (message,) = self.office.thread()
        return message

    @property
    def shown(self) -> list[tuple[str, str | None]]:
        view = self.office.reading.message_view(self.message)
        return [(one["emoji"], one["state"]) for one in view["reactions"]]

    def react(self, emoji: str | None, name: str = "ana") -> Message:
        self.office.clock.advance(1)
        acting = self.office.acting(name)
        return self.reactions.react(self.office.head(), self.message, emoji, acting)

    def run(self) -> list[float | None]:
        """Work off what is queued; what has to come again stays out."""
        waits = []
        for queued in self.queues.sent.pop(OUTBOUND, []):
            order = read_reaction_order(queued.body)
            assert order is not None
            assert queued.group_id == order.conversation_id
            waits.append(self.reactions.deliver(order))
        return waits

    @property
    def told(self) -> list[str]:
        return [one.emoji for one in self.sender.reactions]


@pytest.fixture
def hand(office: Office) -> Hand:
    return Hand(office)


class TestReact:
    def test_it_waits_until_the_provider_has_it(self, hand: Hand) -> None:
        hand.react("👍")
        assert hand.shown == [("👍", "waiting")]
        assert hand.run() == [None]
        assert hand.shown == [("👍", None)]
        (sent,) = hand.sender.reactions
        assert (sent.provider_id, sent.recipient.phone) == (hand.message.provider_id, "591")

    def test_another_one_takes_its_place(self, hand: Hand) -> None:
        hand.react("👍")
        hand.react("❤️")
        assert hand.run() == [None, None]
        assert (hand.told, hand.shown) == (["❤️"], [("❤️", None)])

    def test_it_is_taken_back(self, hand: Hand) -> None:
        hand.react("👍")
        hand.run()
        hand.react(None)
        assert hand.shown == [("", "waiting")]
        hand.run()
        assert (hand.told, hand.shown) == (["👍", ""], [])

    def test_the_same_again_changes_nothing(self, hand: Hand) -> None:
        hand.react("👍")
        hand.run()
        before = hand.message
        assert hand.react("👍") == before
        assert hand.run() == []

    def test_to_take_back_what_is_not_there_tells_the_provider_once(self, hand: Hand) -> None:
        hand.react(None)
        hand.run()
        hand.react(None)
        assert (hand.run(), hand.told) == ([], [""])

    def test_a_message_of_ours_takes_one_too(self, hand: Hand) -> None:
        ours = posted(5, provider_id="wamid.ours", sent_at_ms=NOW_MS)
        hand.office.has(ours)
        hand.office.clock.advance(1)
        hand.reactions.react(hand.office.head(), ours, "👍", hand.office.acting())
        hand.run()
        assert [one.provider_id for one in hand.sender.reactions] == ["wamid.ours"]

    def test_the_customers_own_stays(self, hand: Hand) -> None:
        theirs = Reaction("591", "😂", "0")
        hand.office.messages.rows.clear()
        hand.office.has(written(0, reactions=(theirs,)))
        hand.react("👍")
        hand.run()
        assert sorted(hand.shown) == [("👍", None), ("😂", None)]

    def test_a_change_meanwhile_is_kept(self, hand: Hand) -> None:
        quicker = replace(hand.message, text="Corregido", version=2)
        hand.office.messages.interruptions.append(quicker)
        hand.react("👍")
        assert (hand.message.text, hand.shown) == ("Corregido", [("👍", "waiting")])


class TestFailure:
    @pytest.mark.parametrize("outcome", [BUSY, OutcomeUnknown("slow")])
    def test_it_is_tried_again_freely(self, hand: Hand, outcome: Any) -> None:
        hand.sender.script.append(outcome)
        hand.react("👍")
        queued = list(hand.queues.sent[OUTBOUND])
        assert hand.run() == [AGAIN_SECONDS]
        assert hand.shown == [("👍", "waiting")]
        hand.queues.sent[OUTBOUND] = queued
        assert hand.run() == [None]
        assert hand.shown == [("👍", None)]

    def test_a_refusal_is_shown(self, hand: Hand) -> None:
        hand.sender.script.append(NEVER)
        hand.react("👍")
        assert hand.run() == [None]
        assert hand.shown == [("👍", "failed")]

    def test_one_that_could_not_be_taken_back_is_shown(self, hand: Hand) -> None:
        hand.react("👍")
        hand.run()
        hand.sender.script.append(NEVER)
        hand.react(None)
        hand.run()
        assert hand.shown == [("", "failed")]

    def test_after_a_minute_it_has_failed(self, hand: Hand) -> None:
        hand.sender.script.append(BUSY)
        hand.react("👍")
        hand.office.clock.advance(LIVES_MS / 1000 + 1)
        assert hand.run() == [None]
        assert hand.shown == [("👍", "failed")]

    def test_without_a_queue_it_has_failed_at_once(self, hand: Hand) -> None:
        hand.queues.broken.add(OUTBOUND)
        hand.react("👍")
        assert hand.shown == [("👍", "failed")]

    def test_the_same_again_tries_again(self, hand: Hand) -> None:
        hand.sender.script.append(NEVER)
        hand.react("👍")
        hand.run()
        hand.react("👍")
        hand.run()
        assert (hand.told, hand.shown) == (["👍"], [("👍", None)])

    @pytest.mark.parametrize("why", ["off", "held"])
    def test_over_a_number_that_may_not_send_it_has_failed(self, hand: Hand, why: str) -> None:
        if why == "off":
            hand.numbers.rows[CONNECTION.id] = replace(CONNECTION, enabled=False)
        else:
            hand.numbers.hold = Restriction("banned", (), NOW_MS, None, stops_sending=True)
        hand.react("👍")
        assert hand.run() == [None]
        assert (hand.told, hand.shown) == ([], [("👍", "failed")])

    def test_an_order_told_twice_is_told_once_more_at_most(self, hand: Hand) -> None:
        """A run that was killed before it wrote what became of it."""
        hand.react("👍")
        queued = hand.queues.sent[OUTBOUND][0]
        hand.run()
        hand.queues.sent[OUTBOUND] = [queued]
        assert hand.run() == [None]
        assert hand.told == ["👍"]


class TestRefused:
    @pytest.mark.parametrize(
        ("head", "message", "name", "code"),
        [
            ({}, {}, "luis", "not_holder"),
            ({"assignee_id": LUIS}, {}, "ana", "not_holder"),
            ({"resolved_at_ms": NOW_MS}, {}, "ana", "conversation_resolved"),
            ({"window_expires_second": NOW_SECOND - 1}, {}, "ana", "service_window_closed"),
            ({}, {"provider_id": None}, "ana", "unknown_reference"),
            ({}, {"revoked_at_ms": 1}, "ana", "unknown_reference"),
            ({}, {"kind": "system"}, "ana", "unknown_reference"),
        ],
    )
    def test_nothing_is_written_or_told(
        self, hand: Hand, head: dict[str, Any], message: dict[str, Any], name: str, code: str
    ) -> None:
        conversation = replace(hand.office.head(), **head)
        reacted_to = replace(hand.message, **message)
        acting = hand.office.acting(name)
        with pytest.raises(HiloError) as refused:
            hand.reactions.react(conversation, reacted_to, "👍", acting)
        assert refused.value.code == code
        assert (hand.office.messages.changes, hand.queues.sent.get(OUTBOUND, [])) == ([], [])


def test_a_status_of_a_reaction_is_about_no_message(hand: Hand) -> None:
    report = DeliveryReported(
        CONNECTION.id, "wamid.reaction.1", "delivered", NOW_SECOND, REACTION_CALLBACK
    )
    assert hand.office.facts.report(report) == "stale"


@pytest.mark.parametrize("text", ["👍", "❤️", "👨‍👩‍👧", "🇪🇨", "👍🏽", "1️⃣", "☎️"])
def test_an_emoji_is_one(text: str) -> None:
    assert rules.is_emoji(text)


@pytest.mark.parametrize("text", ["", "a", "ok 👍", "1", "<b>", " ", ":)", "👍\n"])
def test_a_text_is_no_emoji(text: str) -> None:
    assert not rules.is_emoji(text)
