"""DynamoDB's attribute values in answers, written directly instead of member by member.

moto tries a dozen spellings of each of the ten members of every value; nearly all of the
time of a query went there.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

Serialize = Callable[[Any, Any, Any, Any, str], None]


def attribute_values_directly(serialize_structure: Serialize) -> Serialize:
    """moto's method for structures, with a short way for `AttributeValue`."""

    def serialize(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
        if shape.name == "AttributeValue" and key:
            serialized[key] = _plain(value)
        else:
            serialize_structure(self, serialized, value, shape, key)

    return serialize


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_plain(member) for member in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value
