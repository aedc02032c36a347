"""Which records of a stream a function is called for."""

from __future__ import annotations

from typing import Any

import pytest

from functions.definition import StreamTrigger

TRIGGER = StreamTrigger("conversations", batch_size=100, sort_keys=("H", "M#"))


def record(sort_key: str, change: dict[str, Any] | None = None) -> dict[str, Any]:
    """Without a change it is a removal, which has no new image."""
    key = {"sk": {"S": sort_key}}
    image = {} if change is None else {"NewImage": {**key, "cg": {"M": change}}}
    return {"dynamodb": {"Keys": key, **image}}


@pytest.mark.parametrize(
    ("given", "is_let_through"),
    [
        (record("M#1", {"e": {"S": "message.queued"}}), True),
        (record("H", {"e": {"S": "conversation.changed"}}), True),
        (record("H"), False),
        (record("P#1", {"e": {"S": "pointer.moved"}}), False),
        (record("M#1", {"e": {"S": "message.queued"}, "b": {"N": "1795000000"}}), False),
    ],
)
def test_it_is_called_for_news_of_its_items(given: dict[str, Any], is_let_through: bool) -> None:
    assert TRIGGER.lets_through(given) is is_let_through


def test_without_sort_keys_it_is_called_for_all_news() -> None:
    every = StreamTrigger("conversations", batch_size=100)
    assert every.lets_through(record("P#1", {"e": {"S": "pointer.moved"}}))
    assert not every.lets_through(record("P#1", {"b": {"N": "1795000000"}}))
