"""Counts of quick replies in memory."""

from __future__ import annotations

from chalicelib.core.change import Change
from chalicelib.core.ids import MessageId
from chalicelib.domains.quick_replies.models import QuickReplyId, Uses


class MemoryUses:
    """UseStore."""

    def __init__(self) -> None:
        self.marks: set[tuple[QuickReplyId, MessageId]] = set()
        self.counts: dict[QuickReplyId, Uses] = {}

    def all(self) -> dict[QuickReplyId, Uses]:
        return dict(self.counts)

    def count(self, reply_id: QuickReplyId, message_id: MessageId, change: Change) -> None:
        if (reply_id, message_id) in self.marks:
            return
        self.marks.add((reply_id, message_id))
        before = self.counts.get(reply_id, Uses())
        self.counts[reply_id] = Uses(before.count + 1, change.at_ms)
