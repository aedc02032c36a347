"""Checked reading of a provider's JSON: absent is None, the wrong type is unparsable.

Empty texts and null count as absent. Details name the field, never its content.
"""

from __future__ import annotations

import math
from typing import Any

from chalicelib.core.ids import Arrival
from chalicelib.domains.conversations.errors import UnparsableError

MAX_ID = 512
MAX_SHOWN = 4_096
_AHEAD_SECONDS = 24 * 3600
_MAX_SECOND = 32**7 - 1  # what a message id can hold: beyond the year 3000

Json = dict[str, Any]


def text_in(holder: Json, key: str, *, limit: int | None = None) -> str | None:
    """The text under a key. Raises UnparsableError for another type or too many characters."""
    value = holder.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise UnparsableError(f"{key} is not a text")
    if limit is not None and len(value) > limit:
        raise UnparsableError(f"{key} is longer than {limit} characters")
    return value


def object_in(holder: Json, key: str) -> Json | None:
    """The object under a key. Raises UnparsableError for another type."""
    value = holder.get(key)
    if value is None:
        return None
    if not isinstance(value, dict):
        raise UnparsableError(f"{key} is not an object")
    return value


def objects_in(holder: Json, key: str) -> list[Json] | None:
    """The list of objects under a key. Raises UnparsableError for anything else."""
    value = holder.get(key)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise UnparsableError(f"{key} is not a list of objects")
    return value


def number_in(holder: Json, key: str) -> float | None:
    """The number under a key. Raises UnparsableError for another type or one too large."""
    value = holder.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnparsableError(f"{key} is not a number")
    try:
        return float(value)
    except OverflowError as exc:
        raise UnparsableError(f"{key} is too large") from exc


def count_in(holder: Json, key: str) -> int | None:
    """The whole number under a key. Raises UnparsableError for anything else."""
    value = number_in(holder, key)
    if value is None:
        return None
    if not math.isfinite(value) or value != int(value):
        raise UnparsableError(f"{key} is not a whole number")
    return int(value)


def second_in(holder: Json, key: str) -> int:
    """Whole seconds since 1970, written as a number or as digits. Raises UnparsableError."""
    value = holder.get(key)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= _MAX_SECOND:
        raise UnparsableError(f"{key} is no readable time")
    return value


def told_second_in(holder: Json, key: str, arrival: Arrival) -> int:
    """The provider's second of something that reached us then. Raises UnparsableError.

    One more than a day ahead of its arrival is a broken clock: the second of the arrival
    stands for it. Believed, it would keep the service window open and the conversation's
    last message in place for years; refused, what the customer said would be lost to the
    desk. The same update gives the same second whenever it is processed.
    """
    second, arrived = second_in(holder, key), arrival.intake_ms // 1000
    return second if second <= arrived + _AHEAD_SECONDS else arrived


def shown_in(holder: Any, *path: str, limit: int = MAX_SHOWN) -> str | None:
    """A text that is only shown, cut to `limit` characters; None for whatever else is there."""
    value = holder
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value[:limit] if isinstance(value, str) and value else None


def all_in(holder: Json, key: str) -> list[Json]:
    """The objects of a list that is only shown; whatever else is there is passed over."""
    value = holder.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
