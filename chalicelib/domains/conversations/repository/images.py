"""Reads conversations and messages from the images of the table's stream."""

from __future__ import annotations

from typing import Any

from chalicelib.domains.conversations.models import Conversation, Message
from chalicelib.domains.conversations.repository.mapping import conversation_of, message_of
from chalicelib.domains.conversations.repository.rows import HEAD, HeadRow, MessageRow


class StreamImages:
    """Tells items of the stream apart by their sort keys."""

    def head(self, image: dict[str, Any]) -> Conversation | None:
        """A HEAD; None for any other item."""
        if image["sk"]["S"] != HEAD:
            return None
        return conversation_of(HeadRow.from_raw_data(image))

    def message(self, image: dict[str, Any]) -> Message | None:
        """A message; None for any other item."""
        if not image["sk"]["S"].startswith("M#"):
            return None
        return message_of(MessageRow.from_raw_data(image))
