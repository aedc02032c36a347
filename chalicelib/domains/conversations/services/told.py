"""What a message as a provider tells it becomes with us, whoever wrote it."""

from __future__ import annotations

from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.events import MessageTold
from chalicelib.domains.conversations.models import Media, Quote
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
        filename=reference.filename,
        sha256=reference.sha256,
    )


def quote_of(told: MessageTold, threads: ThreadStore, messages: MessageStore) -> Quote | None:
    """The message it answers, where we know that one."""
    if told.reply_to_provider_id is None:
        return None
    entry = threads.index(told.connection_id, told.reply_to_provider_id)
    if entry is None:
        return None
    quoted = messages.message(entry.conversation_id, entry.message_id, consistent=False)
    return Quote(quoted.id, rules.preview_of(quoted)) if quoted else None
