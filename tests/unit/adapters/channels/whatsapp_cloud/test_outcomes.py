from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.adapters.channels.whatsapp_cloud.outcomes import (
    FINAL,
    RETRYABLE,
    delivery_error,
    is_expired_token,
    outcome,
    retry_after_seconds,
)
from chalicelib.domains.conversations.ports import Accepted, OutcomeUnknown, Refused

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


def refused(status: int, code: Any = None, headers: dict[str, str] | None = None) -> Refused:
    body = None if code is None else {"error": {"code": code, "message": "said so"}}
    result = outcome(status, body, headers or {}, NOW)
    assert isinstance(result, Refused)
    return result


@pytest.mark.parametrize(
    ("status", "code", "retryable"),
    [
        # temporary, whatever the HTTP status says
        (400, 1, True),
        (400, 2, True),
        (403, 4, True),
        (400, 80007, True),
        (403, 130429, True),
        (400, 131000, True),
        (400, 131016, True),
        (400, 131056, True),
        (400, 131057, True),
        (400, 133004, True),
        (400, 2494100, True),
        (400, "130429", True),
        # never by itself, whatever the HTTP status says
        (500, 131048, False),
        (400, 131049, False),
        (400, 130472, False),
        (429, 132015, False),
        # the recipient
        (400, 131026, False),
        (500, 131026, False),
        (400, 131050, False),
        (400, 131062, False),
        # another action is needed
        (400, 131047, False),
        (400, 131042, False),
        # who we are
        (401, 0, False),
        (401, 190, False),
        (403, 3, False),
        (403, 10, False),
        (403, 200, False),
        (403, 299, False),
        (403, 368, False),
        (403, 131031, False),
        # the request
        (400, 100, False),
        (400, 131009, False),
        # no code, or one of tomorrow: the HTTP status decides
        (500, None, True),
        (502, None, True),
        (503, 987654, True),
        (429, None, True),
        (400, None, False),
        (400, 987654, False),
        (403, True, False),
        (302, None, False),
    ],
)
def test_code_decides_whether_it_is_sent_again(status: int, code: Any, retryable: bool) -> None:
    result = refused(status, code)
    assert result.error.retryable is retryable
    assert result.error.title
    assert result.error.code == (f"http_{status}" if code is None else str(code))


def test_no_code_is_in_two_classes() -> None:
    assert RETRYABLE.keys().isdisjoint(FINAL)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"messages": [{"id": "wamid.A"}]}, Accepted("wamid.A")),
        ({"messages": [{"id": "wamid.A", "message_status": "accepted"}]}, Accepted("wamid.A")),
        ({"messages": []}, OutcomeUnknown("an answer without an id")),
        ({"messages": [{"id": ""}]}, OutcomeUnknown("an answer without an id")),
        ({"messages": [{"id": 5}]}, OutcomeUnknown("an answer without an id")),
        ({"messages": {"id": "wamid.A"}}, OutcomeUnknown("an answer without an id")),
        ({"success": True}, OutcomeUnknown("an answer without an id")),
        ([], OutcomeUnknown("an answer without an id")),
        (None, OutcomeUnknown("an answer without an id")),
    ],
)
def test_only_an_id_proves_acceptance(body: Any, expected: Any) -> None:
    assert outcome(200, body, {}, NOW) == expected


@pytest.mark.parametrize("body", [None, [], "x", {"error": "x"}, {"error": {"code": [1]}}, {}])
def test_unreadable_refusals_are_refusals(body: Any) -> None:
    result = outcome(400, body, {}, NOW)
    assert isinstance(result, Refused)
    assert not result.error.retryable


def test_words_of_the_provider_are_kept_as_detail() -> None:
    details = {"code": 987, "message": "(#987) No", "error_data": {"details": "Because."}}
    error = delivery_error(details, retryable=False)
    assert (error.code, error.detail) == ("987", "Because.")
    assert delivery_error({"code": 987, "message": "No"}, retryable=False).detail == "No"
    assert len(delivery_error({"message": "x" * 9_000}, retryable=False).detail or "") == 1_000


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", 0.0),
        ("17", 17.0),
        (" 17 ", 17.0),
        ("999999999", 86_400.0),
        ("Sun, 22 Nov 2026 11:02:00 GMT", 120.0),
        ("Sun, 22 Nov 2026 11:02:00 -0000", 120.0),
        ("Sun, 22 Nov 2026 10:00:00 GMT", 0.0),
        ("Sun, 22 Nov 2099 10:00:00 GMT", 86_400.0),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("²", None),
    ],
)
def test_retry_after(value: str, expected: float | None) -> None:
    assert retry_after_seconds({"retry-after": value}, NOW) == expected


class TestWait:
    def test_none_when_provider_wishes_none(self) -> None:
        assert refused(500).retry_after_seconds is None

    def test_none_when_not_sent_again(self) -> None:
        assert refused(400, 131026, {"retry-after": "5"}).retry_after_seconds is None

    def test_pair_rate_waits_six_seconds_at_least(self) -> None:
        assert refused(400, 131056).retry_after_seconds == 6.0
        assert refused(400, 131056, {"retry-after": "2"}).retry_after_seconds == 6.0
        assert refused(400, 131056, {"retry-after": "60"}).retry_after_seconds == 60.0

    def test_wish_of_the_provider_is_kept(self) -> None:
        assert refused(429, 130429, {"retry-after": "3"}).retry_after_seconds == 3.0


@pytest.mark.parametrize(("code", "expired"), [(190, True), (0, True), (10, False), (1, False)])
def test_only_a_bad_token_may_be_mended_by_a_new_one(code: int, expired: bool) -> None:
    assert is_expired_token(refused(401, code)) is expired
    assert not is_expired_token(Accepted("wamid.A"))


@pytest.mark.parametrize("code", [0, 190, 200, 299, 131031, 131042])
def test_some_refusals_concern_the_whole_connection(code: int) -> None:
    assert refused(400, code).concerns_connection


@pytest.mark.parametrize("code", [100, 300, 131026, 131047, 131056])
def test_most_concern_one_message_or_person(code: int) -> None:
    assert not refused(400, code).concerns_connection
