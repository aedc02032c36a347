"""Every ClaimRepository keeps the same promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.core.change import Change
from chalicelib.core.dynamo import Dynamo
from chalicelib.domains.idempotency.models import Answer, Claim, Pin
from chalicelib.domains.idempotency.ports import ClaimRepository
from chalicelib.domains.idempotency.repository import DynamoClaimRepository
from tests.fakes.clock import START
from tests.fakes.idempotency import MemoryClaims

CHANGE = Change("request.keyed", "test", 1)
CLAIM = Claim("body", Pin("1M85EKZE6NFS0V4D0C9"), START)
LATER = START + timedelta(minutes=2)


@pytest.fixture
def claims(storage: Dynamo | None) -> ClaimRepository:
    return DynamoClaimRepository(storage) if storage else MemoryClaims()


def test_a_second_claim_meets_the_first(claims: ClaimRepository) -> None:
    second = replace(CLAIM, fingerprint="other", claimed_at=LATER)
    assert claims.claim("row", CLAIM, stale_before=None, change=CHANGE) is None
    assert claims.claim("row", second, stale_before=None, change=CHANGE) == CLAIM
    assert claims.claim("other row", second, stale_before=None, change=CHANGE) is None


def test_a_claim_is_looked_up(claims: ClaimRepository) -> None:
    assert claims.standing("row") is None
    claims.claim("row", CLAIM, stale_before=None, change=CHANGE)
    assert claims.standing("row") == CLAIM


def test_an_answer_is_kept_even_from_a_taker_over(claims: ClaimRepository) -> None:
    claims.claim("row", CLAIM, stale_before=None, change=CHANGE)
    claims.answer("row", Answer(201, '{"ñ":1}'), CHANGE)
    answered = replace(CLAIM, answer=Answer(201, '{"ñ":1}'))
    again = replace(CLAIM, claimed_at=LATER)
    assert claims.claim("row", again, stale_before=LATER, change=CHANGE) == answered


def test_an_answer_that_was_sealed_stays_sealed(claims: ClaimRepository) -> None:
    claims.claim("row", CLAIM, stale_before=None, change=CHANGE)
    claims.answer("row", Answer(201, "ey.sealed", is_sealed=True), CHANGE)
    standing = claims.standing("row")
    assert standing is not None
    assert standing.answer == Answer(201, "ey.sealed", is_sealed=True)


@pytest.mark.parametrize(
    ("fingerprint", "stale_before", "is_taken"),
    [("body", LATER, True), ("other", LATER, False), ("body", START, False)],
)
def test_a_claim_left_behind_is_taken_over_by_the_same_body_only(
    claims: ClaimRepository, fingerprint: str, stale_before: datetime, is_taken: bool
) -> None:
    claims.claim("row", CLAIM, stale_before=None, change=CHANGE)
    again = replace(CLAIM, fingerprint=fingerprint, claimed_at=LATER)
    standing = claims.claim("row", again, stale_before=stale_before, change=CHANGE)
    assert (standing is None) == is_taken


def test_a_released_key_is_free(claims: ClaimRepository) -> None:
    claims.claim("row", CLAIM, stale_before=None, change=CHANGE)
    claims.release("row")
    assert claims.claim("row", CLAIM, stale_before=None, change=CHANGE) is None
