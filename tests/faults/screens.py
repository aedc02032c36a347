"""What one agent's screen shows of a conversation: whole entities, the higher version wins."""

from __future__ import annotations

from typing import Any

from chalicelib.core.ids import ConversationId

JSON = dict[str, Any]


class Screen:
    """A conversation and its messages, by id."""

    def __init__(self, conversation_id: str) -> None:
        self.conversation_id = ConversationId(conversation_id)
        self.entities: dict[str, JSON] = {}

    def show(self, entity: JSON) -> None:
        standing = self.entities.get(entity["id"])
        if standing is None or standing["version"] < entity["version"]:
            self.entities[entity["id"]] = entity

    def hear(self, frame: JSON) -> None:
        """A frame, if it is of this conversation."""
        data = frame["data"]
        conversation, message = data.get("conversation"), data.get("message")
        if conversation is not None and conversation["id"] == self.conversation_id:
            self.show(conversation)
        if message is not None and message["conversation_id"] == self.conversation_id:
            self.show(message)
