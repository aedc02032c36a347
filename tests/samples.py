"""Conversations and messages to begin with; a test names only what it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import (
    AppId,
    Arrival,
    ConnectionId,
    ContactId,
    ConversationId,
    MessageId,
    QueueId,
    base32,
    digest,
    message_id,
)
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.contacts.models import Identity, Person
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Conversation, Message
from tests.fakes.clock import START

NOW_MS = to_ms(START)
NOW_SECOND = NOW_MS // 1000
CHANGE = Change("thing.stored", "test", NOW_MS)
GENERAL, COBRANZAS = QueueId("general"), QueueId("cobranzas")
PRINCIPAL = ConnectionId("wa-principal")
CONNECTION = Connection(
    id=PRINCIPAL,
    channel="whatsapp_cloud",
    name="Principal",
    app_id=AppId("meta-local"),
    account="100000000000001",
    queue_id=GENERAL,
    enabled=True,
    version=1,
)
PHONE = Identity("phone", "59171234567")
MARIA = Person((PHONE,), name="María Mamani")


def id_of(name: str) -> ConversationId:
    """An id of the right shape, the same for the same name."""
    return ConversationId(base32(NOW_MS, 9) + digest(name, 10))


def id_at(second: int, place: int = 0) -> MessageId:
    """The id of a message that came so many seconds after START."""
    arrival = Arrival(NOW_MS + second * 1000, place)
    return message_id(NOW_SECOND + second, arrival, f"wamid.{second}.{place}")


def conversation(name: str = "one", **fields: Any) -> Conversation:
    """A waiting episode in which nothing was said, as stores give it back."""
    blank = Conversation(
        id=id_of(name),
        connection_id=PRINCIPAL,
        contact_id=ContactId(id_of("María")),
        queue_id=GENERAL,
        opened_at_ms=NOW_MS,
        updated_at_ms=NOW_MS,
        version=1,
        active_at_ms=NOW_MS,
        applied=(rules.EMPTY_MARK,) * rules.APPLIED_RING,
        sent=(rules.EMPTY_MARK,) * rules.SENT_RING,
    )
    return replace(blank, **fields)


def written(second: int = 0, place: int = 0, **fields: Any) -> Message:
    """A text of the customer's, so many seconds after START."""
    message = Message(
        id=id_at(second, place),
        conversation_id=id_of("one"),
        connection_id=PRINCIPAL,
        direction="in",
        author_kind="customer",
        author_id=id_of("María"),
        author_name="María Mamani",
        kind="text",
        text=f"Mensaje {second}.{place}",
        raw_type="text",
        provider_id=f"wamid.{second}.{place}",
    )
    return replace(message, **fields)


def posted(second: int = 0, **fields: Any) -> Message:
    """A text of ours, accepted so many seconds after START and due then."""
    message = Message(
        id=id_at(second),
        conversation_id=id_of("one"),
        connection_id=PRINCIPAL,
        direction="out",
        author_kind="agent",
        author_id="ana",
        kind="text",
        text=f"Respuesta {second}",
        due_at_ms=NOW_MS + second * 1000,
    )
    return replace(message, **fields)


def heard(name: str = "one", *seconds: int, **fields: Any) -> Conversation:
    """An episode in which the customer wrote at these seconds (at START where none is given)."""
    grown = conversation(name)
    for second in seconds or (0,):
        message = written(second, conversation_id=grown.id)
        grown = rules.received(grown, message, NOW_MS + second * 1000)
    return replace(grown, **fields)
