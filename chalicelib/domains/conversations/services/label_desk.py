"""Labels on conversations and messages: put on and taken off by whoever may use them."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import BusyError, NotFoundError
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Conversation, Message
from chalicelib.domains.conversations.ports import Labels, MessageStore, ThreadStore
from chalicelib.domains.conversations.services.desk import Acting, save_decided
from chalicelib.domains.labels.models import Labelling

_ROUNDS = 20


class LabelDesk:
    """What changes is what the person changed: others may label the same at the same time."""

    def __init__(
        self, threads: ThreadStore, messages: MessageStore, labels: Labels, clock: Clock
    ) -> None:
        self._threads = threads
        self._messages = messages
        self._labels = labels
        self._clock = clock

    def label(self, head: Conversation, labelling: Labelling, acting: Acting) -> Conversation:
        """Also of what is resolved. Raises what `labels.rules` refuses."""

        def mark(current: Conversation) -> Conversation:
            labels = self._after(current.labels, labelling, acting)
            if labels == current.labels:
                return current
            return rules.labelled(current, labels, to_ms(self._clock.now()))

        change = replace(acting.change, event=rules.CONVERSATION_LABELLED)
        return save_decided(self._threads, head, mark, change)

    def label_message(self, message: Message, labelling: Labelling, acting: Acting) -> Message:
        """The same for one message."""
        change = replace(acting.change, event=rules.MESSAGE_LABELLED)
        for _ in range(_ROUNDS):
            labels = self._after(message.labels, labelling, acting)
            if labels == message.labels:
                return message
            new = replace(message, labels=labels)
            refused = self._messages.save(message, new, change)
            if refused is None:
                return replace(new, version=message.version + 1)
            if refused.message is None:
                raise NotFoundError
            message = refused.message
        raise BusyError

    def _after(
        self, current: tuple[str, ...], labelling: Labelling, acting: Acting
    ) -> tuple[str, ...]:
        return self._labels.relabelled(current, labelling, acting.principal.role)
