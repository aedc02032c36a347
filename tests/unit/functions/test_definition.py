"""What a stream lets through is the same for Lambda's filters and for the local stack."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domains.conversations.repository.mapping import media_code
from chalicelib.domains.conversations.repository.rows import MessageRow
from functions.definition import Having, StreamTrigger
from functions.relay.function import DUE, TO_FETCH
from functions.relay.function import FUNCTION as RELAY

TRIGGER = StreamTrigger("t", 100, ("M#",), (Having("ds"), Having("ms", "f")))


def record(sort_key: str, **image: Any) -> dict[str, Any]:
    return {"dynamodb": {"Keys": {"sk": {"S": sort_key}}, "NewImage": image}}


@pytest.mark.parametrize(
    ("one", "passes"),
    [
        (record("M#1", ds={"S": "3"}), True),
        (record("M#1", ms={"S": "f"}), True),
        (record("M#1", ms={"S": "r"}), False),
        (record("M#1"), False),
        (record("H", ds={"S": "3"}), False),
        ({"dynamodb": {"Keys": {"sk": {"S": "M#1"}}}}, False),  # removed
    ],
)
def test_a_record_passes_when_its_key_and_its_new_image_fit(
    one: dict[str, Any], passes: bool
) -> None:
    assert TRIGGER.lets_through(one) is passes


def test_everything_passes_when_nothing_is_asked() -> None:
    trigger = StreamTrigger("t", 100)
    assert trigger.lets_through(record("X#1"))
    assert trigger.patterns() == []


def test_lambda_is_told_one_filter_for_each_kind_of_image() -> None:
    keys = {"sk": {"S": [{"prefix": "M#"}]}}
    assert TRIGGER.patterns() == [
        {"dynamodb": {"Keys": keys, "NewImage": {"ds": {"S": [{"exists": True}]}}}},
        {"dynamodb": {"Keys": keys, "NewImage": {"ms": {"S": ["f"]}}}},
    ]


def test_relay_is_woken_by_attributes_as_they_are_stored() -> None:
    assert isinstance(RELAY.trigger, StreamTrigger)
    assert MessageRow.due_shard.attr_name == DUE.attribute
    stored = (MessageRow.media_state.attr_name, media_code("fetching"))
    assert (TO_FETCH.attribute, TO_FETCH.value) == stored
