"""What a stream lets through is the same for Lambda's filters and for the local stack."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domains.conversations.repository.mapping import media_code
from chalicelib.domains.conversations.repository.rows import MessageRow
from functions.definition import Having, Said, StreamTrigger
from functions.relay.function import DUE, TO_FETCH
from functions.relay.function import FUNCTION as RELAY

TRIGGER = StreamTrigger(
    "t", 100, sort_keys=("P!",), having=(Having("M#", "ds"), Having("M#", "ms", "f"))
)
NEWS = {
    "pk": {"S": [{"exists": True}]},
    "cg": {"M": {"b": {"N": [{"exists": False}]}}},
}
CHANGE = {"M": {"e": {"S": "message.queued"}}}
RESTORED = {"M": {"e": {"S": "message.queued"}, "b": {"N": "1795000000"}}}


def record(sort_key: str, **image: Any) -> dict[str, Any]:
    key = {"sk": {"S": sort_key}}
    return {"dynamodb": {"Keys": key, "NewImage": {**key, "cg": CHANGE, **image}}}


REMOVED = {"dynamodb": {"Keys": {"sk": {"S": "M#1"}}}}


@pytest.mark.parametrize(
    ("one", "passes"),
    [
        (record("P!1"), True),
        (record("M#1", ds={"S": "3"}), True),
        (record("M#1", ms={"S": "f"}), True),
        (record("M#1", ms={"S": "r"}), False),
        (record("M#1"), False),
        (record("H", ds={"S": "3"}), False),
        (record("M#1", ds={"S": "3"}, cg=RESTORED), False),
        (record("P!1", cg=RESTORED), False),
        (record("P!1", cg={"M": {}}), True),  # unnamed: for whoever asked for the key
        (REMOVED, False),
    ],
)
def test_a_record_passes_when_it_is_news_and_its_key_and_image_fit(
    one: dict[str, Any], passes: bool
) -> None:
    assert TRIGGER.lets_through(one) is passes


def test_all_news_pass_when_nothing_is_asked() -> None:
    trigger = StreamTrigger("t", 100)
    assert trigger.lets_through(record("X#1"))
    assert not trigger.lets_through(record("X#1", cg=RESTORED))
    assert not trigger.lets_through(REMOVED)
    assert trigger.patterns() == [{"dynamodb": {"NewImage": NEWS}}]


def test_lambda_is_told_one_filter_for_each_kind_of_record() -> None:
    due = NEWS | {"ds": {"S": [{"exists": True}]}}
    to_fetch = NEWS | {"ms": {"S": ["f"]}}
    messages = {"sk": {"S": [{"prefix": "M#"}]}}
    assert TRIGGER.patterns() == [
        {"dynamodb": {"NewImage": NEWS, "Keys": {"sk": {"S": [{"prefix": "P!"}]}}}},
        {"dynamodb": {"NewImage": due, "Keys": messages}},
        {"dynamodb": {"NewImage": to_fetch, "Keys": messages}},
    ]


def test_relay_is_woken_by_attributes_as_they_are_stored() -> None:
    assert isinstance(RELAY.trigger, StreamTrigger)
    assert MessageRow.due_shard.attr_name == DUE.attribute
    stored = (MessageRow.media_state.attr_name, media_code("fetching"))
    assert (TO_FETCH.attribute, TO_FETCH.value) == stored


DECIDED = StreamTrigger(
    "t",
    100,
    said=(Said(("label.changed",)), Said(by_people=True, but_not=("stamp",))),
    unnamed=True,
)
BY_SOMEBODY = {"M": {"e": {"S": "thing.counted"}, "o": {"S": "agent"}}}


def under(partition: str, **image: Any) -> dict[str, Any]:
    key = {"pk": {"S": partition}, "sk": {"S": "x"}}
    return {"dynamodb": {"Keys": key, "NewImage": {**key, **image}}}


@pytest.mark.parametrize(
    ("one", "passes"),
    [
        (under("a", cg={"M": {"e": {"S": "label.changed"}}}), True),
        (under("a", cg={"M": {"e": {"S": "thing.counted"}}}), False),
        (under("a", cg=BY_SOMEBODY), True),
        (under("stamp", cg=BY_SOMEBODY), False),
        (under("a", cg={"M": {**BY_SOMEBODY["M"], "b": {"N": "1"}}}), False),
        (under("a"), True),
        (REMOVED, True),
    ],
)
def test_a_record_passes_when_its_change_says_what_is_asked_or_nothing(
    one: dict[str, Any], passes: bool
) -> None:
    assert DECIDED.lets_through(one) is passes


def test_lambda_is_told_what_changes_say() -> None:
    news = {"b": {"N": [{"exists": False}]}}
    named = {"M": {**news, "e": {"S": ["label.changed"]}}}
    by_people = {"M": {**news, "o": {"S": [{"exists": True}]}}}
    known = {"pk": {"S": [{"exists": True}]}}
    assert DECIDED.patterns() == [
        {"dynamodb": {"NewImage": {**known, "cg": named}}},
        {
            "dynamodb": {
                "NewImage": {**known, "cg": by_people},
                "Keys": {"pk": {"S": [{"anything-but": ["stamp"]}]}},
            }
        },
        {"dynamodb": {"NewImage": {"cg": {"M": {"e": {"S": [{"exists": False}]}}}}}},
    ]


def test_no_mapping_has_more_filters_than_lambda_takes() -> None:
    """Five, unless one asks for more."""
    for trigger in RELAY.streams:
        assert len(trigger.patterns()) <= 5
