"""What every write says about itself, so that the stream yields named events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CHANGE_ATTRIBUTE = "cg"
RESTORED = "b"
"""In the change of an item that a backup brought back: the second of that backup. The item's
next write takes it away."""

ERASED = ".erased"
"""How the event ends of what is about to be removed for good: its removal says nothing more."""

_REQUEST_ID_BYTES = 16


def is_taken_away(old: Mapping[str, Any] | None) -> bool:
    """Whether the last thing that a removed item said is that it would be."""
    said = (old or {}).get(CHANGE_ATTRIBUTE, {}).get("M", {})
    return str(said.get("e", {}).get("S", "")).endswith(ERASED)


def is_restored(image: Mapping[str, Any]) -> bool:
    """Whether an item, as DynamoDB writes it, was put by a restore: nothing new happened."""
    return RESTORED in image.get(CHANGE_ATTRIBUTE, {}).get("M", {})


@dataclass(frozen=True, slots=True)
class Change:
    """The domain event of a write and who made it happen.

    `event` is `<noun>.<past verb>`; `actor` is a user id or the name of a function;
    `at_ms` is milliseconds since 1970. Stored under one-letter keys (HEAD must stay small).
    `approver` is the second person, where it took one. `due_at_ms` is not stored: somebody
    asked that it be done then.
    """

    event: str
    actor: str
    at_ms: int
    role: str | None = None
    session: str | None = None
    request_id: str | None = None
    ip: str | None = None
    application: str | None = None
    region: str | None = None
    approver: str | None = None
    due_at_ms: int | None = None

    @property
    def is_asked_for(self) -> bool:
        """Whether a person or an application asks for it, and no function by itself."""
        return self.role is not None or self.application is not None

    def stored(self) -> dict[str, str | int]:
        """The map kept in the item; absent values are left out."""
        values: dict[str, str | int | None] = {
            "e": self.event,
            "a": self.actor,
            "t": self.at_ms,
            "o": self.role,
            "s": self.session,
            "q": self.request_id[:_REQUEST_ID_BYTES] if self.request_id else None,
            "i": self.ip,
            "p": self.application,
            "g": self.region,
            "v": self.approver,
        }
        return {key: value for key, value in values.items() if value is not None}
