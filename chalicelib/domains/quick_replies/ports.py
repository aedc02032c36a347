"""What quick replies need from storage and from the rest of the product."""

from __future__ import annotations

from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import MessageId
from chalicelib.domains.quick_replies.models import QuickReplyId, Uses


class UseStore(Protocol):
    """Counts how often each reply was sent."""

    def all(self) -> dict[QuickReplyId, Uses]:
        """Of every reply that was ever sent."""

    def count(self, reply_id: QuickReplyId, message_id: MessageId, change: Change) -> None:
        """Count the use in a message once, however often it is told. Gives up where it fails:
        no message is refused for a count."""
