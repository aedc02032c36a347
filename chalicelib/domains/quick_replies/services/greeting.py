"""Greets the customer when somebody claims their conversation: once an episode.

The message's id is pinned under the episode, so that of two tabs, or of a run that was killed
and its repetition, there is one message. The pin is kept for a day; after that HEAD tells that
the customer has been answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from chalicelib.core.errors import BusyError, HiloError
from chalicelib.domains.access.models import Principal
from chalicelib.domains.access.rules import may
from chalicelib.domains.client_values.service import Clients
from chalicelib.domains.conversations.errors import ServiceWindowClosedError
from chalicelib.domains.conversations.models import Conversation
from chalicelib.domains.conversations.rules import was_answered
from chalicelib.domains.conversations.services.desk import Acting
from chalicelib.domains.conversations.services.posting import (
    Draft,
    Pinned,
    Posting,
    Writing,
    pinned_message_id,
)
from chalicelib.domains.idempotency.models import KeyedRequest, Pin
from chalicelib.domains.idempotency.service import Idempotency, Pinning
from chalicelib.domains.quick_replies import rules, variables
from chalicelib.domains.quick_replies.models import Greeted, QuickReply
from chalicelib.domains.quick_replies.ports import UseStore


class Greeting:
    """The use case of greeting by itself."""

    def __init__(
        self,
        replies: Callable[[], Iterable[QuickReply]],
        clients: Clients,
        posting: Posting,
        idempotency: Idempotency,
        uses: UseStore,
    ) -> None:
        self._replies = replies
        self._clients = clients
        self._posting = posting
        self._idempotency = idempotency
        self._uses = uses

    def greet(self, head: Conversation, acting: Acting) -> Greeted | None:
        """What became of the greeting; None where there is none to send. Repeating is safe."""
        if was_answered(head) or not may(acting.principal, "conversations.answer"):
            return None
        reply = rules.greeting_for(self._replies(), acting.principal, head.queue_id)
        if reply is None:
            return None
        text = variables.filled(reply.text, self._values(head, acting.principal))
        if text.missing:
            return Greeted(reply, "missing_values", text.missing)
        try:
            message = self._posting.post(head, Draft(text.text), self._writing(head, acting))
        except ServiceWindowClosedError:
            return Greeted(reply, "window_closed")
        except BusyError:
            raise  # it may be stored and go out yet: the claim is made again, under the same pin
        except HiloError:
            return Greeted(reply, "refused")
        self._uses.count(reply.id, message.id, acting.change)
        return Greeted(reply)

    def _values(self, head: Conversation, principal: Principal) -> dict[str, str]:
        known = self._clients.of_id(head.contact_id).known_by(principal.field_rules)
        of_client = {variables.client_variable(name): value for name, value in known.items()}
        return {**of_client, variables.AGENT_NAME: principal.name}

    def _writing(self, head: Conversation, acting: Acting) -> Writing:
        request = KeyedRequest("greeting", head.id, "POST", f"/{head.id}/greeting", b"")
        pinning = Pinning(self._idempotency, request)
        return Writing(
            principal=acting.principal,
            change=replace(acting.change, event="message.queued"),
            pin=lambda: _pinned(pinning.take()),
            earlier=lambda: _pinned(pin) if (pin := pinning.earlier()) else None,
        )


def _pinned(pin: Pin) -> Pinned:
    return Pinned(pinned_message_id(pin.id, pin.at_ms), repeated=pin.repeated)
