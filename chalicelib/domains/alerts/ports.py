"""Where alerts are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import ConversationId, UserId
from chalicelib.core.pagination import Page
from chalicelib.domains.access.models import Principal
from chalicelib.domains.alerts.models import Alert, AlertId
from chalicelib.domains.conversations.models import Conversation


class AlertStore(Protocol):
    """Alerts of people; they go by themselves after a time."""

    def add(self, alert: Alert, change: Change) -> bool:
        """Keep one; False where it stands there already, read or not."""

    def page(self, user_id: UserId, before: AlertId | None, limit: int, now_ms: int) -> Page[Alert]:
        """Newest first, older than `before`."""

    def unread(self, user_id: UserId, limit: int, now_ms: int) -> list[Alert]:
        """Newest first, of at most `limit` that came since everything was read."""

    def mark_read(self, user_id: UserId, alert_id: AlertId, change: Change) -> None:
        """Nothing where there is no such alert of that person."""

    def mark_all_read(self, user_id: UserId, up_to: AlertId, change: Change) -> None:
        """Everything up to and with one; never fewer than before."""

    def troubles(self) -> dict[str, int]:
        """Those last noted, and when each was seen. Read strongly."""

    def note_troubles(self, seen_at_ms: Mapping[str, int], change: Change) -> None:
        """These and no others."""


class AlertChoices(Protocol):
    """What people chose over what the house says."""

    def __call__(self, user_id: UserId) -> Mapping[str, Sequence[str]]: ...


class Heads(Protocol):
    """Looks conversations up."""

    def heads(self, conversation_ids: Sequence[ConversationId]) -> list[Conversation]:
        """Absent ones are left out."""


class Sight(Protocol):
    """Who may see a conversation as it is now."""

    def sight_of(self, conversation: Conversation) -> Callable[[Principal], bool]:
        """Tells of anybody whether they do."""


class People(Protocol):
    """The people who work here, as configured now."""

    def name_of(self, user_id: str) -> str | None: ...

    def principal(self, user_id: UserId) -> Principal | None: ...

    def everybody(self) -> list[Principal]:
        """All who are active, by name."""
