"""Drafts of a person on all their devices: none overwrites what another wrote unseen.

Each write names the version it was made from. Versions are milliseconds that only grow, so
that one is never given twice and a draft that was sent and begun anew is not mistaken.
"""

from __future__ import annotations

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.ids import ConversationId
from chalicelib.domains.access.models import Principal
from chalicelib.domains.conversations.services.desk import Desk
from chalicelib.domains.drafts.errors import DraftConflictError
from chalicelib.domains.drafts.models import Draft, Quoted
from chalicelib.domains.drafts.ports import DraftRefused, DraftStore


class Drafts:
    """Use cases of one's own drafts."""

    def __init__(self, store: DraftStore, desk: Desk, clock: Clock) -> None:
        self._store = store
        self._desk = desk
        self._clock = clock

    def of(self, principal: Principal) -> list[Draft]:
        """Those of conversations in sight, newest first."""
        found = self._store.of_user(principal.user_id)
        in_sight = self._desk.in_sight(principal, [one.conversation_id for one in found])
        shown = [one for one in found if one.conversation_id in in_sight]
        return sorted(shown, key=lambda one: one.version, reverse=True)

    def save(
        self,
        principal: Principal,
        conversation_id: ConversationId,
        text: str,
        reply_to: Quoted | None,
        expected_version: int,
        change: Change,
    ) -> Draft:
        """Raises DraftConflictError."""
        now_ms = to_ms(self._clock.now())
        version = max(now_ms, expected_version + 1)
        draft = Draft(principal.user_id, conversation_id, text, reply_to, version, now_ms)
        if refused := self._store.save(draft, expected_version, change):
            raise _conflict(refused)
        return draft

    def remove(
        self, principal: Principal, conversation_id: ConversationId, expected_version: int
    ) -> None:
        """It was sent or given up. Raises DraftConflictError."""
        refused = self._store.remove(principal.user_id, conversation_id, expected_version)
        if refused is not None:
            raise _conflict(refused)


def _conflict(refused: DraftRefused) -> DraftConflictError:
    return DraftConflictError(standing=refused.draft)
