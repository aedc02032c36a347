"""What a catalogue needs from storage."""

from __future__ import annotations

from typing import Protocol, TypeVar

from chalicelib.core.change import Change
from chalicelib.domains.configuration.models import Configured

T = TypeVar("T", bound=Configured)


class CatalogueStore(Protocol[T]):
    """All of one kind of configured things."""

    def stamp(self) -> str:
        """Changes with every change of configuration."""

    def load(self) -> dict[str, T]:
        """Everything by id, read strongly; retired ones, too."""

    def get(self, identifier: str) -> T | None:
        """One, read strongly."""

    def add(self, new: T, change: Change) -> None:
        """Store a new one. Raises NameTakenError, or BusyError where its id is taken."""

    def replace(self, new: T, old: T, change: Change) -> None:
        """Store one over the one it was made from.

        Raises VersionConflictError where another is stored, or none; NameTakenError.
        """
