"""Items as JSON, and what a set of them adds up to."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

Item = dict[str, Any]
"""An item as DynamoDB writes it in JSON: `{"pk": {"S": "..."}, ...}`, bytes in base64."""

_SETS = ("SS", "NS", "BS")
_MODULUS = 2**256


def as_json(raw: Mapping[str, Any]) -> Item:
    """What a boto3 client answers, as JSON can hold it."""
    return _with_bytes(raw, lambda value: base64.b64encode(value).decode())


def from_json(item: Item) -> dict[str, Any]:
    """What a boto3 client takes."""
    return _with_bytes(item, base64.b64decode)


def _with_bytes(item: Mapping[str, Any], convert: Callable[[Any], Any]) -> dict[str, Any]:
    def converted(value: Mapping[str, Any]) -> dict[str, Any]:
        ((kind, content),) = value.items()
        match kind:
            case "B":
                content = convert(content)
            case "BS":
                content = [convert(one) for one in content]
            case "L":
                content = [converted(one) for one in content]
            case "M":
                content = {name: converted(one) for name, one in content.items()}
            case _:
                pass
        return {kind: content}

    return {name: converted(value) for name, value in item.items()}


class Digest:
    """Of items in whatever order: how many, and the sum of their SHA-256."""

    def __init__(self, count: int = 0, total: int = 0) -> None:
        self.count, self._total = count, total

    def add(self, item: Item) -> None:
        self.count += 1
        self._total += int.from_bytes(hashlib.sha256(canonical(item)).digest())

    def __add__(self, other: Digest) -> Digest:
        return Digest(self.count + other.count, self._total + other._total)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Digest) and (self.count, self.text) == (other.count, other.text)

    __hash__ = None  # type: ignore[assignment]

    @property
    def text(self) -> str:
        return f"{self._total % _MODULUS:064x}"


def canonical(item: Item) -> bytes:
    """The same bytes for equal items: names and members of sets have no order."""
    return json.dumps(_ordered({"M": item}), sort_keys=True, separators=(",", ":")).encode()


def _ordered(value: Mapping[str, Any]) -> dict[str, Any]:
    ((kind, content),) = value.items()
    if kind in _SETS:
        content = sorted(content)
    elif kind == "L":
        content = [_ordered(one) for one in content]
    elif kind == "M":
        content = {name: _ordered(one) for name, one in content.items()}
    return {kind: content}
