"""A message for later: which times are taken, and who may cancel it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.clock import to_ms
from chalicelib.core.errors import HiloError, InvalidRequestError
from chalicelib.core.ids import UserId
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.errors import (
    NotHolderError,
    NotScheduledError,
    SendAtAfterWindowError,
    ServiceWindowClosedError,
)
from chalicelib.domains.conversations.models import Message
from chalicelib.domains.conversations.services.posting import Draft
from tests.samples import heard, id_of, posted, written
from tests.unit.domains.conversations.office import ANA, LUIS, SILVIA, Office

HELD = heard("one", 0, 1, assignee_id=ANA)
MINUTE_MS, HOUR_MS, DAY_MS = 60_000, 3_600_000, 86_400_000


@pytest.fixture
def desk(office: Office) -> Office:
    office.has(HELD, written(0), written(1))
    office.clock.advance(60)
    return office


def schedule(desk: Office, ahead_ms: int = HOUR_MS) -> Message:
    send_at_ms = to_ms(desk.clock.now()) + ahead_ms
    return desk.posting.post(desk.head(), Draft("luego", send_at_ms=send_at_ms), desk.writing())


def test_it_is_stored_and_the_conversation_stays_as_it_is(desk: Office) -> None:
    message = schedule(desk)
    assert rules.status_of(message) == "scheduled"
    assert message.due_at_ms == message.send_at_ms == to_ms(desk.clock.now()) + HOUR_MS
    assert desk.head() == HELD
    assert desk.events == []


@pytest.mark.parametrize(
    ("ahead_ms", "code"), [(0, "past"), (-MINUTE_MS, "past"), (30 * DAY_MS + 1, "too_far")]
)
def test_a_time_that_is_no_time_to_come_is_refused_by_the_field(
    desk: Office, ahead_ms: int, code: str
) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        schedule(desk, ahead_ms)
    assert [(one["field"], one["code"]) for one in refused.value.errors] == [("send_at", code)]
    assert desk.messages.changes == []


def test_a_time_behind_the_windows_end_is_refused_with_the_end(desk: Office) -> None:
    expires_second = HELD.window_expires_second
    assert expires_second is not None
    left_ms = expires_second * 1000 - to_ms(desk.clock.now())
    with pytest.raises(SendAtAfterWindowError) as refused:
        schedule(desk, left_ms)
    assert refused.value.facts == {"expires_at": "2090-01-03T03:04:06.000Z"}
    assert rules.status_of(schedule(desk, left_ms - 1)) == "scheduled"


def test_a_window_that_is_closed_already_is_what_is_told(desk: Office) -> None:
    desk.clock.advance(DAY_MS / 1000)
    with pytest.raises(ServiceWindowClosedError):
        schedule(desk)


@pytest.mark.parametrize(
    ("name", "refusal"), [("ana", None), ("silvia", None), ("luis", NotHolderError)]
)
def test_the_holder_and_who_assigns_may_cancel(
    desk: Office, name: str, refusal: type[HiloError] | None
) -> None:
    message = schedule(desk)
    acting = desk.acting({"ana": ANA, "silvia": SILVIA, "luis": LUIS}[name])
    if refusal is not None:
        with pytest.raises(refusal):
            desk.posting.cancel(desk.head(), message.id, acting)
        assert rules.status_of(desk.messages.rows[id_of("one"), message.id]) == "scheduled"
        return
    cancelled = desk.posting.cancel(desk.head(), message.id, acting)
    assert (rules.status_of(cancelled), cancelled.due_at_ms) == ("cancelled", None)
    assert desk.messages.rows[id_of("one"), message.id] == cancelled


@pytest.mark.parametrize("message", [posted(), posted(due_at_ms=None, sent_at_ms=1)], ids=str)
def test_what_does_not_wait_for_a_time_cannot_be_cancelled(desk: Office, message: Message) -> None:
    desk.has(desk.head(), message)
    with pytest.raises(NotScheduledError):
        desk.posting.cancel(desk.head(), message.id, desk.acting(ANA))


def test_another_cancelling_at_the_same_moment_is_told(desk: Office) -> None:
    message = schedule(desk)
    desk.messages.interruptions.append(replace(message, version=2, is_scheduled=False))
    with pytest.raises(NotScheduledError):
        desk.posting.cancel(desk.head(), message.id, desk.acting(UserId("ana")))
