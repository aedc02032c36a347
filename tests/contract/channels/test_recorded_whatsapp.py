"""Every recorded webhook body becomes what it is: nothing raises, nothing vanishes.

What is expected is told from the raw body by the few rules below, not by the parser.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.adapters.channels.parsers import parse
from chalicelib.adapters.channels.raw_update import RawUpdate, pack, unpack
from chalicelib.adapters.channels.whatsapp_cloud.signature import is_signed
from chalicelib.adapters.channels.whatsapp_cloud.updates import split
from chalicelib.core.ids import AppId, ConnectionId
from chalicelib.domains.conversations.errors import UnparsableError
from chalicelib.domains.conversations.events import (
    DELIVERY_WORDS,
    AccountTold,
    ChannelEvent,
    DeliveryReported,
    HistoryReported,
    MessageChanged,
    MessageEchoed,
    MessageReceived,
    NamesTold,
    PastTold,
    UpdateKept,
)
from tests.contract.channels.recorded_bodies import body_of, files, is_webhook_body
from tests.fakes.body_store import FakeBodyStore

HERE = ConnectionId("wa-test")
CHANGES = {"reaction": "message_id", "edit": "original_message_id", "revoke": "original_message_id"}
PLAIN = {"text", "image", "video", "document", "audio", "voice", "sticker"}
KINDS = {
    **{kind: kind for kind in (*PLAIN, "location", "contacts", "order")},
    "button": "choice",
}
REPLIES = {"button_reply", "list_reply", "nfm_reply", "call_permission_reply"}

BESIDES_MESSAGES = ("kept", "echo", "past", "progress", "names")

Outcome = ChannelEvent | UnparsableError | None
BODIES = [
    param
    for param in files("*.json")
    if param.values[0] is None or is_webhook_body(param.values[0])
]


def outcomes(body: dict[str, Any]) -> list[tuple[RawUpdate, Outcome]]:
    """Each update of a body with what became of it, after a trip over the queue."""
    bodies = FakeBodyStore()
    found = []
    for update in split(body, app_id=AppId("meta"), intake_ms=1_795_345_200_123):
        (travelled,) = unpack(pack([update], bodies), bodies)
        found.append((travelled, outcome_of(travelled)))
    return found


def outcome_of(update: RawUpdate) -> Outcome:
    try:
        return parse(update, HERE)
    except UnparsableError as unparsable:
        return unparsable


def changes_of(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for entry in body["entry"] if isinstance(body["entry"], list) else []:
        yield from entry.get("changes", [])


def said(body: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """Messages or statuses in changes of field `messages`; collectors drop the field."""
    return [
        item
        for change in changes_of(body)
        if change.get("field", "messages") == "messages"
        for item in change["value"].get(key, [])
    ]


@pytest.mark.parametrize("file", BODIES)
def test_each_message_is_stored_or_named_unparsable(file: Path) -> None:
    body = body_of(file)
    found = [(u, event) for u, event in outcomes(body) if u.part == "message"]
    messages = said(body, "messages")
    assert [update.content for update, _ in found] == messages
    for message, (_, event) in zip(messages, found, strict=True):
        check_message(message, event)


def check_message(message: dict[str, Any], event: Outcome) -> None:
    kind = message.get("type", "")
    content: Any = message.get(kind)
    if not message.get("id") or not message["timestamp"].isdigit() or names_nobody(message):
        assert isinstance(event, UnparsableError)
    elif kind in CHANGES and content[CHANGES[kind]]:
        assert isinstance(event, MessageChanged)
        assert event.target_provider_id == content[CHANGES[kind]]
    else:
        assert isinstance(event, MessageReceived)
        assert event.provider_id == message["id"]
        assert event.raw_type == kind
        assert event.kind == expected_kind(kind, content)
        assert message.get("from", "") in {i.value for i in event.sender.identities} | {""}
        assert event.reply_to_provider_id == message.get("context", {}).get("id")


def names_nobody(message: dict[str, Any]) -> bool:
    named = message.get("from") or message.get("from_user_id", "")
    return not (named.isdigit() or "." in named)


def expected_kind(kind: str, content: Any) -> str:
    if kind == "system":
        return "system"
    if kind == "interactive":
        return "choice" if content and content["type"] in REPLIES else "unsupported"
    if kind not in KINDS or not content:
        return "unsupported"
    return "voice" if kind == "audio" and content.get("voice") else KINDS[kind]


@pytest.mark.parametrize("file", BODIES)
def test_each_status_is_reported_or_of_no_use(file: Path) -> None:
    body = body_of(file)
    events = [event for update, event in outcomes(body) if update.part == "status"]
    statuses = said(body, "statuses")
    assert len(events) == len(statuses)
    for status, event in zip(statuses, events, strict=True):
        if status["status"] in DELIVERY_WORDS:
            assert isinstance(event, DeliveryReported)
            assert (event.provider_id, event.status) == (status["id"], status["status"])
            assert event.second == int(status["timestamp"])
            assert (event.error is not None) == bool(status.get("errors"))
        else:
            assert event is None


@pytest.mark.parametrize("file", BODIES)
def test_anything_else_is_kept(file: Path) -> None:
    body = body_of(file)
    for update, event in outcomes(body):
        if update.part == "kept":
            kept = event.kept if isinstance(event, AccountTold) else event
            assert kept == UpdateKept(update.field, HERE, update.content)
        if update.part == "malformed":
            assert isinstance(event, UnparsableError)
        if update.part == "echo":
            check_echo(update.content, event)
    others = [c for c in changes_of(body) if c.get("field", "messages") != "messages"]
    assert len([u for u, _ in outcomes(body) if u.part in BESIDES_MESSAGES]) >= len(others)


def check_echo(echo: dict[str, Any], event: Outcome) -> None:
    """The fixtures' echoes are whole: each is a message of ours or changes one."""
    kind = echo["type"]
    if kind in CHANGES:
        assert isinstance(event, MessageChanged)
        assert event.target_provider_id == echo[kind][CHANGES[kind]]
    else:
        assert isinstance(event, MessageEchoed)
        assert (event.provider_id, event.kind) == (echo["id"], expected_kind(kind, echo[kind]))
        named = {echo[key] for key in ("to", "to_user_id") if key in echo}
        assert {one.value for one in event.recipient.identities} == named


@pytest.mark.parametrize("file", BODIES)
def test_history_is_past_messages_with_their_thread(file: Path) -> None:
    """Every message of every thread, on its side, and how far the history has come."""
    body = body_of(file)
    values = [c["value"] for c in changes_of(body) if c.get("field") == "history"]
    chunks = [chunk for value in values for chunk in value.get("history", [])]
    recorded = [
        (message["id"], message["from"] != thread["id"], thread["id"])
        for chunk in chunks
        for thread in chunk.get("threads", [])
        for message in thread["messages"]
    ]
    lone = [(m["id"], False, m["from"]) for v in values for m in v.get("messages", [])]
    told = [event for _, event in outcomes(body) if isinstance(event, PastTold)]
    found = [
        (one.provider_id, one.is_ours, one.customer and one.customer.value)
        for event in told
        for one in event.messages
    ]
    assert found == recorded + lone
    assert [event.unreadable for event in told] == [()] * len(told)
    progress = [event for _, event in outcomes(body) if isinstance(event, HistoryReported)]
    assert [one.percent for one in progress] == [c["metadata"]["progress"] for c in chunks]


@pytest.mark.parametrize("file", BODIES)
def test_an_address_book_names_whom_it_names(file: Path) -> None:
    body = body_of(file)
    entries = [
        entry
        for change in changes_of(body)
        if change.get("field") == "smb_app_state_sync"
        for entry in change["value"]["state_sync"]
    ]
    told = [event for _, event in outcomes(body) if isinstance(event, NamesTold)]
    names = [(one.identity.value, one.name) for event in told for one in event.names]
    assert names == [(e["contact"]["phone_number"], e["contact"]["full_name"]) for e in entries]


FOLLOWS = {
    "ACCOUNT_RESTRICTION": "restriction",
    "ACCOUNT_VIOLATION": "violation",
    "DISABLED_UPDATE": "ban",
    "PARTNER_REMOVED": "link",
    "PARTNER_ADDED": "link",
    "ACCOUNT_DELETED": "link",
    "ACCOUNT_OFFBOARDED": "link",
    "ACCOUNT_RECONNECTED": "link",
}
TOPICS = {
    "account_review_update": "review",
    "business_capability_update": "limit",
    "phone_number_name_update": "name",
}


@pytest.mark.parametrize("file", BODIES)
def test_what_is_said_of_accounts_has_its_consequence_and_no_other(file: Path) -> None:
    """A throughput upgrade is no messaging limit; links of partners' apps change nothing."""
    body = body_of(file)
    expected = []
    for entry in body["entry"] if isinstance(body["entry"], list) else []:
        for change in entry.get("changes", []) if entry.get("id", "").isdigit() else []:
            field = change.get("field", "")
            known = FOLLOWS if field == "account_update" else TOPICS
            topic = known.get(change["value"]["event"] if field == "account_update" else field)
            expected += [(topic, entry["time"])] if topic else []
    told = [event.facts for _, event in outcomes(body) if isinstance(event, AccountTold)]
    found = [fact for by_name in told for facts in by_name.values() for fact in facts]
    assert [(fact.topic, fact.second) for fact in found] == expected


@pytest.mark.parametrize("file", files("signature_vector__*.json"))
def test_recorded_signature_is_accepted(file: Path) -> None:
    vector = body_of(file)
    (header,) = vector["header"].values()
    raw = vector["raw_body"].encode()
    assert is_signed(raw, header, vector["app_secret"])
    assert not is_signed(raw.replace(b"\\/", b"/"), header, vector["app_secret"])
