"""How many bytes an item counts by DynamoDB's published rules, from its raw form."""

from __future__ import annotations

import base64
from decimal import Decimal
from typing import Any

_CONTAINER_BYTES = 3


def item_bytes(item: dict[str, Any]) -> int:
    """The size of an item: its attributes' names in UTF-8 and their values."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def _value_bytes(typed: dict[str, Any]) -> int:
    ((kind, value),) = typed.items()
    if kind == "S":
        return len(value.encode())
    if kind == "N":
        return _number_bytes(value)
    if kind == "B":
        return len(value if isinstance(value, bytes) else base64.b64decode(value))
    if kind in {"SS", "NS", "BS"}:
        return sum(_value_bytes({kind[0]: one}) for one in value)
    if kind == "L":
        return _CONTAINER_BYTES + sum(1 + _value_bytes(one) for one in value)
    if kind == "M":
        return _CONTAINER_BYTES + len(value) + item_bytes(value)
    return 1  # BOOL and NULL


def _number_bytes(text: str) -> int:
    """One byte for two significant digits, one for the exponent, one for a minus."""
    number = Decimal(text).normalize()
    digits = len(number.as_tuple().digits)
    return (digits + 1) // 2 + 1 + (number < 0)
