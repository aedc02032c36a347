"""One setting, kept as the only thing of its kind; it stands from the first time somebody saves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.errors import BusyError, VersionConflictError
from chalicelib.domains.configuration.service import Catalogue
from chalicelib.domains.security.models import SecuritySettings

_ID = "house"
_UNSAVED = SecuritySettings(_ID, _ID, version=0)


class HouseRules:
    """What the organisation asks of passwords, factors and sessions."""

    def __init__(self, catalogue: Catalogue[SecuritySettings]) -> None:
        self._catalogue = catalogue

    def current(self) -> SecuritySettings:
        """A few seconds old at most; version 0 while nobody has saved any."""
        return self._catalogue.by_id(_ID) or _UNSAVED

    def save(
        self, chosen: Mapping[str, Any], *, expected_version: int, change: Change
    ) -> SecuritySettings:
        """Raises VersionConflictError."""
        if expected_version == _UNSAVED.version:
            return self._first(replace(_UNSAVED, version=1, **chosen), change)
        return self._catalogue.edit(_ID, chosen, expected_version=expected_version, change=change)

    def _first(self, settings: SecuritySettings, change: Change) -> SecuritySettings:
        if self._catalogue.by_id(_ID):
            raise VersionConflictError
        try:
            return self._catalogue.create(settings, change)
        except BusyError as exc:  # its id is taken: somebody else was the first
            raise VersionConflictError from exc
