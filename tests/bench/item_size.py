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
    if not typed:  # DynamoDB Local's stream shows an empty map so
        return _CONTAINER_BYTES
    ((kind, value),) = typed.items()
    match kind:
        case "S":
            size = len(value.encode())
        case "N":
            size = _number_bytes(value)
        case "B":
            size = len(value if isinstance(value, bytes) else base64.b64decode(value))
        case "SS" | "NS" | "BS":
            size = sum(_value_bytes({kind[0]: one}) for one in value)
        case "L":
            size = _CONTAINER_BYTES + sum(1 + _value_bytes(one) for one in value)
        case "M":
            size = _CONTAINER_BYTES + len(value) + item_bytes(value)
        case _:  # BOOL and NULL
            size = 1
    return size


def _number_bytes(text: str) -> int:
    """One byte for two significant digits, one for the exponent, one for a minus."""
    number = Decimal(text).normalize()
    digits = len(number.as_tuple().digits)
    return (digits + 1) // 2 + 1 + (number < 0)
