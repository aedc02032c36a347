"""Turns alerts into what their owner sees of them."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.core.clock import rfc3339_ms
from chalicelib.domains.access.models import Principal
from chalicelib.domains.alerts.ports import People
from chalicelib.domains.alerts.schemas import AlertPersonView, AlertView
from chalicelib.domains.alerts.services.centre import Shown
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.conversations.schemas import ConversationView

ViewConversation = Callable[[Conversation, Principal], ConversationView]


class AlertViews:
    """Names of people are those of now, also of people who left."""

    def __init__(self, people: People, conversation: ViewConversation) -> None:
        self._people = people
        self._conversation = conversation

    def view(self, shown: Shown, principal: Principal) -> AlertView:
        alert, conversation = shown.alert, shown.conversation
        is_hidden = alert.conversation_id is not None and conversation is None
        return AlertView(
            id=alert.id,
            event=alert.event,
            at=rfc3339_ms(alert.at_ms) or "",
            is_read=alert.is_read,
            is_hidden=is_hidden,
            by=AlertPersonView(id=alert.by, name=self._people.name_of(alert.by))
            if alert.by
            else None,
            conversation=self._conversation(conversation, principal) if conversation else None,
            about=None if is_hidden else alert.about,
            detail=alert.detail,
        )
