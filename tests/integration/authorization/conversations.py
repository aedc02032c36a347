"""Conversations of the house: one that each person holds, and those that are nobody's of them.

In each the customer wrote, one file of theirs came and one did not, and of ours one message
failed and one waits for its time. What is said in it tells where it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.bootstrap import Container
from chalicelib.core.ids import ConnectionId, ContactId, ConversationId, MessageId, UserId
from chalicelib.domains.contacts.models import Contact, Identity
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Media, Message, Pointer
from tests.integration.authorization.people import COLLEAGUE, EVERYBODY, JEFA, STRANGER
from tests.samples import CHANGE, COBRANZAS, GENERAL, NOW_MS, conversation, id_at, id_of, written

CONNECTION_OF = {GENERAL: ConnectionId("wa-principal"), COBRANZAS: ConnectionId("wa-cobranzas")}
FREE = {"waiting": GENERAL, "waiting elsewhere": COBRANZAS}
"""Conversations that nobody holds, by name, and their queues."""

HOLDERS = (*EVERYBODY, JEFA)
CLOSED = {f"closed by {one}": one for one in HOLDERS}
PLACES = (*HOLDERS, *FREE, *CLOSED)
"""Every conversation: by who holds it, or by its name."""

_KINDS = ("picture", "broken picture", "failed", "later")


def conversation_id(place: str) -> ConversationId:
    return id_of(f"conversation: {place}")


def place_of(identifier: str) -> str | None:
    """Which conversation has the id; None for one that there is not."""
    return next((place for place in PLACES if conversation_id(place) == identifier), None)


def holder_of(place: str) -> str | None:
    """Who holds it, or held it when it was closed."""
    return None if place in FREE else CLOSED.get(place, place)


def contact_id(place: str) -> ContactId:
    return ContactId(id_of(f"customer: {place}"))


def message_id(place: str, kind: str = "picture") -> MessageId:
    """No two conversations have a message of the same id."""
    return id_at(_KINDS.index(kind), PLACES.index(place))


def mark_of(place: str) -> str:
    """Stands in everything that the conversation's customer is and says."""
    return f"Zq{PLACES.index(place):02}x"


def phone_of(place: str) -> str:
    return f"591711223{PLACES.index(place):02}"


def begin(container: Container, place: str) -> None:
    holder = holder_of(place)
    queue_id = FREE.get(place, COBRANZAS if holder == STRANGER else GENERAL)
    phone = Identity("phone", phone_of(place))
    customer = Contact(contact_id(place), f"Cliente {mark_of(place)}", (phone,), None, None, 1)
    container.contact_store.pin(phone, customer.id, CHANGE)
    container.contact_store.create(customer, CHANGE)
    head = conversation(
        queue_id=queue_id,
        id=conversation_id(place),
        connection_id=CONNECTION_OF[queue_id],
        contact_id=customer.id,
        contact_name=customer.name,
        phone=phone.value,
        assignee_id=UserId(holder) if holder else None,
    )
    head = rules.received(head, _message(place, "picture"), NOW_MS)
    if place in CLOSED:
        head = rules.resolved(head, NOW_MS)
    container.thread_store.create_head(replace(head, version=1), CHANGE)
    pointer = Pointer(customer.id, head.connection_id, head.id, None, 1)
    container.thread_store.move_pointer(pointer, CHANGE)
    for kind in _KINDS:
        container.message_store.put(_message(place, kind), CHANGE)


def _message(place: str, kind: str) -> Message:
    common: dict[str, Any] = {
        "id": message_id(place, kind),
        "conversation_id": conversation_id(place),
        "provider_id": f"wamid.{place}.{kind}",
        "text": f"{kind} {mark_of(place)}",
    }
    if kind == "picture":
        ready = Media("ready", "image/png", key=f"files/{mark_of(place)}")
        return written(author_name=f"Cliente {mark_of(place)}", kind="image", media=ready, **common)
    if kind == "broken picture":
        failed = Media("failed", "image/png", provider_media_id="1", failure="unavailable")
        return written(kind="image", media=failed, **common)
    author = holder_of(place) or COLLEAGUE
    ours = written(direction="out", author_kind="agent", author_id=author, **common)
    if kind == "failed":
        return replace(ours, failed_at_ms=NOW_MS)
    return replace(ours, provider_id=None, is_scheduled=True, send_at_ms=NOW_MS + 3_600_000)
