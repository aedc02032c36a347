"""What frames carry: views that REST answers with as well, and what is told beside them."""

from __future__ import annotations

from typing_extensions import TypedDict

from chalicelib.domains.alerts.schemas import AlertView
from chalicelib.domains.conversations.schemas import (
    ConversationView,
    MessageView,
    NamedView,
    TypificationView,
)
from chalicelib.domains.presence.schemas import PresenceView


class FrameData(TypedDict, total=False):
    """Every member that a frame may have; each kind of event has its own of them.

    Frames of notes have more, see `note_schemas`: what rings for customers knows no notes.
    """

    conversation: ConversationView | None
    message: MessageView
    by: NamedView | None
    previous_assignee_id: str | None
    typification: TypificationView | None
    conversation_id: str
    user: NamedView
    queue_id: str
    waiting: int
    oldest_waiting_since: str | None
    head: list[ConversationView]
    presence: PresenceView
    alert: AlertView
