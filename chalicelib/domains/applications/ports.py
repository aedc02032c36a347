"""What applications need from storage beside their catalogue."""

from __future__ import annotations

from typing import Protocol

from chalicelib.core.change import Change


class SecretUses(Protocol):
    """When each secret was last used, by its id; kept for good."""

    def all(self) -> dict[str, int]:
        """Milliseconds since 1970 by the secret's id."""

    def note(self, secret_id: str, *, unless_since_ms: int, change: Change) -> None:
        """Used now; nothing is written where a use since then is known."""
