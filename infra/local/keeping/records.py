"""One record of the journal: what was noted of one part of the stack, all of it or nothing.

A record sets keys to texts, or takes them away; what was noted last holds. Keys and texts
are ASCII without line ends (JSON as `json.dumps` writes it).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Change = tuple[str, str | None]
"""A key and its text; None: the key is gone."""

_SET, _CLEARED = "+", "-"


@dataclass(frozen=True, slots=True)
class Record:
    """Changes of a part, in order; `cleared`: everything noted of it before is gone."""

    part: str
    changes: Sequence[Change] = ()
    cleared: bool = False

    def encode(self) -> bytes:
        lines = [(_CLEARED if self.cleared else _SET) + self.part]
        for key, text in self.changes:
            lines += (key, text or "")
        return "\n".join(lines).encode("ascii")

    @classmethod
    def decode(cls, payload: bytes) -> Record:
        head, *lines = payload.decode("ascii").split("\n")
        pairs = zip(lines[::2], lines[1::2], strict=True)
        changes = tuple((key, text or None) for key, text in pairs)
        return cls(head[1:], changes, cleared=head.startswith(_CLEARED))


def key_of(*parts: Any) -> str:
    """A key of several parts."""
    return json.dumps(parts, separators=(",", ":"))


def text_of(value: Any) -> str:
    """A value as a record carries it."""
    return json.dumps(value, separators=(",", ":"))
