"""What preferences need from storage."""

from __future__ import annotations

from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import UserId
from chalicelib.domains.preferences.models import KeptPreferences


class PreferenceStore(Protocol):
    """Preferences of people."""

    def of(self, user_id: UserId) -> KeptPreferences:
        """Read strongly; the defaults where nothing was chosen."""

    def save(self, user_id: UserId, kept: KeptPreferences, change: Change) -> bool:
        """Store them where the version before stands; False where another one does."""

    def begin(self, user_id: UserId, kept: KeptPreferences, change: Change) -> None:
        """Store the first ones of somebody who has none yet; given up where that fails."""
