"""What somebody has typed and not sent, per conversation."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.core.ids import ConversationId, MessageId, UserId


@dataclass(frozen=True, slots=True)
class Quoted:
    """The message that the draft answers, as the composer shows it."""

    id: MessageId
    preview: str
    author: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft of one person. `version` is never given twice, also not after a deletion."""

    user_id: UserId
    conversation_id: ConversationId
    text: str
    reply_to: Quoted | None
    version: int
    saved_at_ms: int
