"""Takes messages for the simulated network and reports what became of them.

Owns the ladder of a message: a status is reported once, and never one below the last.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Protocol

from chalicelib.core.clock import Clock
from infra.local.graph.behaviour import Knobs
from infra.local.graph.changes import Changes
from infra.local.graph.checks import check_send
from infra.local.graph.courier import Courier
from infra.local.graph.customers import Customers
from infra.local.graph.errors import GraphError
from infra.local.graph.memory import Memory
from infra.local.graph.models import JSON, Accepted, GraphSettings, Number, Recipient
from infra.local.graph.pace import PairPace
from infra.local.graph.webhooks import new_message_id, status_body

KEPT_MESSAGES = 20_000
_KIND = "accepted"


class Watcher(Protocol):
    """Who wants to know what reaches the people of the network (the phone page)."""

    def accepted(self, message: Accepted) -> None: ...

    def read_by_business(self, message_id: str) -> None: ...


def _fate(message: Accepted) -> JSON:
    """What Meta says of a template it takes."""
    return {"message_status": "accepted"} if message.kind == "template" else {}


class Sends:
    """Every message the double accepted lately, by its id."""

    def __init__(
        self,
        settings: GraphSettings,
        clock: Clock,
        customers: Customers,
        courier: Courier,
        knobs: Knobs,
        changes: Changes,
        memory: Memory,
    ) -> None:
        self._memory = memory
        self._settings, self._clock, self._customers = settings, clock, customers
        self._courier, self._knobs, self._changes = courier, knobs, changes
        self._pace = PairPace()
        self._messages: OrderedDict[str, Accepted] = OrderedDict(
            (message_id, Accepted.of(fields, settings.numbers))
            for message_id, fields in memory.recall(_KIND).items()
        )
        self.watchers: list[Watcher] = []

    def take(self, number: Number, body: JSON) -> Accepted:
        """Accept one send; its statuses set out at once. Raises GraphError."""
        recipient = check_send(body)
        if failure := self._knobs.take_failure():
            raise failure
        now = self._clock.now()
        if not self._pace.allows(number.id, recipient.key, now):
            raise GraphError(
                400,
                131056,
                "Message failed to send because there were too many messages sent from this "
                "phone number to the same phone number in a short period of time.",
            )
        message = Accepted(
            id=new_message_id(recipient.key, from_customer=False),
            number=number,
            recipient=recipient,
            body=body,
            at=now,
            callback_data=body.get("biz_opaque_callback_data"),
        )
        self._remember(message)
        for watcher in self.watchers:
            watcher.accepted(message)
        if self._knobs.current.auto_status:
            self.report(message, "sent")
            self.report(message, "delivered")
        return message

    def answer(self, message: Accepted) -> JSON:
        """What the caller is told of an accepted message."""
        return {
            "messaging_product": "whatsapp",
            "contacts": [self._contact(message.recipient)],
            "messages": [{"id": message.id, **_fate(message)}],
        }

    def report(self, message: Accepted, status: str) -> None:
        """Send a status webhook, unless this or a higher one has been sent."""
        if not message.climbs_to(status):
            return
        priced = status == "sent" or message.status == "sent"
        message.status = status
        self._keep(message)
        body = status_body(
            self._settings,
            message,
            status,
            self._customers.of(message.recipient),
            self._clock.now(),
            priced=priced,
        )
        pause = self._settings.status_pause_seconds
        self._courier.deliver(message.id, body, pause_seconds=pause)
        self._changes.bump()

    def mark_read(self, body: JSON) -> JSON:
        """The business has read a customer's message (`status: read`)."""
        message_id = body.get("message_id")
        if not isinstance(message_id, str) or not message_id:
            raise GraphError(400, 100, "The parameter message_id is required.")
        for watcher in self.watchers:
            watcher.read_by_business(message_id)
        return {"success": True}

    def get(self, message_id: str) -> Accepted | None:
        return self._messages.get(message_id)

    def reset(self) -> None:
        self._messages.clear()
        self._pace.clear()

    def _remember(self, message: Accepted) -> None:
        self._messages[message.id] = message
        self._keep(message)
        if len(self._messages) > KEPT_MESSAGES:
            oldest, _ = self._messages.popitem(last=False)
            self._memory.forget(_KIND, oldest)

    def _keep(self, message: Accepted) -> None:
        self._memory.keep(_KIND, message.id, message.fields())

    def _contact(self, recipient: Recipient) -> JSON:
        contact: JSON = {"input": recipient.input, "wa_id": recipient.phone or ""}
        known = self._customers.of(recipient)
        user_id = recipient.user_id or (known.user_id if known else None)
        return contact | ({"user_id": user_id} if user_id else {})
