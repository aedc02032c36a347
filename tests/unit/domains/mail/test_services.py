"""A mail is queued, carried once, and refused where it never arrives."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.core.errors import BusyError
from chalicelib.core.queues import MAIL
from chalicelib.domains.mail.errors import (
    MailNotConfiguredError,
    MailRefusedError,
    MailUndeliveredError,
)
from chalicelib.domains.mail.models import Mail, MailPolicy
from chalicelib.domains.mail.services.mail_room import MailRoom, unpacked
from chalicelib.domains.mail.services.rounds import Rounds
from tests.fakes.clock import FakeClock
from tests.fakes.mail import MemoryDispatches, RecordedCarrier
from tests.fakes.queues import FakeQueues
from tests.samples import CHANGE

RESET = Mail(
    "ana@example.test",
    "password_reset",
    {"name": "Ana", "link": "https://hilo.test/x", "valid_until": datetime(2026, 1, 2, tzinfo=UTC)},
)


class Office:
    def __init__(self, policy: MailPolicy | None = None) -> None:
        self.dispatches, self.queues = MemoryDispatches(), FakeQueues()
        self.carrier = RecordedCarrier()
        policy = policy or MailPolicy("Hilo <hilo@example.test>")
        self.room = MailRoom(policy, self.dispatches, self.queues)
        self.rounds = Rounds(self.carrier, self.dispatches, FakeClock())

    def go_round(self) -> None:
        for message in self.queues.sent[MAIL]:
            self.rounds.carry(unpacked(message.body))

    def state(self) -> str | None:
        known = self.room.dispatch("reset#1")
        return known.state if known else None


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_mail_waits_and_is_sent(office: Office) -> None:
    office.room.send(RESET, key="reset#1", change=CHANGE)
    assert office.state() == "waiting"
    office.go_round()
    assert office.state() == "sent"
    (letter,) = office.carrier.carried
    assert (letter.to, letter.key) == ("ana@example.test", "reset#1")


def test_one_key_goes_out_once(office: Office) -> None:
    office.room.send(RESET, key="reset#1", change=CHANGE)
    office.room.send(RESET, key="reset#1", change=CHANGE)
    office.go_round()
    office.go_round()
    assert len(office.carrier.carried) == 1


def test_what_the_carrier_does_not_take_now_is_tried_again(office: Office) -> None:
    office.room.send(RESET, key="reset#1", change=CHANGE)
    office.carrier.fails = MailUndeliveredError("451: later")
    with pytest.raises(MailUndeliveredError):
        office.go_round()
    assert office.state() == "waiting"
    office.carrier.fails = None
    office.go_round()
    assert office.state() == "sent"


def test_what_the_carrier_refuses_is_told_and_not_tried_again(office: Office) -> None:
    office.room.send(RESET, key="reset#1", change=CHANGE)
    office.carrier.fails = MailRefusedError("550: No such user here")
    office.go_round()
    office.carrier.fails = None
    office.go_round()
    known = office.room.dispatch("reset#1")
    assert known is not None
    assert (known.state, known.reason) == ("refused", "550: No such user here")
    assert office.carrier.carried == []


def test_without_a_sender_nothing_is_promised() -> None:
    office = Office(MailPolicy())
    with pytest.raises(MailNotConfiguredError):
        office.room.send(RESET, key="reset#1", change=CHANGE)
    assert office.state() is None


def test_what_is_on_no_queue_is_said(office: Office) -> None:
    office.queues.broken.add(MAIL)
    with pytest.raises(BusyError):
        office.room.send(RESET, key="reset#1", change=CHANGE)
