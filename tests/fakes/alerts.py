"""Alerts in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.core.change import Change
from chalicelib.core.ids import UserId
from chalicelib.core.pagination import Page
from chalicelib.domains.alerts.models import Alert, AlertId


class MemoryAlerts:
    """AlertStore."""

    def __init__(self) -> None:
        self.rows: dict[tuple[UserId, AlertId], Alert] = {}
        self.marks: dict[UserId, AlertId] = {}
        self.seen_at_ms: dict[str, int] = {}

    def add(self, alert: Alert, change: Change) -> bool:
        key = alert.user_id, alert.id
        if key in self.rows:
            return False
        self.rows[key] = alert
        return True

    def page(self, user_id: UserId, before: AlertId | None, limit: int, now_ms: int) -> Page[Alert]:
        found = [one for one in self._of(user_id, now_ms) if before is None or one.id < before]
        more = len(found) > limit
        return Page(found[:limit], [found[limit - 1].id] if more else None)

    def unread(self, user_id: UserId, limit: int, now_ms: int) -> list[Alert]:
        mark = self.marks.get(user_id, "")
        fresh = [one for one in self._of(user_id, now_ms) if one.id > mark and not one.is_read]
        return fresh[:limit]

    def mark_read(self, user_id: UserId, alert_id: AlertId, change: Change) -> None:
        if alert := self.rows.get((user_id, alert_id)):
            self.rows[user_id, alert_id] = replace(alert, is_read=True)

    def mark_all_read(self, user_id: UserId, up_to: AlertId, change: Change) -> None:
        self.marks[user_id] = max(up_to, self.marks.get(user_id, up_to))

    def troubles(self) -> dict[str, int]:
        return dict(self.seen_at_ms)

    def note_troubles(self, seen_at_ms: Mapping[str, int], change: Change) -> None:
        self.seen_at_ms = dict(seen_at_ms)

    def _of(self, user_id: UserId, now_ms: int) -> list[Alert]:
        mark = self.marks.get(user_id, "")
        stands = [
            replace(one, is_read=one.is_read or one.id <= mark)
            for (owner, _), one in self.rows.items()
            if owner == user_id and one.expires_at * 1000 > now_ms
        ]
        return sorted(stands, key=lambda one: one.id, reverse=True)
