"""Where notices are read."""

from __future__ import annotations

from typing import Protocol

from chalicelib.core.ids import AppId
from chalicelib.core.pagination import Page
from chalicelib.domains.provider_updates.models import Notice


class NoticeStore(Protocol):
    """What was kept for an application."""

    def page(self, app_id: AppId, before: str | None, limit: int) -> Page[Notice]:
        """Newest first, older than `before`; the position is the last notice's id."""
