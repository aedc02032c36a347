"""Items as JSON and back, and the digest of a set of them."""

from __future__ import annotations

import json
from typing import Any

from infra.backup.items import Digest, Item, as_json, from_json

RAW: dict[str, Any] = {
    "pk": {"S": "a"},
    "n": {"N": "1.5"},
    "b": {"B": b"\0\xff"},
    "bs": {"BS": [b"x", b"y"]},
    "l": {"L": [{"B": b"z"}, {"NULL": True}]},
    "m": {"M": {"inner": {"M": {"b": {"B": b""}}}, "ok": {"BOOL": False}}},
}


def digest_of(*items: Item) -> Digest:
    made = Digest()
    for item in items:
        made.add(item)
    return made


def test_item_of_every_type_comes_back_from_json() -> None:
    assert from_json(json.loads(json.dumps(as_json(RAW)))) == RAW


def test_digest_is_the_same_whatever_the_order() -> None:
    one: Item = {"pk": {"S": "1"}, "s": {"SS": ["x", "y"]}}
    turned: Item = {"s": {"SS": ["y", "x"]}, "pk": {"S": "1"}}
    two: Item = {"pk": {"S": "2"}}
    assert digest_of(one, two) == digest_of(two) + digest_of(turned)


def test_digest_differs_when_anything_does() -> None:
    one: Item = {"pk": {"S": "1"}, "l": {"L": [{"S": "x"}, {"S": "y"}]}}
    turned: Item = {"pk": {"S": "1"}, "l": {"L": [{"S": "y"}, {"S": "x"}]}}
    texts = {digest_of(*items).text for items in ([], [one], [turned], [one, one], [one, turned])}
    assert len(texts) == 5
