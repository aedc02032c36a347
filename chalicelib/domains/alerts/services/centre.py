"""What somebody was told of, with what they may see of it now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.ids import UserId
from chalicelib.core.pagination import Page
from chalicelib.domains.access.models import Principal
from chalicelib.domains.alerts.models import MOST_UNREAD, Alert, AlertId
from chalicelib.domains.alerts.ports import AlertStore, Heads, Sight
from chalicelib.domains.conversations.models import Conversation


@dataclass(frozen=True, slots=True)
class Shown:
    """An alert with its conversation, None where its owner does not see it now."""

    alert: Alert
    conversation: Conversation | None


class Centre:
    """Use cases of one person on their own alerts."""

    def __init__(self, store: AlertStore, heads: Heads, sight: Sight, clock: Clock) -> None:
        self._store = store
        self._heads = heads
        self._sight = sight
        self._clock = clock

    def page(self, principal: Principal, before: AlertId | None, limit: int) -> Page[Shown]:
        """Newest first. What is about a conversation out of sight stays, without it."""
        page = self._store.page(principal.user_id, before, limit, self._now())
        return Page(self.seen_by(principal, page.items), page.next_position)

    def seen_by(self, principal: Principal, alerts: Sequence[Alert]) -> list[Shown]:
        """What somebody sees of these now."""
        named = dict.fromkeys(one.conversation_id for one in alerts if one.conversation_id)
        heads = self._heads.heads(list(named)) if named else []
        seen = {one.id: one for one in heads if self._sight.sight_of(one)(principal)}
        return [
            Shown(one, seen.get(one.conversation_id) if one.conversation_id else None)
            for one in alerts
        ]

    def unread_count(self, user_id: UserId) -> int:
        """How many nobody has read, up to MOST_UNREAD."""
        return len(self._store.unread(user_id, MOST_UNREAD, self._now()))

    def mark_read(self, user_id: UserId, alert_ids: Sequence[AlertId], change: Change) -> None:
        """Ids that name no alert of this person are passed over."""
        read = replace(change, event="alert.read")
        for alert_id in dict.fromkeys(alert_ids):
            self._store.mark_read(user_id, alert_id, read)

    def mark_all_read(self, user_id: UserId, up_to: AlertId, change: Change) -> None:
        """Everything up to the newest that the person saw: what came since is news yet."""
        self._store.mark_all_read(user_id, up_to, replace(change, event="alert.read"))

    def mark_read_about(self, user_id: UserId, about: Collection[str], change: Change) -> bool:
        """Somebody has read what alerts are about, somewhere else; whether one was unread."""
        unread = self._store.unread(user_id, MOST_UNREAD, self._now())
        found = [one.id for one in unread if one.about in about]
        self.mark_read(user_id, found, change)
        return bool(found)

    def _now(self) -> int:
        return to_ms(self._clock.now())
