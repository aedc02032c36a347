"""What of an item's values may stand in the audit, and how: secrets as digests, words masked.

A digest shows that a secret changed and which ones are alike; what people write is not
copied, since messages and notes are their own record; nor are names and numbers of customers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_SECRET_PARTS = ("password", "secret", "token", "recovery", "public_key", "credential", "hash")
"""Whatever has one of these in its name is secret."""
_WORDS: Mapping[str, frozenset[str]] = {
    "message": frozenset({"text", "original_text", "content", "raw", "quote_preview"}),
    "note": frozenset({"text"}),
    "typification_choice": frozenset({"comment"}),
    "contact": frozenset({"name", "username", "saved_name", "identities"}),
    "legal_hold": frozenset({"reason"}),
    "consent": frozenset({"evidence"}),
}
_DECIDED: Mapping[str, frozenset[str]] = {
    "conversation": frozenset(
        {"queue_id", "assignee_id", "labels", "resolved_at_ms", "snoozed_until_ms", "merged_into"}
    ),
    "message": frozenset({"labels"}),
    "presence": frozenset({"step"}),
}
"""Where people decide only on some attributes: the others are counters and places in lists."""
_ACT_ITSELF = frozenset({"version", "changed_by", "changed_at_ms"})
MOST_BYTES = 150_000
"""Of all values of an act together: it has to fit a queue and an item."""


def differences(
    kind: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What changed, before and after, as it may be shown; absent is left out."""
    decided = _DECIDED.get(kind)
    names = [
        name
        for name in sorted({*old, *new})
        if name not in _ACT_ITSELF
        and (decided is None or name in decided)
        and old.get(name) != new.get(name)
    ]
    before = {name: _shown(kind, name, old[name]) for name in names if name in old}
    after = {name: _shown(kind, name, new[name]) for name in names if name in new}
    return _bounded(before, MOST_BYTES // 2), _bounded(after, MOST_BYTES // 2)


def is_decided_in_part(kind: str) -> bool:
    """Whether most of what happens to such an entity is nobody's decision."""
    return kind in _DECIDED


def masked(text: str) -> str:
    """How long something was, and nothing else of it."""
    return f"••• ({len(text)})"


def is_secret(name: str) -> bool:
    """Whether an attribute of that name is told of without its value."""
    return any(part in name for part in _SECRET_PARTS)


def _shown(kind: str, name: str, value: Any) -> Any:
    if is_secret(name) and not isinstance(value, bool | int):
        return _digest(value)
    if name in _WORDS.get(kind, ()):
        return masked(_written(value))
    return value


def _bounded(values: dict[str, Any], most_bytes: int) -> dict[str, Any]:
    """The largest become digests until the rest fits."""
    sizes = {name: len(_written(value).encode()) for name, value in values.items()}
    for name in sorted(sizes, key=lambda one: sizes[one], reverse=True):
        if sum(sizes.values()) <= most_bytes:
            break
        values = values | {name: f"{_digest(values[name])} ({sizes[name]} bytes)"}
        sizes[name] = 100
    return values


def _digest(value: Any) -> str:
    return "sha256:" + hashlib.sha256(_written(value).encode()).hexdigest()[:16]


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
