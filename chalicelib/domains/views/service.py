"""Reads and replaces the saved views of a person."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.core.change import Change
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.ids import UserId
from chalicelib.domains.views.models import SavedViews, View
from chalicelib.domains.views.ports import ViewStore


class Views:
    """Each person's own; nobody sees another's."""

    def __init__(self, store: ViewStore) -> None:
        self._store = store

    def of(self, user_id: UserId) -> SavedViews:
        return self._store.of(user_id)

    def replace(
        self, user_id: UserId, views: Sequence[View], expected_version: int, change: Change
    ) -> SavedViews:
        """Create, rename, order and delete in one: the list as it is to be.

        Raises VersionConflictError where another device changed it since.
        """
        saved = SavedViews(tuple(views), expected_version + 1)
        if not self._store.save(user_id, saved, change):
            raise VersionConflictError
        return saved
