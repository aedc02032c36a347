"""Reads what Meta tells of a business account and its numbers: bans, limits, quality, names.

What has no consequence here yields nothing and is only kept. Facts: Meta's webhook reference
for accounts and numbers (read 2026-11); old and new fields of the limit stand side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.adapters.channels.raw_update import RawUpdate
from chalicelib.adapters.channels.whatsapp_cloud.fields import Json, all_in, shown_in
from chalicelib.domains.connections.models import AccountName
from chalicelib.domains.connections.standing import Fact, Forbidden, Topic

UNLIMITED = "unlimited"

_MAX_WORD = 200
_STOPS_ANSWERS = "RESTRICTED_CUSTOMER_INITIATED_MESSAGING"
_BANS: Mapping[str, str | None] = {
    "DISABLE": "banned",
    "SCHEDULE_FOR_DISABLE": "ban_scheduled",
    "REINSTATE": None,
}
_LINKS: Mapping[str, str | None] = {
    "PARTNER_REMOVED": "disconnected",
    "ACCOUNT_OFFBOARDED": "disconnected",
    "ACCOUNT_DELETED": "disconnected",
    "PARTNER_ADDED": None,
    "ACCOUNT_RECONNECTED": None,
}
_QUALITIES: Mapping[str, str] = {"FLAGGED": "red", "UNFLAGGED": "green"}
_OF_THROUGHPUT = "THROUGHPUT_UPGRADE"  # its "limit" is one of messages a second


@dataclass(frozen=True, slots=True)
class _Said:
    """One fact before it is dated. `of_number`: about the number alone that is named."""

    topic: Topic
    word: str | None
    detail: str | None = None
    forbidden: tuple[Forbidden, ...] = ()
    of_number: bool = False


def facts_in(update: RawUpdate) -> dict[AccountName, list[Fact]]:
    """What an update says of an account and its numbers, by whom it is about."""
    found: dict[AccountName, list[Fact]] = {}
    read = _READERS.get(update.field)
    holder = _holder(update)
    if read is None or holder is None or not isinstance(update.content, dict):
        return found
    second = update.told_second or update.arrival.intake_ms // 1000
    for said in read(update.content):
        name = AccountName(update.app_id, holder, update.number if said.of_number else None)
        fact = Fact(
            topic=said.topic,
            word=said.word,
            second=second,
            intake_ms=update.arrival.intake_ms,
            detail=said.detail,
            forbidden=said.forbidden,
        )
        found.setdefault(name, []).append(fact)
    return found


def _holder(update: RawUpdate) -> str | None:
    """A partner's own account may be told of its clients': then the client's is named inside."""
    return shown_in(update.content, "waba_info", "waba_id", limit=64) or update.holder


def _account(value: Json) -> Iterator[_Said]:
    event = _word(value, "event")
    if event == "DISABLED_UPDATE":
        state = _word(value, "ban_info", "waba_ban_state")
        if state in _BANS:
            date = shown_in(value, "ban_info", "waba_ban_date", limit=_MAX_WORD)
            yield _Said("ban", _BANS[state], date)
    elif event == "ACCOUNT_RESTRICTION":
        forbidden = tuple(_forbidden(one) for one in all_in(value, "restriction_info"))
        yield _Said("restriction", "restricted" if forbidden else None, forbidden=forbidden)
    elif event == "ACCOUNT_VIOLATION":
        yield _Said("violation", _word(value, "violation_info", "violation_type") or "OTHER")
    elif event in _LINKS:
        reason = shown_in(value, "disconnection_info", "reason", limit=_MAX_WORD) or event
        yield _Said("link", _LINKS[event], reason, of_number="phone_number" in value)


def _forbidden(info: Json) -> Forbidden:
    what = _word(info, "restriction_type") or "OTHER"
    return Forbidden(what, _second(info.get("expiration")), stops_answers=what == _STOPS_ANSWERS)


def _review(value: Json) -> Iterator[_Said]:
    if decision := _word(value, "decision"):
        yield _Said("review", decision.lower())


def _capability(value: Json) -> Iterator[_Said]:
    if limit := _limit(value):
        yield _Said("limit", limit)


def _quality(value: Json) -> Iterator[_Said]:
    event = _word(value, "event")
    if event in _QUALITIES:
        yield _Said("quality", _QUALITIES[event], of_number=True)
    if limit := _limit(value, with_tier=event != _OF_THROUGHPUT):
        yield _Said("limit", limit, of_number=True)


def _name(value: Json) -> Iterator[_Said]:
    if decision := _word(value, "decision"):
        name = shown_in(value, "requested_verified_name", limit=_MAX_WORD)
        yield _Said("name", decision.lower(), name, of_number=True)


def _limit(value: Json, *, with_tier: bool = True) -> str | None:
    """How many people a day may be written to first, in digits, or UNLIMITED."""
    for key in ("max_daily_conversations_per_business", "max_daily_conversation_per_phone"):
        if (limit := _people(value.get(key))) is not None:
            return limit
    return _people(value.get("current_limit")) if with_tier else None


def _people(told: Any) -> str | None:
    """A limit as a number (-1: none), as digits, or as a tier such as `TIER_2K`."""
    text = str(told).upper().removeprefix("TIER_")
    if isinstance(told, bool) or not isinstance(told, int | str):
        return None
    if text in ("-1", "UNLIMITED"):
        return UNLIMITED
    digits = text.removesuffix("K")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        return None
    return str(int(digits) * (1000 if digits != text else 1))


def _second(told: Any) -> int | None:
    """An instant in seconds since 1970 or as ISO 8601 writes it; None where it is neither."""
    if isinstance(told, int) and not isinstance(told, bool):
        return told if 0 < told < 2**33 else None
    if not isinstance(told, str):
        return None
    if told.isascii() and told.isdigit() and len(told) < 11:
        return int(told)
    try:
        instant = datetime.strptime(told, "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return None
    return int(instant.timestamp())


def _word(holder: Json, *path: str) -> str:
    """The provider's word; empty where there is none."""
    return shown_in(holder, *path, limit=_MAX_WORD) or ""


_READERS: Mapping[str, Callable[[Json], Iterator[_Said]]] = {
    "account_update": _account,
    "account_review_update": _review,
    "business_capability_update": _capability,
    "phone_number_quality_update": _quality,
    "phone_number_name_update": _name,
}
