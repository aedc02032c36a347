"""What drafts need from storage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import ConversationId, UserId
from chalicelib.domains.drafts.models import Draft

NOTHING = 0
"""The version that stands where there is no draft."""


@dataclass(frozen=True, slots=True)
class DraftRefused:
    """Another version stands than the one expected; `draft` is None where none does."""

    draft: Draft | None


class DraftStore(Protocol):
    """Drafts; they expire by themselves."""

    def of_user(self, user_id: UserId) -> list[Draft]:
        """All of a person, read strongly."""

    def save(self, draft: Draft, expected_version: int, change: Change) -> DraftRefused | None:
        """Store it where `expected_version` stands."""

    def remove(
        self, user_id: UserId, conversation_id: ConversationId, expected_version: int
    ) -> DraftRefused | None:
        """Forget it where `expected_version` stands; nothing to forget is no refusal."""
