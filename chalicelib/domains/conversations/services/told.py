"""What a message as a provider tells it becomes with us, whoever wrote it."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.core.file_names import safe_file_name
from chalicelib.core.ids import ConnectionId, ContactId, ConversationId
from chalicelib.domains.contacts.service import Contacts
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.events import MessageTold
from chalicelib.domains.conversations.models import Media, Message, Quote
from chalicelib.domains.conversations.ports import MessageStore, ThreadStore


def media_to_fetch(told: MessageTold) -> Media | None:
    """The file of a message, still at the provider's."""
    reference = told.media
    if reference is None:
        return None
    return Media(
        state="fetching",
        content_type=reference.content_type,
        provider_media_id=reference.provider_media_id,
        filename=safe_file_name(reference.filename),
        sha256=reference.sha256,
    )


class Quotes:
    """Finds the message that another one answers, where we know that one.

    Its text is shown only to those who may see its thread: an id of somebody else's message
    quotes nothing.
    """

    def __init__(self, threads: ThreadStore, messages: MessageStore, contacts: Contacts) -> None:
        self._threads = threads
        self._messages = messages
        self._contacts = contacts

    def of(
        self, told: MessageTold, conversation_id: ConversationId, contact_id: ContactId
    ) -> Quote | None:
        """What a message quotes that goes to an episode of a contact."""
        quoted = told.reply_to_provider_id
        return self._find(told.connection_id, quoted, conversation_id, contact_id)

    def completed(self, message: Message, contact_id: ContactId) -> Message:
        """A stored message with its quote, if what it answers has come after it."""
        quote = self._find(
            message.connection_id, message.quoted_provider_id, message.conversation_id, contact_id
        )
        return replace(message, quote=quote, quoted_provider_id=None) if quote else message

    def _find(
        self,
        connection_id: ConnectionId,
        provider_id: str | None,
        conversation_id: ConversationId,
        contact_id: ContactId,
    ) -> Quote | None:
        entry = self._threads.index(connection_id, provider_id) if provider_id else None
        if entry is None:
            return None
        if entry.conversation_id != conversation_id:
            head = self._threads.head(entry.conversation_id, consistent=False)
            if head is None or not self._contacts.are_one(head.contact_id, contact_id):
                return None
        quoted = self._messages.message(entry.conversation_id, entry.message_id, consistent=False)
        return Quote(quoted.id, rules.preview_of(quoted)) if quoted else None
