"""Saved views of one person, in the order they like; changed as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_VIEWS = 30


@dataclass(frozen=True, slots=True)
class View:
    """A name for a place of the desk; `filters` by their names in the address, none empty.

    They are kept as they were said: what they name may be gone by now, and then matches nothing.
    """

    id: str
    name: str
    filters: dict[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class SavedViews:
    """All views of a person; version 0 before there are any."""

    views: tuple[View, ...] = ()
    version: int = 0
