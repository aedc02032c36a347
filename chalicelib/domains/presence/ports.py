"""What presence needs from storage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import UserId
from chalicelib.domains.presence.models import (
    BreakType,
    BreakTypeId,
    BreakTypes,
    Fact,
    Mark,
    Standing,
    Step,
)


class PresenceStore(Protocol):
    """How it stands with people, and the facts of their days."""

    def standing(self, user_id: UserId) -> Standing:
        """As it is now, read strongly; of somebody unknown, nothing yet."""

    def standings(self, user_ids: Sequence[UserId]) -> dict[UserId, Standing]:
        """Of everybody asked for, read strongly."""

    def file(self, user_id: UserId, facts: Iterable[Fact], change: Change) -> None:
        """Keep facts for ever; one that is kept already stays as it is."""

    def save(self, new: Standing, old: Standing, change: Change) -> bool:
        """Store a standing over the one it was made from; False where another is stored."""

    def steps(
        self, user_ids: Sequence[UserId], from_ms: int, until_ms: int
    ) -> Mapping[UserId, list[Step]]:
        """The filed changes of state of a time, oldest first, of everybody asked for."""

    def next_step(self, user_id: UserId, from_ms: int) -> Step | None:
        """The first filed change of state from then on."""

    def marks(self, user_id: UserId, from_ms: int, until_ms: int) -> list[Mark]:
        """What else is filed of a time, oldest first."""


class BreakTypeRepository(Protocol):
    """Types of break: configuration."""

    def stamp(self) -> str:
        """Changes with every change of configuration."""

    def load(self) -> BreakTypes:
        """Everything, read strongly."""

    def get(self, break_type_id: BreakTypeId) -> BreakType | None:
        """One type, read strongly."""

    def add(self, break_type: BreakType, change: Change) -> None: ...

    def replace(self, break_type: BreakType, old: BreakType, change: Change) -> None:
        """Store a type over the one it was made from.

        Raises VersionConflictError where another is stored, or none.
        """
