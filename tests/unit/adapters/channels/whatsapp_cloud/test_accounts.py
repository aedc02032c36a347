"""What Meta tells of accounts and numbers, and what it is about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.adapters.channels.parsers import parse
from chalicelib.adapters.channels.raw_update import RawUpdate
from chalicelib.adapters.channels.whatsapp_cloud.accounts import facts_in
from chalicelib.adapters.channels.whatsapp_cloud.updates import split
from chalicelib.core.ids import AppId, Arrival
from chalicelib.domains.connections.models import AccountName
from chalicelib.domains.connections.standing import Fact, Forbidden
from chalicelib.domains.conversations.events import AccountTold, UpdateKept

EVENTS = Path(__file__).parents[5] / "events" / "whatsapp_cloud"
META = AppId("meta")
INTAKE_MS, SECOND = 1_795_345_299_123, 1_795_345_200
ACCOUNT = AccountName(META, "200000000000001")
NUMBER = AccountName(META, "200000000000001", "15550009999")

Named = dict[AccountName, list[tuple[str, str | None, str | None]]]


def recorded(name: str) -> RawUpdate:
    body = json.loads((EVENTS / f"{name}.json").read_text())
    (update,) = split(body, app_id=META, intake_ms=INTAKE_MS)
    return update


def update(field: str, value: dict[str, Any], **more: Any) -> RawUpdate:
    change = {"field": field, "value": value}
    entry = {"id": ACCOUNT.holder, "time": SECOND, "changes": [change], **more}
    (found,) = split({"entry": [entry]}, app_id=META, intake_ms=INTAKE_MS)
    return found


def said(given: RawUpdate) -> Named:
    return {
        name: [(one.topic, one.word, one.detail) for one in facts]
        for name, facts in facts_in(given).items()
    }


def test_a_ban_is_dated_by_the_provider_and_kept_as_it_came() -> None:
    given = recorded("account_banned")
    fact = Fact("ban", "banned", SECOND, INTAKE_MS, "November 22, 2026")
    kept = UpdateKept("account_update", None, given.content)
    assert parse(given, None) == AccountTold({ACCOUNT: [fact]}, kept)


def test_a_restriction_says_what_is_forbidden_until_when() -> None:
    (fact,) = facts_in(recorded("account_restricted"))[ACCOUNT]
    assert (fact.topic, fact.word) == ("restriction", "restricted")
    assert fact.forbidden == (
        Forbidden("RESTRICTED_CUSTOMER_INITIATED_MESSAGING", 1_795_604_400, stops_answers=True),
        Forbidden("RESTRICTED_ADD_PHONE_NUMBER_ACTION", 1_795_950_000),
    )


def test_quality_and_limit_are_of_the_number() -> None:
    assert said(recorded("number_flagged")) == {
        NUMBER: [("quality", "red", None), ("limit", "2000", None)]
    }


ON_NUMBER = {"display_phone_number": "15550009999"}


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        (
            "account_update",
            {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "REINSTATE"}},
            {ACCOUNT: [("ban", None, None)]},
        ),
        (
            "account_update",
            {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "SCHEDULE_FOR_DISABLE"}},
            {ACCOUNT: [("ban", "ban_scheduled", None)]},
        ),
        (
            "account_update",
            {"event": "ACCOUNT_RESTRICTION", "restriction_info": []},
            {ACCOUNT: [("restriction", None, None)]},
        ),
        (
            "account_update",
            {"event": "ACCOUNT_VIOLATION", "violation_info": {"violation_type": "SPAM"}},
            {ACCOUNT: [("violation", "SPAM", None)]},
        ),
        (
            "account_update",
            {"event": "PARTNER_REMOVED", "phone_number": "+15550009999"},
            {NUMBER: [("link", "disconnected", "PARTNER_REMOVED")]},
        ),
        (
            "account_update",
            {"event": "PARTNER_REMOVED", "waba_info": {"waba_id": "77"}},
            {AccountName(META, "77"): [("link", "disconnected", "PARTNER_REMOVED")]},
        ),
        (
            "account_update",
            {"event": "ACCOUNT_RECONNECTED"},
            {ACCOUNT: [("link", None, "ACCOUNT_RECONNECTED")]},
        ),
        ("account_update", {"event": "AD_ACCOUNT_LINKED"}, {}),
        ("account_update", {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "?"}}, {}),
        (
            "account_review_update",
            {"decision": "REJECTED"},
            {ACCOUNT: [("review", "rejected", None)]},
        ),
        (
            "business_capability_update",
            {"max_daily_conversations_per_business": -1},
            {ACCOUNT: [("limit", "unlimited", None)]},
        ),
        (
            "business_capability_update",
            {"max_daily_conversation_per_phone": 250},
            {ACCOUNT: [("limit", "250", None)]},
        ),
        (
            "phone_number_quality_update",
            {**ON_NUMBER, "event": "UNFLAGGED"},
            {NUMBER: [("quality", "green", None)]},
        ),
        (
            "phone_number_quality_update",
            {**ON_NUMBER, "event": "THROUGHPUT_UPGRADE", "current_limit": "TIER_UNLIMITED"},
            {},
        ),
        (
            "phone_number_quality_update",
            {**ON_NUMBER, "event": "UPGRADE", "max_daily_conversations_per_business": "TIER_10K"},
            {NUMBER: [("limit", "10000", None)]},
        ),
        (
            "phone_number_name_update",
            {**ON_NUMBER, "decision": "APPROVED", "requested_verified_name": "Sol"},
            {NUMBER: [("name", "approved", "Sol")]},
        ),
        ("message_template_status_update", {"event": "APPROVED"}, {}),
        ("field_of_tomorrow", {"event": "APPROVED"}, {}),
    ],
)
def test_each_word_is_about_its_account_or_number(
    field: str, value: dict[str, Any], expected: Named
) -> None:
    assert said(update(field, value)) == expected


@pytest.mark.parametrize("holder", [None, 5, "", "0", "waba"])
def test_nothing_follows_where_no_account_is_named(holder: Any) -> None:
    assert facts_in(update("account_review_update", {"decision": "APPROVED"}, id=holder)) == {}


@pytest.mark.parametrize("time", [None, "soon", -1])
def test_the_arrival_stands_for_a_time_that_is_not_told(time: Any) -> None:
    given = update("account_review_update", {"decision": "APPROVED"}, time=time)
    (fact,) = facts_in(given)[ACCOUNT]
    assert fact.second == INTAKE_MS // 1000


def test_a_restriction_without_readable_end_has_none() -> None:
    info = {"restriction_type": "X", "expiration": "next week"}
    value = {"event": "ACCOUNT_RESTRICTION", "restriction_info": [info]}
    (fact,) = facts_in(update("account_update", value))[ACCOUNT]
    assert fact.forbidden == (Forbidden("X"),)
    assert Arrival(fact.intake_ms) == Arrival(INTAKE_MS)
