"""Uses of applications' secrets in memory."""

from __future__ import annotations

from chalicelib.core.change import Change


class MemorySecretUses:
    """SecretUses; `writes` counts what was noted."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self.writes = 0

    def all(self) -> dict[str, int]:
        return dict(self.rows)

    def note(self, secret_id: str, *, unless_since_ms: int, change: Change) -> None:
        if self.rows.get(secret_id, unless_since_ms - 1) < unless_since_ms:
            self.rows[secret_id] = change.at_ms
            self.writes += 1
