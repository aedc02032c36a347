"""What an answer of the Graph API proves about a message, told by the error's code.

Codes decide, not titles or HTTP statuses, which Meta changes (error reference, v26.0,
2026-07). Only a proven "not accepted" may be retried.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from chalicelib.adapters.channels.whatsapp_cloud.fields import Json, shown_in
from chalicelib.domains.conversations.events import DeliveryError
from chalicelib.domains.conversations.models import Hold
from chalicelib.domains.conversations.ports import (
    Accepted,
    OutcomeUnknown,
    Refused,
    SendOutcome,
)

_MAX_TITLE, _MAX_DETAIL = 200, 1_000
_LONGEST_WAIT_SECONDS: Final = 86_400.0
_PAIR_RATE = 131056
_LEAST_WAIT_SECONDS: Mapping[int, float] = {_PAIR_RATE: 6.0}  # one message in six to a person

# Temporary at the provider's: the same message may be taken a moment later.
RETRYABLE: Mapping[int, str] = {
    1: "The provider failed",
    2: "The provider is overloaded",
    4: "Too many requests of this app",
    80007: "Too many requests of this account",
    130429: "Too many messages at once",
    131000: "The provider failed",
    131016: "The provider is overloaded",
    _PAIR_RATE: "Too many messages to this person at once",
    131057: "The account is under maintenance",
    133004: "The provider is unavailable",
    2494100: "The number is under maintenance",
}

# Refused by who we are or whom we write to: trying again helps nobody.
FINAL: Mapping[int, str] = {
    0: "The access token is not valid",
    3: "The app lacks a permission",
    10: "The app lacks a permission",
    33: "The number does not exist at the provider's",
    100: "The request is not valid",
    190: "The access token has expired",
    368: "The account is blocked for a breach of policy",
    130472: "Held back by an experiment of the provider",
    130497: "The account may not write to this country",
    131005: "The app lacks a permission",
    131008: "A field is missing in the request",
    131009: "A field of the request is not valid",
    131021: "Sender and recipient are the same",
    131026: "The message cannot be delivered to this person",
    131030: "The recipient is not on the list of the test number",
    131031: "The account is locked",
    131037: "The number has no approved display name",
    131042: "The account has a payment problem",
    131045: "The number is not registered",
    131047: "More than 24 hours have passed since the person wrote",
    131048: "Too many messages of this number were reported or blocked",
    131049: "Held back to protect the person from too many messages",
    131050: "The person has stopped messages of this kind",
    131051: "The provider does not support this type of message",
    131052: "The provider could not fetch the file",
    131053: "The provider did not take the file",
    131062: "This message needs a phone number",
    132000: "The template has another number of parameters",
    132001: "The template does not exist in this language",
    132005: "The text of the template is too long",
    132007: "The template breaks a policy",
    132012: "A parameter of the template has the wrong form",
    132015: "The template is paused",
    132016: "The template is disabled",
    132068: "The form of the template is blocked",
    132069: "The form of the template is throttled",
    133010: "The number is not registered",
}
_PERMISSION = range(200, 300)
# Refused by who we are: nothing goes out over this number until somebody mends it.
_CONCERNS_CONNECTION = frozenset(
    {0, 3, 10, 33, 190, 368, 131005, 131031, 131037, 131042, 131045, 133010}
)
_HOLDS: Mapping[str, Hold] = {
    "held_for_quality_assessment": "quality_assessment",
    "paused": "paused",
}
_EXPIRED_TOKEN = frozenset({0, 190})


def outcome(status: int, body: Any, headers: Mapping[str, str], now: datetime) -> SendOutcome:
    """What an HTTP answer to a send proves. `body` is its JSON, None where it is none."""
    if 200 <= status < 300:
        provider_id = _message_id(body)
        if provider_id is None:
            return OutcomeUnknown("an answer without an id")
        return Accepted(provider_id, _hold(body))
    error = body.get("error") if isinstance(body, dict) else None
    code = _code(error)
    refusal = delivery_error(
        {"code": f"http_{status}", **(error if isinstance(error, dict) else {})},
        retryable=_is_retryable(status, code),
    )
    return Refused(
        refusal,
        retry_after_seconds=_wait_seconds(code, headers, now) if refusal.retryable else None,
        concerns_connection=code in _CONCERNS_CONNECTION or code in _PERMISSION,
    )


def delivery_error(error: Json, *, retryable: bool) -> DeliveryError:
    """The provider's error object, of an answer or of a status webhook, in neutral words."""
    code = error.get("code")
    detail = shown_in(error, "error_data", "details", limit=_MAX_DETAIL)
    return DeliveryError(
        code=str(code)[:64] if isinstance(code, str | int) else "unknown",
        title=_title(_code(error))
        or shown_in(error, "title", limit=_MAX_TITLE)
        or "The provider refused the message",
        detail=detail or shown_in(error, "message", limit=_MAX_DETAIL),
        retryable=retryable,
    )


def is_expired_token(result: SendOutcome) -> bool:
    """Whether a refusal may end with the token that is valid now."""
    return isinstance(result, Refused) and result.error.code in {str(c) for c in _EXPIRED_TOKEN}


def retry_after_seconds(headers: Mapping[str, str], now: datetime) -> float | None:
    """The header Retry-After, in seconds or as a date (RFC 9110); None if unreadable."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit() and len(value) < 10:
        return min(float(value), _LONGEST_WAIT_SECONDS)
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    aware = date if date.tzinfo else date.replace(tzinfo=UTC)
    return min(max((aware - now).total_seconds(), 0.0), _LONGEST_WAIT_SECONDS)


def _is_retryable(status: int, code: int | None) -> bool:
    if code in RETRYABLE:
        return True
    if code is not None and (code in FINAL or code in _PERMISSION):
        return False
    return status == 429 or status >= 500


def _wait_seconds(code: int | None, headers: Mapping[str, str], now: datetime) -> float | None:
    wished = retry_after_seconds(headers, now)
    least = _LEAST_WAIT_SECONDS.get(code or 0)
    return wished if least is None else max(wished or 0.0, least)


def _title(code: int | None) -> str | None:
    if code is None:
        return None
    known = RETRYABLE.get(code) or FINAL.get(code)
    return known or ("The app lacks a permission" if code in _PERMISSION else None)


def _code(error: Any) -> int | None:
    code = error.get("code") if isinstance(error, dict) else None
    if isinstance(code, str) and code.isascii() and code.isdigit() and len(code) < 10:
        return int(code)
    return code if isinstance(code, int) and not isinstance(code, bool) else None


def _hold(body: Any) -> Hold | None:
    """Why a template was accepted and is kept back (`message_status`)."""
    return _HOLDS.get(str(_first_message(body).get("message_status")))


def _message_id(body: Any) -> str | None:
    provider_id = _first_message(body).get("id")
    return provider_id if isinstance(provider_id, str) and provider_id else None


def _first_message(body: Any) -> Json:
    messages = body.get("messages") if isinstance(body, dict) else None
    first = messages[0] if isinstance(messages, list) and messages else None
    return first if isinstance(first, dict) else {}
