"""What presence needs from storage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import UserId
from chalicelib.domains.presence.models import Fact, Mark, Standing, Step


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
