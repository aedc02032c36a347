"""The rules of retention as they are set now, and how they are changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.errors import BusyError, VersionConflictError
from chalicelib.domains.configuration.service import Catalogue
from chalicelib.domains.privacy.models import RETENTION_KINDS, RetentionKind, RetentionRule
from chalicelib.domains.privacy.rules import unsaved


class RetentionBook:
    """One rule of each kind; it stands from the first time somebody saves it."""

    def __init__(self, catalogue: Catalogue[RetentionRule]) -> None:
        self._catalogue = catalogue

    def rules(self) -> dict[RetentionKind, RetentionRule]:
        """Of every kind, a few seconds old at most."""
        return {kind: self.rule(kind) for kind in RETENTION_KINDS}

    def rule(self, kind: RetentionKind) -> RetentionRule:
        """Version 0 while nobody has saved it."""
        return self._catalogue.by_id(kind) or unsaved(kind)

    def save(
        self,
        kind: RetentionKind,
        chosen: Mapping[str, Any],
        *,
        expected_version: int,
        change: Change,
    ) -> RetentionRule:
        """Raises VersionConflictError."""
        if expected_version:
            return self._catalogue.edit(
                kind, chosen, expected_version=expected_version, change=change
            )
        if self._catalogue.by_id(kind):
            raise VersionConflictError
        try:
            return self._catalogue.create(replace(unsaved(kind), version=1, **chosen), change)
        except BusyError as exc:  # its id is taken: somebody else was the first
            raise VersionConflictError from exc
