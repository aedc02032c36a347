"""Which changes take a second person: the one setting, itself guarded while it guards anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.errors import BusyError, VersionConflictError
from chalicelib.domains.access.models import Principal
from chalicelib.domains.changes import rules
from chalicelib.domains.changes.errors import TooFewApproversError
from chalicelib.domains.changes.models import Approvers, FourEyes
from chalicelib.domains.configuration.service import Catalogue

_ID = "house"
UNSAVED = FourEyes(_ID, _ID, version=0)


class FourEyesSetting:
    """`people` are all who are active."""

    def __init__(
        self, catalogue: Catalogue[FourEyes], people: Callable[[], list[Principal]]
    ) -> None:
        self._catalogue = catalogue
        self._people = people

    def current(self) -> FourEyes:
        """A few seconds old at most; version 0 while nobody has saved any."""
        return self._catalogue.by_id(_ID) or UNSAVED

    def approvers(self) -> Approvers:
        """How many could approve what, as people are now."""
        return rules.approvers(self._people())

    def save(self, chosen: Mapping[str, Any], *, expected_version: int, change: Change) -> FourEyes:
        """Raises TooFewApproversError, VersionConflictError, ChangeHeldError."""
        wanted = replace(self.current(), **chosen)
        if few := self.approvers().too_few(wanted.in_force):
            raise TooFewApproversError(areas=few)
        chosen = {**chosen, "override_reason": None}
        if expected_version != UNSAVED.version:
            return self._catalogue.edit(
                _ID, chosen, expected_version=expected_version, change=change
            )
        if self._catalogue.by_id(_ID):
            raise VersionConflictError
        try:
            return self._catalogue.create(replace(UNSAVED, version=1, **chosen), change)
        except BusyError as exc:  # its id is taken: somebody else was the first
            raise VersionConflictError from exc

    def override(self, reason: str, change: Change) -> FourEyes:
        """Guard nothing any more, on the word of whoever operates the product; idempotent."""
        current = self.current()
        if not current.areas:
            return current
        return self._catalogue.edit(
            _ID,
            {"areas": frozenset(), "override_reason": reason},
            expected_version=current.version,
            change=change,
            what_happened="overridden",
        )
