"""What providers told, in memory."""

from __future__ import annotations

import json

from chalicelib.core.change import Change
from chalicelib.core.ids import AppId, base32, digest
from chalicelib.core.pagination import Page
from chalicelib.domains.conversations.events import UpdateKept
from chalicelib.domains.provider_updates.models import Notice


class MemoryNotices:
    """KeptUpdates and NoticeStore."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Notice] = {}

    def keep(self, app_id: str, update: UpdateKept, intake_ms: int, change: Change) -> None:
        text = json.dumps(update.raw, sort_keys=True)
        place = base32(intake_ms, 9) + digest(update.field + text, 10)
        notice = Notice(
            place, change.at_ms, AppId(app_id), update.connection_id, update.field, update.raw
        )
        self.rows.setdefault((app_id, place), notice)

    def page(self, app_id: AppId, before: str | None, limit: int) -> Page[Notice]:
        found = [
            notice
            for (app, place), notice in sorted(self.rows.items(), reverse=True)
            if app == app_id and (before is None or place < before)
        ]
        return Page(found[:limit], [found[limit - 1].id] if len(found) > limit else None)
