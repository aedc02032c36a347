from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.channels.parsers import parse
from chalicelib.adapters.channels.raw_update import RawUpdate
from chalicelib.adapters.channels.whatsapp_cloud.updates import split
from chalicelib.core.ids import AppId, Arrival, ConnectionId
from chalicelib.domains.contacts.models import Identity, Person
from chalicelib.domains.conversations.contents import Location
from chalicelib.domains.conversations.errors import UnparsableError
from chalicelib.domains.conversations.events import (
    ChannelEvent,
    DeliveryError,
    DeliveryReported,
    MediaReference,
    MessageChanged,
    MessageEchoed,
    MessageReceived,
    UpdateKept,
)

Json = dict[str, Any]
EVENTS = Path(__file__).parents[5] / "events" / "whatsapp_cloud"
HERE = ConnectionId("wa-test")
ARRIVAL = Arrival(1_795_345_200_123, 0)
SECOND = 1_795_345_200
ANA = Person(
    identities=(
        Identity("phone", "5491155550101"),
        Identity("whatsapp_user_id", "AR.9000000000000101"),
    ),
    name="Ana Núñez",
)


def recorded(name: str) -> RawUpdate:
    body = json.loads((EVENTS / f"{name}.json").read_text())
    (update,) = split(body, app_id=AppId("meta"), intake_ms=ARRIVAL.intake_ms)
    return update


def parsed(name: str) -> ChannelEvent | None:
    return parse(recorded(name), HERE)


def received(name: str) -> MessageReceived:
    event = parsed(name)
    assert isinstance(event, MessageReceived)
    return event


def of_message(message: Json, contact: Json | None = None) -> Any:
    """What becomes of a text message with members changed; Ellipsis removes one."""
    whole: Json = {"id": "wamid.1", "from": "5411", "timestamp": "1", "type": "text"} | message
    content = {key: value for key, value in whole.items() if value is not ...}
    update = RawUpdate(
        channel="whatsapp_cloud",
        app_id=AppId("meta"),
        part="message",
        field="messages",
        account="100",
        arrival=ARRIVAL,
        content=content,
        contact=contact,
    )
    return parse(update, HERE)


TEXT = {"text": {"body": "hola"}}


class TestKinds:
    def test_text(self) -> None:
        assert parsed("message_text") == MessageReceived(
            connection_id=HERE,
            provider_id="wamid.EVENT-TEXT",
            sender=ANA,
            kind="text",
            raw_type="text",
            second=SECOND,
            arrival=ARRIVAL,
            text="Hola, ¿siguen abiertos?",
        )

    def test_reply_names_what_it_answers(self) -> None:
        assert received("message_text_reply").reply_to_provider_id == "wamid.EVENT-EARLIER"

    def test_group_message_belongs_to_its_sender(self) -> None:
        event = received("message_text_group")
        assert (event.group_id, event.sender) == ("GROUP-0001", ANA)

    @pytest.mark.parametrize(
        ("name", "kind", "raw_type", "content_type", "text", "filename"),
        [
            ("message_image", "image", "image", "image/jpeg", "La factura", None),
            (
                "message_document",
                "document",
                "document",
                "application/pdf",
                None,
                "Resumen de cuenta – año.pdf",
            ),
            ("message_audio", "audio", "audio", "audio/mpeg", None, None),
            ("message_voice", "voice", "audio", "audio/ogg; codecs=opus", None, None),
            ("message_video", "video", "video", "video/mp4", "Así quedó", None),
            ("message_sticker", "sticker", "sticker", "image/webp", None, None),
        ],
    )
    def test_media(
        self,
        name: str,
        kind: str,
        raw_type: str,
        content_type: str,
        text: str | None,
        filename: str | None,
    ) -> None:
        event = received(name)
        assert (event.kind, event.raw_type, event.text) == (kind, raw_type, text)
        assert event.media == MediaReference(
            provider_media_id="900000000000001",
            content_type=content_type,
            filename=filename,
            sha256="4E1m1uFv1pWkqk4q3oQm1n3v9x2b6c8d0e2f4g6h8i0=",
        )
        assert event.raw is None

    def test_voice_of_the_older_form(self) -> None:
        event = of_message({"type": "voice", "voice": {"id": "9", "mime_type": "audio/ogg"}})
        assert (event.kind, event.raw_type) == ("voice", "voice")

    def test_media_with_errors_is_what_it_is_while_it_has_content(self) -> None:
        event = of_message({"type": "image", "image": {"id": "9"}, "errors": [{"code": 400}]})
        assert event.kind == "image"
        assert event.media.content_type == "application/octet-stream"

    @pytest.mark.parametrize(
        ("name", "raw_type", "text"),
        [
            ("message_of_tomorrow", "hologram", None),
            ("message_unsupported", "unsupported", None),
        ],
    )
    def test_anything_else_is_kept_raw(self, name: str, raw_type: str, text: str | None) -> None:
        event = received(name)
        assert (event.kind, event.raw_type, event.text) == ("unsupported", raw_type, text)
        assert event.raw == recorded(name).content

    @pytest.mark.parametrize(
        "message",
        [
            {"type": ...},
            {"type": ..., **TEXT},
            {"type": "text"},
            {"type": "text", "text": None},
            {"type": "text", "text": {}},
            {"type": "image"},
            {"type": "image", "image": {"id": ""}, "errors": [{"code": 1}]},
            {"type": "video", "errors": [{"code": 131052}]},
            {"type": "location"},
            {"type": "location", "location": {"latitude": 1}},
            {"type": "contacts"},
            {"type": "order", "order": None},
            {"type": "order", "order": {"product_items": [{"product_retailer_id": "A"}]}},
            {"type": "button", "button": {}},
            {"type": "interactive"},
            {"type": "interactive", "interactive": {"type": "button_reply"}},
            {"type": "interactive", "interactive": {"type": "button_reply", "button_reply": {}}},
            {"type": "interactive", "interactive": {"type": "of_tomorrow", "of_tomorrow": {}}},
            {
                "type": "interactive",
                "interactive": {"type": "call_permission_reply", "call_permission_reply": {}},
            },
            {"type": "reaction"},
            {"type": "reaction", "reaction": {"emoji": "👍"}},
            {"type": "edit", "edit": {"message": {"type": "text", "text": {"body": "x"}}}},
            {"type": "edit", "edit": {"original_message_id": "wamid.0"}},
            {
                "type": "edit",
                "edit": {"original_message_id": "wamid.0", "message": {"type": "hologram"}},
            },
            {"type": "revoke", "revoke": {}},
            {"type": "unsupported", "errors": "?", "unsupported": 7},
            {"type": "interactive", "interactive": [1]},
        ],
    )
    def test_unsupported_when_content_is_missing_or_unknown(self, message: Json) -> None:
        event = of_message(message)
        assert event.kind == "unsupported"
        assert event.raw["id"] == "wamid.1"

    def test_empty_text_stays_a_text(self) -> None:
        assert of_message({"text": {"body": ""}}).text == ""


ANA = Person(
    (Identity("phone", "5491155550101"), Identity("whatsapp_user_id", "AR.9000000000000101")),
    name="Ana Núñez",
)


class TestChanges:
    @pytest.mark.parametrize(
        ("name", "what", "emoji", "text"),
        [
            ("message_reaction", "reaction", "👍", None),
            ("message_reaction_taken_back", "reaction", None, None),
            ("message_edit", "edit", None, "Hola, ¿siguen abiertos hoy?"),
            ("message_edit_caption", "edit", None, "La factura correcta"),
            ("message_revoke", "revocation", None, None),
        ],
    )
    def test_name_their_target_and_add_no_message(
        self, name: str, what: Any, emoji: str | None, text: str | None
    ) -> None:
        assert parsed(name) == MessageChanged(
            connection_id=HERE,
            target_provider_id="wamid.EVENT-EARLIER",
            what=what,
            actor="AR.9000000000000101",
            sender=ANA,
            second=SECOND,
            arrival=ARRIVAL,
            text=text,
            emoji=emoji,
        )

    def test_empty_emoji_takes_the_reaction_back(self) -> None:
        content = {"message_id": "wamid.0", "emoji": ""}
        event = of_message({"type": "reaction", "reaction": content})
        assert (event.what, event.emoji, event.actor) == ("reaction", None, "5411")


class TestSender:
    @pytest.mark.parametrize(
        ("named", "contact", "identities"),
        [
            ({}, None, [("phone", "5411")]),
            ({"from": "+5411"}, None, [("phone", "5411")]),
            ({"from": ..., "from_user_id": "AR.1"}, None, [("whatsapp_user_id", "AR.1")]),
            (
                {"from_user_id": "AR.1"},
                None,
                [("phone", "5411"), ("whatsapp_user_id", "AR.1")],
            ),
            (
                {},
                {"wa_id": "5411", "user_id": "AR.1"},
                [("phone", "5411"), ("whatsapp_user_id", "AR.1")],
            ),
            (
                {"from": ..., "from_user_id": "AR.1"},
                {"wa_id": "5422", "user_id": "AR.1"},
                [("phone", "5422"), ("whatsapp_user_id", "AR.1")],
            ),
            ({"from": ""}, {"user_id": "AR.1"}, [("whatsapp_user_id", "AR.1")]),
            ({"from": "US.ENT.118"}, None, [("whatsapp_user_id", "US.ENT.118")]),
            ({"from": "user.93737"}, None, [("whatsapp_user_id", "user.93737")]),
            ({"from": "bla", "from_user_id": "AR.1"}, None, [("whatsapp_user_id", "AR.1")]),
            ({"from": "US.1"}, {"wa_id": "US.1"}, [("whatsapp_user_id", "US.1")]),
            ({}, {"wa_id": 5, "user_id": ["x"], "profile": 3}, [("phone", "5411")]),
            ({}, {"user_id": "x" * 300}, [("phone", "5411")]),
        ],
    )
    def test_is_a_set_of_identities(
        self,
        named: Json,
        contact: Json | None,
        identities: list[tuple[str, str]],
    ) -> None:
        event = of_message({**TEXT, **named}, contact)
        assert [(one.kind, one.value) for one in event.sender.identities] == identities

    def test_without_phone_shows_the_username(self) -> None:
        sender = received("message_text_without_phone").sender
        assert sender.identities == (Identity("whatsapp_user_id", "AR.9000000000000102"),)
        assert (sender.name, sender.username) == ("Sin Teléfono", "sintel")

    @pytest.mark.parametrize(
        "named",
        [
            {"from": ...},
            {"from": ""},
            {"from": "bla"},
            {"from": "٥٤١١"},
            {"from": "1" * 40},
            {"from": 5411},
            {"from": {"number": "5411"}},
            {"from": True},
            {"from_user_id": 5},
            {"from_user_id": "AR." + "1" * 300},
        ],
    )
    def test_unparsable_when_nobody_usable_is_named(self, named: Json) -> None:
        with pytest.raises(UnparsableError, match="from"):
            of_message({**TEXT, **named})


class TestTime:
    @pytest.mark.parametrize(
        ("ahead_seconds", "told_seconds"),
        [(-5, -5), (0, 0), (86_400, 86_400), (86_401, 0), (10 * 365 * 86_400, 0)],
    )
    def test_a_clock_more_than_a_day_ahead_is_not_believed(
        self, ahead_seconds: int, told_seconds: int
    ) -> None:
        event = of_message({**TEXT, "timestamp": str(SECOND + ahead_seconds)})
        assert event.second == SECOND + told_seconds

    def test_nor_that_of_a_status(self) -> None:
        update = recorded("status_sent")
        ahead = {**update.content, "timestamp": str(SECOND + 10 * 365 * 86_400)}
        event = parse(replace(update, content=ahead), HERE)
        assert isinstance(event, DeliveryReported)
        assert event.second == update.arrival.intake_ms // 1000


class TestUnparsable:
    @pytest.mark.parametrize(
        ("member", "value"),
        [
            ("id", ...),
            ("id", ""),
            ("id", 7),
            ("id", ["wamid", 1]),
            ("id", "w" * 600),
            ("timestamp", ...),
            ("timestamp", "asdf"),
            ("timestamp", ""),
            ("timestamp", "-5"),
            ("timestamp", "1.5"),
            ("timestamp", "¹"),
            ("timestamp", "0"),
            ("timestamp", True),
            ("timestamp", 1.5),
            ("timestamp", {"seconds": 1}),
            ("timestamp", "1" * 30),
            ("timestamp", "1795345200123"),
            ("type", 7),
            ("context", "wamid.0"),
            ("group_id", {}),
        ],
    )
    def test_member_of_the_wrong_type(self, member: str, value: Any) -> None:
        with pytest.raises(UnparsableError) as refused:
            of_message({**TEXT, member: value})
        assert member in str(refused.value)

    @pytest.mark.parametrize(
        ("kind", "content"),
        [
            ("text", "hola"),
            ("text", {"body": {"not": "a text"}}),
            ("text", {"body": 0}),
            ("text", {"body": "x" * 300_001}),
            ("image", "900"),
            ("image", {"id": 900}),
            ("image", {"id": "9", "caption": []}),
            ("document", {"id": "9", "filename": 1}),
            ("audio", {"id": "9", "mime_type": {}}),
            ("voice", []),
            ("video", {"id": "9", "caption": 1}),
            ("sticker", {"id": {}}),
            ("location", "aquí"),
            ("location", {"latitude": "1", "longitude": 2}),
            ("location", {"latitude": True, "longitude": 2}),
            ("location", {"latitude": 10**400, "longitude": 2}),
            ("contacts", {"name": "Ana"}),
            ("contacts", ["Ana"]),
            ("contacts", [{"name": {"formatted_name": "x" * 4_000}}] * 30),
            ("order", []),
            ("order", {"product_items": {}}),
            ("order", {"product_items": [7]}),
            ("order", {"product_items": [{"product_retailer_id": 1, "quantity": 1}]}),
            ("order", {"product_items": [{"product_retailer_id": "A", "quantity": "2"}]}),
            ("order", {"product_items": [{"product_retailer_id": "A", "quantity": 1.5}]}),
            ("order", {"product_items": [{"quantity": 1, "item_price": "9,80"}]}),
            ("order", {"text": 5}),
            ("button", "Sí"),
            ("button", {"text": ["Sí"]}),
            ("interactive", {"type": "list_reply", "list_reply": {"id": "a", "title": 7}}),
            ("reaction", "👍"),
            ("reaction", {"message_id": 5}),
            ("reaction", {"message_id": "wamid.0", "emoji": 1}),
            ("edit", {"original_message_id": "wamid.0", "message": "x"}),
            ("edit", {"original_message_id": "w", "message": {"type": "text", "text": 1}}),
            ("revoke", {"original_message_id": {}}),
            ("hologram", "x" * 300_000),
        ],
    )
    def test_content_of_the_wrong_type_or_size(self, kind: str, content: Any) -> None:
        with pytest.raises(UnparsableError) as refused:
            of_message({"type": kind, kind: content})
        assert len(str(refused.value)) < 100

    def test_answered_message_without_readable_id(self) -> None:
        with pytest.raises(UnparsableError, match="id is not a text"):
            of_message({**TEXT, "context": {"id": 5}})

    def test_poisoned_event(self) -> None:
        with pytest.raises(UnparsableError, match="body is not a text"):
            parsed("message_poisoned_body")

    def test_malformed_container(self) -> None:
        with pytest.raises(UnparsableError, match="entry is not a list"):
            parsed("entry_is_object")

    def test_update_without_connection(self) -> None:
        for name in ("message_text", "status_sent"):
            with pytest.raises(UnparsableError, match="number"):
                parse(recorded(name), None)

    @pytest.mark.parametrize("timestamp", ["1", 1, SECOND, str(SECOND)])
    def test_readable_times_are_read(self, timestamp: Any) -> None:
        assert of_message({**TEXT, "timestamp": timestamp}).second == int(timestamp)


class TestStatuses:
    def test_sent_carries_what_we_sent_along(self) -> None:
        assert parsed("status_sent") == DeliveryReported(
            connection_id=HERE,
            provider_id="wamid.EVENT-OUT",
            status="sent",
            second=SECOND + 1,
            callback_data="C1/M1",
        )

    def test_failed_says_why(self) -> None:
        event = parsed("status_failed")
        assert isinstance(event, DeliveryReported)
        assert event.error == DeliveryError(
            code="131026",
            title="The message cannot be delivered to this person",
            detail="The person has an old version.",
            retryable=False,
        )

    @pytest.mark.parametrize("errors", [None, [], "x", [7], {"code": 1}])
    def test_failed_without_readable_error_is_still_failed(self, errors: Any) -> None:
        event = parse(changed("status_failed", errors=errors), HERE)
        assert isinstance(event, DeliveryReported)
        error = DeliveryError("no_reason", "The provider gave no reason", None, retryable=False)
        assert (event.status, event.error) == ("failed", error)

    @pytest.mark.parametrize(
        "error", [{}, {"code": True}, {"code": [1]}, {"code": "x" * 100, "title": 5}]
    )
    def test_strange_errors_are_reported(self, error: Json) -> None:
        event = parse(changed("status_failed", errors=[error]), HERE)
        assert isinstance(event, DeliveryReported)
        assert event.error is not None
        assert event.error.title == "The provider refused the message"
        assert len(event.error.code) <= 64

    def test_word_we_do_not_know_is_of_no_use(self) -> None:
        assert parsed("status_of_tomorrow") is None
        assert parse(changed("status_sent", status=...), HERE) is None
        assert parse(changed("status_sent", type="call"), HERE) is None

    @pytest.mark.parametrize(
        "wrong", [{"id": 5}, {"id": ""}, {"timestamp": "x"}, {"status": {"a": 1}}]
    )
    def test_unparsable_when_a_field_has_the_wrong_type(self, wrong: Json) -> None:
        with pytest.raises(UnparsableError):
            parse(changed("status_sent", **wrong), HERE)


def changed(name: str, **members: Any) -> RawUpdate:
    update = recorded(name)
    content = {**update.content, **members}
    return replace(update, content={k: v for k, v in content.items() if v is not ...})


class TestEchoes:
    def test_are_of_the_business_to_a_customer(self) -> None:
        assert parsed("echo_text") == MessageEchoed(
            connection_id=HERE,
            provider_id="wamid.EVENT-ECHO",
            recipient=Person((Identity("phone", "5491155550101"),)),
            kind="text",
            raw_type="text",
            second=SECOND,
            arrival=ARRIVAL,
            text="Le respondo desde el teléfono",
        )

    def test_name_whom_they_reach_by_either_identity(self) -> None:
        event = parse(changed("echo_text", to=..., to_user_id="AR.1"), HERE)
        assert isinstance(event, MessageEchoed)
        assert event.recipient == Person((Identity("whatsapp_user_id", "AR.1"),))

    def test_carry_what_messages_carry(self) -> None:
        place = {"latitude": 1, "longitude": 2}
        event = parse(changed("echo_text", type="location", location=place), HERE)
        assert isinstance(event, MessageEchoed)
        assert (event.kind, event.content) == ("location", Location(1.0, 2.0))

    def test_change_what_was_written_before(self) -> None:
        event = parsed("echo_edit")
        assert isinstance(event, MessageChanged)
        assert (event.what, event.text) == ("edit", "Le respondo desde el local")
        assert (event.target_provider_id, event.actor) == ("wamid.EVENT-ECHO", "15550009999")

    @pytest.mark.parametrize(
        "wrong", [{"to": ...}, {"to": 5}, {"id": 7}, {"timestamp": "x"}, {"text": "hola"}]
    )
    def test_are_kept_raw_when_they_cannot_be_read(self, wrong: Json) -> None:
        update = changed("echo_text", **wrong)
        assert parse(update, HERE) == UpdateKept(update.field, HERE, update.content)

    def test_are_kept_raw_without_a_connection(self) -> None:
        update = recorded("echo_text")
        assert parse(update, None) == UpdateKept(update.field, None, update.content)


class TestKept:
    @pytest.mark.parametrize(
        ("name", "field"),
        [
            ("account_update", "account_update"),
            ("value_errors", "messages"),
        ],
    )
    def test_what_is_no_message_of_a_customer(self, name: str, field: str) -> None:
        update = recorded(name)
        assert parse(update, HERE) == UpdateKept(field, HERE, update.content)
        assert parse(update, None) == UpdateKept(field, None, update.content)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)
NAMES = st.sampled_from(
    [
        *("id", "from", "from_user_id", "timestamp", "type", "text", "image", "audio", "context"),
        *("reaction", "edit", "revoke", "body", "caption", "message", "message_id", "group_id"),
        *("original_message_id", "errors", "status", "interactive", "button", "system", "video"),
        *("location", "latitude", "longitude", "contacts", "name", "phones", "order", "title"),
        *("product_items", "quantity", "product_retailer_id", "nfm_reply", "list_reply"),
        *("response_json", "call_permission_reply", "response", "referral", "headline"),
    ]
)
TYPES = st.sampled_from(
    [
        *("text", "image", "audio", "reaction", "edit", "revoke", "button", "sent", "location"),
        *("contacts", "order", "interactive", "system", "nfm_reply", "list_reply"),
    ]
)
CONTENT = st.recursive(
    JSON | TYPES, lambda inner: st.dictionaries(NAMES, inner, max_size=6), max_leaves=15
)
MESSAGE = st.fixed_dictionaries(
    {"id": st.just("wamid.1") | JSON, "from": st.just("5411") | JSON, "timestamp": st.just("1")},
    optional={
        **dict.fromkeys(["text", "image", "edit", "location", "order", "interactive"], CONTENT),
        "type": TYPES,
        "context": JSON,
        "contacts": st.lists(CONTENT, max_size=2),
        "system": CONTENT,
        "referral": CONTENT,
        "button": CONTENT,
    },
)


@settings(max_examples=400)
@given(
    st.dictionaries(NAMES, CONTENT, max_size=8) | MESSAGE,
    st.none() | st.dictionaries(st.sampled_from(["wa_id", "user_id", "profile"]), JSON),
    st.sampled_from(["message", "echo", "status", "kept"]),
)
def test_any_json_is_an_event_or_unparsable(content: Json, contact: Json | None, part: Any) -> None:
    update = RawUpdate(
        channel="whatsapp_cloud",
        app_id=AppId("meta"),
        part=part,
        field="messages",
        account=None,
        arrival=ARRIVAL,
        content=content,
        contact=contact,
    )
    try:
        event = parse(update, HERE)
    except UnparsableError:
        return
    if isinstance(event, MessageReceived):
        assert event.sender.identities
        may_be_raw = ("unsupported", "choice")
        assert event.raw is None or event.kind in may_be_raw
        assert event.raw is not None or event.kind != "unsupported"
