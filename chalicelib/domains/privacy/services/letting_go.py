"""Takes what was said out of one conversation, page by page: for an erasure, and for what is old.

First the file, then the provider's id, last the message itself, which names both: a run that is
killed finds them again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chalicelib.core.change import Change
from chalicelib.core.errors import BusyError
from chalicelib.core.ids import ConversationId, MessageId
from chalicelib.core.pagination import Page
from chalicelib.domains.conversations.erasing import erased, without_customer, without_file
from chalicelib.domains.conversations.models import Conversation, Message
from chalicelib.domains.conversations.ports import MessageStore, ThreadStore
from chalicelib.domains.privacy.ports import Comments, Files, ProviderPins, Words

Heading = Callable[[Conversation, int], Conversation]
Emptying = Callable[[Message, int], Message]
_ROUNDS = 20
_UPLOADS_KEPT_MS = 2 * 86_400_000


class LettingGo:
    """What both have in common."""

    def __init__(
        self,
        threads: ThreadStore,
        messages: MessageStore,
        pins: ProviderPins,
        words: tuple[Words, ...],
        comments: Comments,
        files: Files,
    ) -> None:
        self._threads = threads
        self._messages = messages
        self._pins = pins
        self._words = words
        self._comments = comments
        self._files = files

    def close(self, conversation_id: ConversationId, change: Change) -> None:
        """Nobody's from now on, and closed, so that nothing is added to it. Raises BusyError."""
        self.change_head(conversation_id, without_customer, change)

    def change_head(self, conversation_id: ConversationId, how: Heading, change: Change) -> None:
        """Raises BusyError."""
        for _ in range(_ROUNDS):
            head = self._threads.head(conversation_id)
            if head is None:
                return
            changed = how(head, change.at_ms)
            if changed is head:
                return
            event = "conversation.changed" if head.is_resolved else "conversation.resolved"
            if not self._threads.save_head(head, changed, replace(change, event=event)):
                return
        raise BusyError

    def messages(
        self, conversation_id: ConversationId, after: MessageId | None, limit: int
    ) -> Page[Message]:
        """Oldest first."""
        return self._messages.page_after(conversation_id, after, limit)

    def empty(self, message: Message, change: Change) -> None:
        """Take away what a message said, with its file. Raises BusyError, FileUnavailableError."""
        self._erase_file(message, change)
        if message.erased_at_ms is not None:
            return
        if message.provider_id:
            gone = replace(change, event="message_pin.erased")
            self._pins.unpin_index(message.connection_id, message.provider_id, gone)
        self._save(message, change, erased)

    def empty_file(self, message: Message, change: Change) -> None:
        """Take away a message's file alone. Raises BusyError, FileUnavailableError."""
        if message.media is None or message.media.state != "ready":
            return
        self._erase_file(message, change)
        self._save(message, change, lambda standing, _: without_file(standing))

    def silence(self, conversation_id: ConversationId, change: Change) -> None:
        """Take away what the house wrote about a conversation."""
        for one in self._words:
            one.forget_words(conversation_id, replace(change, event="note.erased"))
        self._comments.forget_comments(
            conversation_id, replace(change, event="typification_comment.erased")
        )

    def _erase_file(self, message: Message, change: Change) -> None:
        """Also one that was just being fetched, and what its author brought in to send it."""
        if message.media is None:
            return
        key = f"{message.conversation_id}/{message.id}"
        is_young = change.at_ms - message.arrived_at_ms < _UPLOADS_KEPT_MS
        if is_young and message.direction == "out" and (kept := self._files.look(key)):
            self._files.erase_alike(f"uploads/{message.author_id}/", kept)
        self._files.erase(key)  # last, as the others are found by it

    def _save(self, message: Message, change: Change, how: Emptying) -> None:
        changed = replace(change, event="message.changed")
        for _ in range(_ROUNDS):
            refused = self._messages.save(message, how(message, change.at_ms), changed)
            if refused is None or refused.message is None:
                return
            message = refused.message
        raise BusyError
