"""Turns an entity into what is shown of it, for REST answers and socket frames alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chalicelib.core.clock import rfc3339_ms
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import (
    LONG_USER_ID,
    Conversation,
    LastMessage,
    Message,
)
from chalicelib.domains.conversations.schemas import (
    AuthorView,
    ContactView,
    ConversationView,
    ErrorView,
    IdentityView,
    LastMessageView,
    MediaView,
    MessageView,
    NamedView,
    QuoteView,
    ReactionView,
    TypificationView,
)
from chalicelib.domains.conversations.services import content_views

if TYPE_CHECKING:  # most functions close nothing
    from chalicelib.domains.typifications.models import Typified


def conversation_view(
    conversation: Conversation,
    *,
    channel: str,
    assignee_name: str | None,
    labels: Sequence[str],
    long_user_id: str | None = None,
) -> ConversationView:
    """What is shown of a conversation to somebody who sees these labels."""
    assignee = conversation.assignee_id
    window = conversation.window_expires_second
    return ConversationView(
        id=conversation.id,
        state=rules.state_of(conversation),
        channel=channel,
        connection_id=conversation.connection_id,
        contact=ContactView(
            id=conversation.contact_id, name=conversation.contact_name, picture_url=None
        ),
        identities=_identities(conversation, long_user_id),
        queue_id=conversation.queue_id,
        assignee=NamedView(id=assignee, name=assignee_name) if assignee else None,
        unread_count=conversation.unread,
        unanswered_count=conversation.unanswered,
        waiting_since=rfc3339_ms(conversation.waiting_since_ms),
        last_message=_last(conversation),
        service_window_expires_at=rfc3339_ms(None if window is None else window * 1000),
        labels=list(labels),
        opened_at=rfc3339_ms(conversation.opened_at_ms) or "",
        updated_at=rfc3339_ms(conversation.updated_at_ms) or "",
        resolved_at=rfc3339_ms(conversation.resolved_at_ms),
        snoozed_until=rfc3339_ms(conversation.snoozed_until_ms),
        woken_at=rfc3339_ms(conversation.woken_at_ms),
        merged_into=conversation.merged_into,
        merged_from=conversation.merged_from,
        is_history=conversation.is_history,
        version=conversation.version,
    )


def typification_view(typified: Typified, by_name: str | None) -> TypificationView:
    """What is shown of what a conversation was closed with; `by_name`: who said so."""
    chosen = typified.chosen
    return TypificationView(
        conversation_id=typified.conversation_id,
        version=typified.version,
        closed_at=rfc3339_ms(typified.closed_at_ms) or "",
        tree_id=chosen.tree_id,
        tree_version=chosen.tree_version,
        tree_name=chosen.tree_name,
        node_id=chosen.node_id,
        path=list(chosen.path),
        comment=chosen.comment,
        by=NamedView(id=typified.by, name=by_name),
        at=rfc3339_ms(typified.at_ms) or "",
    )


def _identities(conversation: Conversation, long_user_id: str | None) -> list[IdentityView]:
    user_id = conversation.user_id
    if user_id == LONG_USER_ID:
        user_id = long_user_id
    found: list[IdentityView] = []
    if conversation.phone:
        found.append(IdentityView(kind="phone", value=conversation.phone))
    if user_id:
        found.append(IdentityView(kind="whatsapp_user_id", value=user_id))
    if conversation.username:
        found.append(IdentityView(kind="username", value=conversation.username))
    return found


def _last(conversation: Conversation) -> LastMessageView | None:
    last = conversation.last
    if last is None:
        return None
    return LastMessageView(
        id=last.id,
        kind=last.kind,
        direction=last.direction,
        preview=last.preview,
        is_echo=last.is_echo,
        occurred_at=rfc3339_ms(_occurred_at_ms(last)) or "",
    )


def message_view(
    message: Message, *, author_name: str | None, media_url: str | None, labels: Sequence[str]
) -> MessageView:
    """What is shown of a message to somebody who sees these labels; never the raw payload."""
    is_in, status = message.direction == "in", rules.status_of(message)
    waits = status == "queued" and message.attempts > 0
    return MessageView(
        id=message.id,
        conversation_id=message.conversation_id,
        direction=message.direction,
        author=AuthorView(kind=message.author_kind, id=message.author_id, name=author_name),
        kind=message.kind,
        text=message.text,
        media=_media(message, media_url),
        location=content_views.location_view(message.content),
        contacts=content_views.contact_views(message.content),
        reply_to=_quote(message),
        reactions=[
            ReactionView(author=one.actor, emoji=one.emoji, state=one.state)
            for one in message.reactions
            if one.emoji or one.state
        ],
        choice=content_views.choice_view(message.content),
        order=content_views.order_view(message.content),
        notice=content_views.notice_view(message.content),
        template=content_views.template_view(message.content),
        referral=content_views.referral_view(message.referral),
        status=status,
        error=_error(message),
        provider_id=message.provider_id or None,
        raw_type=message.raw_type,
        group_id=message.group_id,
        resend_of=message.resend_of,
        resent_as=message.resent_as,
        labels=list(labels),
        attempts=message.attempts,
        send_at=rfc3339_ms(message.send_at_ms),
        cancelled_at=rfc3339_ms(message.cancelled_at_ms),
        retry_at=rfc3339_ms(message.due_at_ms) if waits else None,
        occurred_at=rfc3339_ms(_occurred_at_ms(message)) or "",
        received_at=rfc3339_ms(message.arrived_at_ms) if is_in else None,
        created_at=rfc3339_ms(message.arrived_at_ms) or "",
        sent_at=rfc3339_ms(message.sent_at_ms),
        delivered_at=rfc3339_ms(message.delivered_at_ms),
        read_at=rfc3339_ms(message.read_at_ms),
        played_at=rfc3339_ms(message.played_at_ms),
        failed_at=rfc3339_ms(message.failed_at_ms),
        unconfirmed_at=rfc3339_ms(message.unconfirmed_at_ms),
        hold=message.hold if status == "sent" else None,
        edited_at=rfc3339_ms(message.edited_at_ms),
        original_text=None if message.revoked_at_ms else message.original_text,
        revoked_at=rfc3339_ms(message.revoked_at_ms),
        erased_at=rfc3339_ms(message.erased_at_ms),
        version=message.version,
    )


def _occurred_at_ms(message: Message | LastMessage) -> int:
    return rules.occurred_at_ms(message.id, message.direction, is_echo=message.is_echo)


def _media(message: Message, url: str | None) -> MediaView | None:
    media = message.media
    if media is None:
        return None
    return MediaView(
        id=message.id,
        state=media.state,
        content_type=media.content_type,
        filename=media.filename,
        bytes=media.bytes,
        sha256=media.sha256,
        url=url,
        failure=media.failure,
    )


def _error(message: Message) -> ErrorView | None:
    error = message.error
    if error is None or not rules.shows_error(message):
        return None
    return ErrorView(
        code=error.code, title=error.title, detail=error.detail, retryable=error.retryable
    )


def _quote(message: Message) -> QuoteView | None:
    quote = message.quote
    return None if quote is None else QuoteView(id=quote.id, preview=quote.preview)
