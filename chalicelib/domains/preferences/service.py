"""One's own preferences, changed field by field on the version that was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.ids import UserId
from chalicelib.domains.preferences.models import HINTS, KeptPreferences, Preferences
from chalicelib.domains.preferences.ports import PreferenceStore


class PreferenceBook:
    """Use cases of preferences."""

    def __init__(self, store: PreferenceStore) -> None:
        self._store = store

    def of(self, user_id: UserId) -> KeptPreferences:
        return self._store.of(user_id)

    def welcome(self, user_id: UserId, change: Change) -> None:
        """Have somebody new shown around, once; whoever ever chose anything knows the place."""
        if self._store.of(user_id).version == 0:
            self._store.save(user_id, KeptPreferences(Preferences(hints_left=HINTS), 1), change)

    def edit(
        self, user_id: UserId, choices: Mapping[str, Any], expected_version: int, change: Change
    ) -> KeptPreferences:
        """Choose some fields by name; the others stay. Raises VersionConflictError."""
        standing = self._store.of(user_id)
        if standing.version != expected_version:
            raise VersionConflictError
        chosen = replace(standing.chosen, **choices)
        if chosen == standing.chosen:
            return standing
        kept = KeptPreferences(chosen, standing.version + 1)
        if not self._store.save(user_id, kept, change):
            raise VersionConflictError
        return kept
