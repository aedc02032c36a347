"""One setting, kept as the only thing of its kind; it stands from the first time somebody saves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.errors import BusyError, VersionConflictError
from chalicelib.domains.author_colours import rules
from chalicelib.domains.author_colours.errors import UnreadableColoursError
from chalicelib.domains.author_colours.models import Colours
from chalicelib.domains.configuration.service import Catalogue

_ID = "desk"
_UNSAVED = Colours(_ID, _ID, version=0)


class AuthorColours:
    """Use cases of the desk, which reads them, and of administrators, who choose them."""

    def __init__(self, catalogue: Catalogue[Colours]) -> None:
        self._catalogue = catalogue

    def current(self) -> Colours:
        """Version 0 while nobody has chosen any."""
        return self._catalogue.by_id(_ID) or _UNSAVED

    def save(self, chosen: Mapping[str, Any], *, expected_version: int, change: Change) -> Colours:
        """`chosen` are pairs by author. Raises UnreadableColoursError, VersionConflictError."""
        if expected_version == _UNSAVED.version:
            return self._first(replace(_UNSAVED, version=1, **chosen), change)
        known = self._catalogue.current(_ID, expected_version)
        _require_readable(replace(known, **chosen))
        return self._catalogue.edit(_ID, chosen, expected_version=expected_version, change=change)

    def _first(self, colours: Colours, change: Change) -> Colours:
        _require_readable(colours)
        if self._catalogue.by_id(_ID):
            raise VersionConflictError
        try:
            return self._catalogue.create(colours, change)
        except BusyError as exc:  # its id is taken: somebody else was the first
            raise VersionConflictError from exc


def _require_readable(colours: Colours) -> None:
    if flaws := rules.flaws(colours):
        raise UnreadableColoursError(flaws)
