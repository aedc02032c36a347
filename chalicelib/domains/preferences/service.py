"""One's own preferences, changed field by field on the version that was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.ids import UserId
from chalicelib.domains.preferences.models import (
    HINTS,
    MOST_MUTED,
    KeptPreferences,
    Preferences,
)
from chalicelib.domains.preferences.ports import PreferenceStore


class PreferenceBook:
    """Use cases of preferences."""

    def __init__(self, store: PreferenceStore) -> None:
        self._store = store

    def of(self, user_id: UserId) -> KeptPreferences:
        return self._store.of(user_id)

    def welcome(self, user_id: UserId, change: Change) -> None:
        """Have somebody new shown around, once; whoever ever chose anything knows the place."""
        self._store.begin(user_id, KeptPreferences(Preferences(hints_left=HINTS), 1), change)

    def edit(
        self, user_id: UserId, choices: Mapping[str, Any], expected_version: int, change: Change
    ) -> KeptPreferences:
        """Choose some fields by name; the others stay. Raises VersionConflictError.

        Of `alert_ways` and `muted` only the named entries change; None takes one away.
        """
        standing = self._store.of(user_id)
        if standing.version != expected_version:
            raise VersionConflictError
        told = dict(choices)
        for name in ("alert_ways", "muted"):
            if name in told:
                told[name] = _merged(getattr(standing.chosen, name), told[name])
        if "muted" in told:
            told["muted"] = dict(list(told["muted"].items())[-MOST_MUTED:])
        chosen = replace(standing.chosen, **told)
        if chosen == standing.chosen:
            return standing
        kept = KeptPreferences(chosen, standing.version + 1)
        if not self._store.save(user_id, kept, change):
            raise VersionConflictError
        return kept


def _merged(standing: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in standing.items() if name not in told}
    return kept | {name: value for name, value in told.items() if value is not None}
