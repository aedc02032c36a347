"""Where dead letters are kept."""

from __future__ import annotations

from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.pagination import Page
from chalicelib.domains.dead_letters.models import (
    DeadLetter,
    DeadLetterId,
    DeadLetterState,
    OpenLetters,
)


class DeadLetterStore(Protocol):
    """Dead letters are closed, never deleted."""

    def bury(self, letter: DeadLetter, change: Change) -> None:
        """Store it, or open the one with its id again and count one attempt more."""

    def get(self, letter_id: DeadLetterId) -> DeadLetter | None: ...

    def page(self, state: DeadLetterState, before: str | None, limit: int) -> Page[DeadLetter]:
        """Newest first."""

    def standing(self, most: int) -> OpenLetters | None:
        """The open ones, counted up to `most`; None where that cannot be told now."""

    def close(self, letter: DeadLetter, change: Change) -> bool:
        """Store state and comment if its version is still the one before; False if not."""
