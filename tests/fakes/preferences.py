"""Preferences in memory."""

from __future__ import annotations

from chalicelib.core.change import Change
from chalicelib.core.ids import UserId
from chalicelib.domains.preferences.models import KeptPreferences


class MemoryPreferences:
    """PreferenceStore."""

    def __init__(self) -> None:
        self.rows: dict[UserId, KeptPreferences] = {}

    def of(self, user_id: UserId) -> KeptPreferences:
        return self.rows.get(user_id, KeptPreferences())

    def save(self, user_id: UserId, kept: KeptPreferences, change: Change) -> bool:
        if self.of(user_id).version != kept.version - 1:
            return False
        self.rows[user_id] = kept
        return True

    def begin(self, user_id: UserId, kept: KeptPreferences, change: Change) -> None:
        self.save(user_id, kept, change)
