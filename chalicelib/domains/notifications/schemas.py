"""What frames of conversations carry: views that REST answers with as well, and what is told
beside them. What notes, presence and alerts carry stands with who writes those frames, so that
nothing that speaks to customers learns of notes."""

from __future__ import annotations

from typing_extensions import TypedDict

from chalicelib.domains.conversations.schemas import (
    ConversationView,
    MessageView,
    NamedView,
    TypificationView,
)


class ConversationFrame(TypedDict, total=False):
    """Every member that a frame of a conversation or a queue may have; each event has its own."""

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
