"""Saved views in memory."""

from __future__ import annotations

from chalicelib.core.change import Change
from chalicelib.core.ids import UserId
from chalicelib.domains.views.models import SavedViews


class MemoryViews:
    """ViewStore."""

    def __init__(self) -> None:
        self.rows: dict[UserId, SavedViews] = {}

    def of(self, user_id: UserId) -> SavedViews:
        return self.rows.get(user_id, SavedViews())

    def save(self, user_id: UserId, saved: SavedViews, change: Change) -> bool:
        if self.of(user_id).version != saved.version - 1:
            return False
        self.rows[user_id] = saved
        return True
