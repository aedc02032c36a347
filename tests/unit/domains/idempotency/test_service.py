"""The same key: the first answer again, the same pin, or a refusal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from joserfc.errors import JoseError

from chalicelib.adapters.sealing import JoseAnswerSeal
from chalicelib.core.clock import to_ms
from chalicelib.domains.idempotency.errors import (
    IdempotencyKeyReusedError,
    RequestInProgressError,
)
from chalicelib.domains.idempotency.models import Answer, KeyedRequest
from chalicelib.domains.idempotency.service import Idempotency, Pinning
from tests.fakes.clock import START, FakeClock
from tests.fakes.idempotency import MemoryClaims

REQUEST = KeyedRequest("ana", "k-1", "POST", "/v1/things", b'{"a":1}')
ANSWER = Answer(201, '{"id":"x"}')


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def idempotency(clock: FakeClock) -> Idempotency:
    return Idempotency(MemoryClaims(), clock, JoseAnswerSeal())


def test_another_body_is_refused(idempotency: Idempotency) -> None:
    idempotency.begin(REQUEST)
    with pytest.raises(IdempotencyKeyReusedError):
        idempotency.begin(replace(REQUEST, body=b'{"a":2}'))
    with pytest.raises(IdempotencyKeyReusedError):
        idempotency.pin(replace(REQUEST, body=b'{"a":2}'))


def test_a_second_request_is_refused_while_the_first_runs(
    idempotency: Idempotency, clock: FakeClock
) -> None:
    idempotency.begin(REQUEST)
    clock.advance(59)
    with pytest.raises(RequestInProgressError):
        idempotency.begin(REQUEST)


def test_nobody_without_the_key_reads_what_was_answered(clock: FakeClock) -> None:
    claims = MemoryClaims()
    idempotency = Idempotency(claims, clock, JoseAnswerSeal())
    idempotency.begin(REQUEST)
    idempotency.finish(REQUEST, ANSWER)
    kept = claims.rows[REQUEST.row].answer
    assert kept is not None
    assert kept.is_sealed
    assert "x" not in kept.body.split(".")
    with pytest.raises(JoseError):
        JoseAnswerSeal().unseal(kept.body, replace(REQUEST, key="k-2").secret)
    assert idempotency.begin(REQUEST) == ANSWER


def test_an_answer_of_an_earlier_version_is_given_as_it_stands(clock: FakeClock) -> None:
    claims = MemoryClaims()
    idempotency = Idempotency(claims, clock, JoseAnswerSeal())
    idempotency.begin(REQUEST)
    claims.rows[REQUEST.row] = replace(claims.rows[REQUEST.row], answer=ANSWER)
    assert idempotency.begin(REQUEST) == ANSWER


def test_the_first_answer_is_given_again(idempotency: Idempotency, clock: FakeClock) -> None:
    assert idempotency.begin(REQUEST) is None
    idempotency.finish(REQUEST, ANSWER)
    clock.advance(3600)
    assert idempotency.begin(REQUEST) == ANSWER


def test_a_request_that_died_is_run_again(idempotency: Idempotency, clock: FakeClock) -> None:
    idempotency.begin(REQUEST)
    clock.advance(61)
    assert idempotency.begin(REQUEST) is None


def test_a_refused_request_may_be_mended_under_the_same_key(idempotency: Idempotency) -> None:
    idempotency.begin(REQUEST)
    idempotency.release(REQUEST)
    assert idempotency.begin(replace(REQUEST, body=b"{}")) is None


@pytest.mark.parametrize(
    "other", [{"sender": "eva"}, {"key": "k-2"}, {"method": "PATCH"}, {"path": "/v1/others"}]
)
def test_a_key_belongs_to_its_sender_and_address(
    idempotency: Idempotency, other: dict[str, str]
) -> None:
    first = idempotency.pin(REQUEST)
    assert idempotency.pin(replace(REQUEST, **other)) != first  # type: ignore[arg-type]


def test_the_pin_stays_for_ever_and_tells_its_birth(
    idempotency: Idempotency, clock: FakeClock
) -> None:
    first = idempotency.pin(REQUEST)
    clock.advance(3600)
    assert idempotency.pin(REQUEST) == replace(first, repeated=True)
    assert not first.repeated
    assert first.at_ms == to_ms(START)
    assert idempotency.new_pin() != first


def test_looking_for_a_pin_takes_none(idempotency: Idempotency) -> None:
    assert idempotency.pinned(REQUEST) is None
    first = idempotency.pin(REQUEST)
    assert not first.repeated
    assert idempotency.pinned(REQUEST) == replace(first, repeated=True)
    with pytest.raises(IdempotencyKeyReusedError):
        idempotency.pinned(replace(REQUEST, body=b'{"a":2}'))


def test_one_request_takes_one_pin(idempotency: Idempotency, clock: FakeClock) -> None:
    with_key, without = Pinning(idempotency, REQUEST), Pinning(idempotency, None)
    assert with_key.earlier() is without.earlier() is None
    taken = [with_key.take(), without.take()]
    clock.advance(1)
    assert [with_key.take(), without.take()] == taken
    assert not taken[0].repeated
    again = Pinning(idempotency, REQUEST)
    assert again.earlier() == again.take() == replace(taken[0], repeated=True)
    assert without.earlier() is None
