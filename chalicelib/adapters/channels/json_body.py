"""Reads a provider's JSON body so that nothing in it can hurt later steps.

Refuses what no JSON document may hold (NaN, numbers beyond a double), and nesting that
would break a reader further on; mends lone surrogates, which no database takes.
"""

from __future__ import annotations

import json
import math
from typing import Any

_MAX_DEPTH = 100


def read_object(raw: bytes) -> dict[str, Any]:
    """The JSON object in a body of UTF-8. Raises ValueError for anything else."""
    text = raw.decode()
    try:
        value = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    except RecursionError as exc:
        raise ValueError("the JSON is nested too deeply") from exc
    if not isinstance(value, dict):
        raise ValueError("the JSON is no object")
    if _is_deeper_than(_MAX_DEPTH, value):
        raise ValueError("the JSON is nested too deeply")
    return _without_lone_surrogates(value) if "\\ud" in text or "\\uD" in text else value


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number


def _is_deeper_than(limit: int, value: dict[str, Any]) -> bool:
    level: list[Any] = [value]
    for _ in range(limit):
        children = [
            child for part in level for child in (part.values() if isinstance(part, dict) else part)
        ]
        level = [child for child in children if isinstance(child, dict | list)]
        if not level:
            return False
    return True


def _without_lone_surrogates(value: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(value, ensure_ascii=False)
    mended = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if mended == text:
        return value
    result: dict[str, Any] = json.loads(mended)
    return result
