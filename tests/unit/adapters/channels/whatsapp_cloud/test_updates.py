from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.channels.raw_update import RawUpdate, groups, pack, unpack
from chalicelib.adapters.channels.whatsapp_cloud.updates import deduplication_id, lane, split
from chalicelib.core.ids import AppId, Arrival
from tests.fakes.body_store import FakeBodyStore

APP = AppId("meta-test")
NOW_MS = 1_795_345_200_123
NUMBER = {"phone_number_id": "100"}


def splitted(body: dict[str, Any], intake_ms: int = NOW_MS) -> list[RawUpdate]:
    return list(split(body, app_id=APP, intake_ms=intake_ms))


def body_of(value: Any, field: str | None = "messages") -> dict[str, Any]:
    change = {"value": value} | ({"field": field} if field is not None else {})
    return {"entry": [{"changes": [change]}]}


def message(**more: Any) -> dict[str, Any]:
    return {"id": "wamid.1", "timestamp": "1", "type": "text", "text": {"body": "a"}, **more}


def only(body: dict[str, Any]) -> RawUpdate:
    (update,) = splitted(body)
    return update


class TestSplit:
    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"entry": {}},
            {"entry": "x"},
            {"entry": [1]},
            {"entry": [{"changes": {"field": "messages"}}]},
            {"entry": [{"changes": [None]}]},
            body_of([]),
            body_of(None, "account_update"),
            body_of({"messages": {"id": "1"}}),
            body_of({"metadata": NUMBER, "statuses": "sent"}),
            body_of({"messages": ["text"]}),
            body_of({"message_echoes": 3}, "smb_message_echoes"),
        ],
    )
    def test_malformed_when_container_has_another_shape(self, body: dict[str, Any]) -> None:
        update = only(body)
        assert update.part == "malformed"
        assert update.detail

    @pytest.mark.parametrize(
        "body",
        [
            {"entry": []},
            {"entry": [{"id": "1"}]},
            {"entry": [{"changes": []}]},
            body_of({}),
            body_of({"metadata": NUMBER, "messages": [], "statuses": None}),
            body_of({}, "field_of_tomorrow"),
        ],
    )
    def test_nothing_when_nothing_is_said(self, body: dict[str, Any]) -> None:
        assert splitted(body) == []

    def test_neighbours_come_through_when_one_is_malformed(self) -> None:
        value = {"metadata": NUMBER, "messages": [message(id="1"), 7, message(id="2")]}
        found = splitted({"entry": [{"changes": 7}, *body_of(value)["entry"]]})
        assert [update.part for update in found] == ["malformed", "message", "message", "malformed"]
        assert [update.content["id"] for update in found if update.part == "message"] == ["1", "2"]
        assert found[-1].content == [7]

    def test_order_and_places_are_those_of_the_post(self) -> None:
        value = {
            "metadata": NUMBER,
            "messages": [message(id="1"), message(id="2")],
            "statuses": [{"id": "3", "status": "sent"}],
            "errors": [{"code": 1}],
        }
        found = splitted({"entry": body_of(value)["entry"] * 2})
        assert [u.part for u in found] == ["message", "message", "status", "kept"] * 2
        assert [u.arrival for u in found] == [Arrival(NOW_MS, place) for place in range(8)]
        assert {u.account for u in found} == {"100"}

    def test_one_update_per_echo_and_one_for_any_other_field(self) -> None:
        echoes = {"metadata": NUMBER, "message_echoes": [{"id": "1"}, {"id": "2"}]}
        found = splitted(body_of(echoes, "smb_message_echoes"))
        assert [(u.part, u.content["id"]) for u in found] == [("echo", "1"), ("echo", "2")]
        calls = {"metadata": NUMBER, "statuses": [{"id": "w", "status": "RINGING"}] * 3}
        kept = only(body_of(calls, "calls"))
        assert (kept.part, kept.field, kept.content) == ("kept", "calls", calls)

    @pytest.mark.parametrize("key", ["messages", "statuses"])
    def test_understood_when_field_is_missing(self, key: str) -> None:
        assert only(body_of({key: [message()]}, None)).field == "messages"
        assert only(body_of({"event": "X"}, None)).part == "kept"

    @pytest.mark.parametrize("metadata", [None, [], {}, {"phone_number_id": 5}])
    def test_no_account_when_number_is_not_named(self, metadata: Any) -> None:
        update = only(body_of({"metadata": metadata, "messages": [message()]}))
        assert (update.part, update.account) == ("message", None)


ANA = {"wa_id": "5411", "user_id": "AR.1", "profile": {"name": "Ana"}}
BETO = {"wa_id": "5422", "profile": {"name": "Beto"}}


class TestContact:
    @pytest.mark.parametrize(
        ("named", "contacts", "expected"),
        [
            ({"from": "5422"}, [ANA, BETO], BETO),
            ({"from": "5411"}, [BETO, ANA], ANA),
            ({"from_user_id": "AR.1"}, [BETO, ANA], ANA),
            ({"from": "AR.1"}, [BETO, ANA], ANA),
            ({"from": "5433"}, [ANA], None),
            ({}, [ANA], ANA),
            ({}, [ANA, BETO], None),
            ({"from": {"number": "5411"}}, [ANA], None),
            ({"from": "5411"}, "nobody", None),
            ({"from": "5411"}, [None, 3, ANA], ANA),
        ],
    )
    def test_only_the_senders_own(
        self, named: dict[str, Any], contacts: Any, expected: Any
    ) -> None:
        value = {"contacts": contacts, "messages": [message(**named)]}
        assert only(body_of(value)).contact == expected


def from_number(number: str) -> dict[str, Any]:
    """A sender of the wrong type."""
    return {"from": {"number": number}}


class TestLane:
    def lane_of(self, *, number: str = "100", contact: Any = None, **more: Any) -> str:
        value = {"metadata": {"phone_number_id": number}, "messages": [message(**more)]}
        return lane(only(body_of(value | ({"contacts": [contact]} if contact else {}))))

    def test_one_person_on_one_number_keeps_one_lane(self) -> None:
        both = self.lane_of(from_user_id="AR.1", **{"from": "5411"})
        assert both == self.lane_of(from_user_id="AR.1", id="wamid.2")
        assert both == self.lane_of(contact=ANA, **{"from": "5411"})
        assert both == self.lane_of(contact=ANA)

    def test_an_echo_travels_in_the_lane_of_its_customer(self) -> None:
        echo = {"id": "wamid.9", "from": "15550009999", "to": "5411"}
        for named, owner in (
            ({}, {"from": "5411"}),
            ({"to_user_id": "AR.1"}, {"from_user_id": "AR.1"}),
        ):
            value = {"metadata": NUMBER, "message_echoes": [{**echo, **named}]}
            found = only(body_of(value, "smb_message_echoes"))
            assert lane(found) == self.lane_of(**owner)

    def test_others_have_others(self) -> None:
        lanes = {
            self.lane_of(from_user_id="AR.1"),
            self.lane_of(number="101", from_user_id="AR.1"),
            self.lane_of(**{"from": "5411"}),
            self.lane_of(**{"from": "5422"}),
            self.lane_of(**from_number("1")),
            self.lane_of(**from_number("2")),
        }
        assert len(lanes) == 6

    def test_deduplication_id_differs_for_each_delivery_and_place(self) -> None:
        body = {"entry": body_of({"messages": [message(), message()]})["entry"]}
        found = [*splitted(body), *splitted(body, NOW_MS + 1)]
        assert len({deduplication_id(update) for update in found}) == 4
        assert deduplication_id(splitted(body)[0]) == deduplication_id(splitted(body)[0])


class TestTravel:
    def test_large_updates_travel_by_reference(self) -> None:
        bodies = FakeBodyStore()
        update = only(body_of({"messages": [message(text={"body": "ñ" * 100_000})]}))
        packed = pack([update], bodies)
        assert len(packed) < 200
        assert unpack(packed, bodies) == (update,)
        assert len(bodies.kept) == 1

    def test_small_ones_travel_by_value(self) -> None:
        bodies = FakeBodyStore()
        update = only(body_of({"messages": [message(text={"body": "\x00 ￾ 😀"})]}))
        packed = pack([update], bodies)
        assert packed.isascii()
        assert unpack(packed, bodies) == (update,)
        assert bodies.kept == {}

    def test_groups_are_bounded_by_number_and_size(self) -> None:
        small = splitted(body_of({"statuses": [{"id": str(n)} for n in range(120)]}))
        assert [len(group) for group in groups(small)] == [50, 50, 20]
        large = splitted(body_of({"statuses": [{"id": "x" * 90_000}] * 5}))
        assert [len(group) for group in groups(large)] == [2, 2, 1]
        huge = splitted(body_of({"statuses": [{"id": "x" * 300_000}, {"id": "y"}]}))
        assert [len(group) for group in groups(huge)] == [1, 1]
        assert [u for group in groups(small) for u in group] == small

    @pytest.mark.parametrize("body", ["", "[]", "{}", '{"updates":[{}]}', '{"updates":7}'])
    def test_foreign_bodies_are_refused(self, body: str) -> None:
        with pytest.raises(ValueError):  # noqa: PT011 - json's own is one too
            unpack(body, FakeBodyStore())


KEYS = st.sampled_from(
    [
        *("entry", "changes", "value", "field", "messages", "statuses", "message_echoes"),
        *("contacts", "metadata", "from", "from_user_id", "wa_id", "user_id"),
        *("phone_number_id", "id", "type", "text", "body", "errors"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=25,
)
VALUE = st.dictionaries(KEYS, JSON, max_size=5)
CHANGE = st.fixed_dictionaries({"value": VALUE, "field": st.just("messages") | JSON})
BODY = st.dictionaries(KEYS, JSON) | st.builds(
    lambda changes: {"entry": [{"changes": changes}]}, st.lists(CHANGE | JSON, max_size=3)
)


@settings(max_examples=400)
@given(BODY)
def test_any_json_splits_into_updates_a_queue_takes(body: dict[str, Any]) -> None:
    bodies = FakeBodyStore()
    for place, update in enumerate(splitted(body)):
        assert update.arrival == Arrival(NOW_MS, place)
        assert re.fullmatch(r"[A-Za-z0-9]{1,128}", lane(update))
        assert re.fullmatch(r"[A-Za-z0-9]{1,128}", deduplication_id(update))
        assert unpack(pack([update], bodies), bodies) == (update,)
        if update.part != "malformed":
            assert isinstance(update.content, dict)
        json.dumps(update.content, allow_nan=False)
