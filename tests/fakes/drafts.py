"""Drafts in memory."""

from __future__ import annotations

from chalicelib.core.change import Change
from chalicelib.core.ids import ConversationId, UserId
from chalicelib.domains.drafts.models import Draft
from chalicelib.domains.drafts.ports import NOTHING, DraftRefused


class MemoryDrafts:
    """DraftStore."""

    def __init__(self) -> None:
        self.rows: dict[tuple[UserId, ConversationId], Draft] = {}

    def of_user(self, user_id: UserId) -> list[Draft]:
        return [draft for draft in self.rows.values() if draft.user_id == user_id]

    def save(self, draft: Draft, expected_version: int, change: Change) -> DraftRefused | None:
        key = (draft.user_id, draft.conversation_id)
        standing = self.rows.get(key)
        if (standing.version if standing else NOTHING) != expected_version:
            return DraftRefused(standing)
        self.rows[key] = draft
        return None

    def remove(
        self, user_id: UserId, conversation_id: ConversationId, expected_version: int
    ) -> DraftRefused | None:
        standing = self.rows.get((user_id, conversation_id))
        if standing is not None and standing.version != expected_version:
            return DraftRefused(standing)
        self.rows.pop((user_id, conversation_id), None)
        return None
