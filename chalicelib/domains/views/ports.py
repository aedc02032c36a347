"""What saved views need from storage."""

from __future__ import annotations

from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import UserId
from chalicelib.domains.views.models import SavedViews


class ViewStore(Protocol):
    """One set of views a person."""

    def of(self, user_id: UserId) -> SavedViews:
        """Read strongly; an empty set of version 0 where nothing was saved."""

    def save(self, user_id: UserId, saved: SavedViews, change: Change) -> bool:
        """Store a set whose version is one above the one that stands; False if it is not."""
