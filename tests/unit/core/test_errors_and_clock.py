"""Problems have every member of the contract; instants are written as it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from chalicelib.core.clock import SystemClock, from_ms, rfc3339, rfc3339_ms, to_ms
from chalicelib.core.errors import FieldProblem, InvalidRequestError, NotFoundError


def test_a_problem_has_every_member_and_its_facts() -> None:
    wrong = FieldProblem(field="text", code="too_long", detail="Shorten it.")
    problem = InvalidRequestError("Mend it.", errors=[wrong], limit=4096).problem("r-1")
    assert problem == {
        "type": "urn:hilo:problem:invalid_request",
        "title": "Unprocessable Entity",
        "status": 422,
        "code": "invalid_request",
        "detail": "Mend it.",
        "request_id": "r-1",
        "errors": [wrong],
        "limit": 4096,
    }


def test_a_problem_without_words_says_how_to_mend_it() -> None:
    assert NotFoundError().problem("r")["detail"] == NotFoundError.detail


@pytest.mark.parametrize(
    ("instant", "written"),
    [
        (datetime(2026, 11, 22, 11, 34, 2, 123456, tzinfo=UTC), "2026-11-22T11:34:02.123Z"),
        (
            datetime(2026, 11, 22, 7, 0, tzinfo=timezone(timedelta(hours=-4))),
            "2026-11-22T11:00:00.000Z",
        ),
    ],
)
def test_instants_are_written_in_utc_with_milliseconds(instant: datetime, written: str) -> None:
    assert rfc3339(instant) == written


def test_milliseconds_are_read_as_they_were_written() -> None:
    assert to_ms(from_ms(1_795_478_042_123)) == 1_795_478_042_123
    assert rfc3339_ms(None) is None
    assert rfc3339_ms(1_795_478_042_123) == rfc3339(from_ms(1_795_478_042_123))


def test_the_clock_is_aware() -> None:
    assert SystemClock().now().tzinfo is UTC
