"""Timers in memory."""

from __future__ import annotations

from chalicelib.core.change import Change
from chalicelib.core.ids import ConversationId


class MemoryTimers:
    """Timers."""

    def __init__(self) -> None:
        self.rows: set[tuple[int, ConversationId]] = set()
        self.swept: int | None = None

    def arm(self, conversation_id: ConversationId, minute: int, change: Change) -> None:
        if self.swept is None:
            self.swept = change.at_ms // 60_000
        self.rows.add((minute, conversation_id))

    def due(self, minute: int, limit: int) -> list[ConversationId]:
        return sorted(one for bucket, one in self.rows if bucket == minute)[:limit]

    def disarm(self, conversation_id: ConversationId, minute: int) -> None:
        self.rows.discard((minute, conversation_id))

    def swept_up_to(self) -> int | None:
        return self.swept

    def sweep_up_to(self, minute: int, change: Change) -> None:
        self.swept = minute
