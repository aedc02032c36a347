"""What a message and a conversation are once their customer was erased: when, which way, by whom
of ours, and how it ended; nothing of what was said, and nobody to whom. Pure.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Conversation, Media, Message

NO_PROVIDER_ID = ""
"""Stands where the provider's id was, which has a number in it: no later status puts it back."""


def erased(message: Message, at_ms: int) -> Message:
    """A message without its words; one of ours that waited to be sent is cancelled."""
    is_ours = message.direction == "out"
    waits = is_ours and not rules.has_outcome(message)
    return replace(
        without_file(message),
        author_id=message.author_id if is_ours else None,
        author_name=None,
        text=None,
        content=None,
        referral=None,
        quote=replace(message.quote, preview="", provider_id=None) if message.quote else None,
        quoted_provider_id=None,
        reactions=(),
        raw=None,
        provider_id=NO_PROVIDER_ID,
        group_id=None,
        error=replace(message.error, detail="") if message.error else None,
        edit_order=None,
        original_text=None,
        is_scheduled=False,
        due_at_ms=None,
        attempted_at_ms=None,
        cancelled_at_ms=at_ms if waits else message.cancelled_at_ms,
        erased_at_ms=at_ms,
    )


def without_file(message: Message) -> Message:
    """A message whose file is not kept any more; that there was one is told yet."""
    media = message.media
    if media is None:
        return message
    gone = Media(state="failed", content_type=media.content_type, bytes=media.bytes)
    return replace(message, media=replace(gone, failure="erased"))


def without_preview(conversation: Conversation, at_ms: int) -> Conversation:
    """A conversation whose messages are gone; whose it was is told yet."""
    last = conversation.last
    if last is None or not last.preview:
        return conversation
    quiet = replace(conversation, last=replace(last, preview=""), updated_at_ms=at_ms)
    return replace(quiet, version=conversation.version + 1)


def without_customer(conversation: Conversation, at_ms: int) -> Conversation:
    """A conversation of nobody, closed; the lane has nothing left to send."""
    closed = conversation if conversation.is_resolved else rules.resolved(conversation, at_ms)
    last = conversation.last
    nobody = replace(
        closed,
        contact_name=None,
        phone=None,
        user_id=None,
        username=None,
        last=replace(last, preview="") if last else None,
        window_expires_second=None,
        unsent=frozenset(),
    )
    if nobody == conversation:
        return conversation
    return replace(nobody, version=conversation.version + 1, updated_at_ms=at_ms)
