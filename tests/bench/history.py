"""A past of any size: conversations as the product has left them, written in bulk.

Its own rules and repositories make every item; only the way to the tables differs: puts are
gathered and go out in batches of 25, several at once. Nothing here was there before, so no
condition can be refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import (
    Arrival,
    ConnectionId,
    ContactId,
    ConversationId,
    QueueId,
    UserId,
    message_id,
    new_id,
)
from chalicelib.domains.contacts.models import Contact, Identity
from chalicelib.domains.contacts.repository import DynamoContactStore
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import (
    Conversation,
    ConversationState,
    IndexEntry,
    Message,
    Pointer,
)
from chalicelib.domains.conversations.repository import DynamoMessageStore, DynamoThreadStore
from tests.bench.provider import TEXT, Sender
from tests.engines import EngineTables

_BATCH, _AT_ONCE, _MOST_UNDER_WAY = 25, 4, 16
_TURN_MS = 60_000


@dataclass(frozen=True, slots=True)
class Past:
    """What a conversation was about: where it is now, whose it is, how much was said in it."""

    connection_id: ConnectionId
    queue_id: QueueId
    state: ConversationState
    holder: UserId | None
    messages: int


class BulkClient:
    """Takes the puts that `Dynamo` sends and writes them in batches."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._gathered: list[tuple[str, Any]] = []
        self._under_way: list[Future[None]] = []
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="history")

    def put_item(self, *, TableName: str, Item: Any, **_condition: Any) -> Mapping[str, Any]:  # noqa: N803
        self._gathered.append((TableName, {"PutRequest": {"Item": Item}}))
        if len(self._gathered) == _BATCH:
            self._send()
        return {}

    def finish(self) -> None:
        """Return when everything is stored."""
        self._send()
        self._wait(0)

    def _send(self) -> None:
        requests: dict[str, list[Any]] = {}
        for table, request in self._gathered:
            requests.setdefault(table, []).append(request)
        self._gathered = []
        if requests:
            self._under_way.append(self._pool.submit(self._write, requests))
        self._wait(_MOST_UNDER_WAY)

    def _wait(self, most: int) -> None:
        while len(self._under_way) > most:
            self._under_way.pop(0).result()

    def _write(self, requests: Any) -> None:
        while requests:
            requests = self._client.batch_write_item(RequestItems=requests)["UnprocessedItems"]


class History:
    """Writes conversations, each a minute a message, the next begun a second later."""

    def __init__(self, tables: EngineTables, start_ms: int) -> None:
        self._bulk = BulkClient(tables.client)
        client: Any = self._bulk
        dynamo = Dynamo(lambda: client, prefix=tables.prefix)
        self._contacts = DynamoContactStore(dynamo)
        self._threads = DynamoThreadStore(dynamo)
        self._messages = DynamoMessageStore(dynamo)
        self._opened_ms = count(start_ms, 1_000)
        self.stored = 0
        """Messages so far."""

    def write(self, pasts: Sequence[Past]) -> list[tuple[Sender, ConversationId]]:
        """The customers and their conversations, all of it stored."""
        told = [self._tell(past) for past in pasts]
        self._bulk.finish()
        return told

    def _tell(self, past: Past) -> tuple[Sender, ConversationId]:
        at_ms, sender = next(self._opened_ms), Sender.fresh()
        head = self._opened(past, sender, at_ms)
        for number in range(past.messages):
            at_ms += _TURN_MS
            head = self._turn(past, head, number, at_ms)
        if past.state == "resolved":
            head = rules.resolved(head, at_ms)
        if rules.state_of(head) != past.state:
            raise ValueError(f"a past that ends {rules.state_of(head)}, not {past.state}")
        self._threads.create_head(head, _change("conversation.changed", at_ms))
        self.stored += past.messages
        return sender, head.id

    def _opened(self, past: Past, sender: Sender, at_ms: int) -> Conversation:
        """The contact, the pointer, and a HEAD that nobody wrote into yet."""
        contact_id, phone = ContactId(new_id(at_ms)), Identity("phone", sender.phone)
        contact = Contact(contact_id, sender.name, (phone,), None, None, 1)
        head = Conversation(
            id=ConversationId(new_id(at_ms)),
            connection_id=past.connection_id,
            contact_id=contact_id,
            queue_id=past.queue_id,
            opened_at_ms=at_ms,
            updated_at_ms=at_ms,
            version=0,
            active_at_ms=at_ms,
            contact_name=rules.name_in_head(sender.name),
            phone=sender.phone,
        )
        change = _change("conversation.opened", at_ms)
        self._contacts.pin(phone, contact_id, change)
        self._contacts.create(contact, change)
        pointer = Pointer(contact_id, past.connection_id, head.id, None, 1)
        self._threads.move_pointer(pointer, change)
        return head

    def _turn(self, past: Past, head: Conversation, number: int, at_ms: int) -> Conversation:
        """One message more: the customer's, and every other one the holder's answer."""
        message = _message(past, head, number, at_ms)
        entry = IndexEntry(
            connection_id=head.connection_id,
            provider_id=message.provider_id or "",
            conversation_id=head.id,
            message_id=message.id,
        )
        self._threads.pin_index(entry, _change("message.pinned", at_ms))
        if message.direction == "in":
            self._messages.put(message, _change("message.received", at_ms))
            taken = rules.received(head, message, at_ms)
            is_claimed = past.holder is not None and number == 0
            return rules.assigned(taken, past.holder, at_ms) if is_claimed else taken
        self._messages.put(message, _change("message.delivered", at_ms))
        answered = rules.answered(head, message, [], at_ms)
        settled = replace(answered, unsent=answered.unsent - {message.id})
        return rules.read(settled, message.id, 0, at_ms)


def _message(past: Past, head: Conversation, number: int, at_ms: int) -> Message:
    """The customer begins; then they take turns, where somebody holds it, up to its state."""
    ends_with_ours = past.state in ("in_progress", "resolved")
    is_our_turn = (past.messages - number) % 2 == ends_with_ours
    is_ours = past.holder is not None and number > 0 and is_our_turn
    provider_id = f"wamid.HBgL{head.phone}FQIAEhggNDk5QjM4{at_ms:016d}AA=="
    received = {
        "direction": "in",
        "author_kind": "customer",
        "author_id": head.contact_id,
        "author_name": head.contact_name,
    }
    sent = {
        "direction": "out",
        "author_kind": "agent",
        "author_id": past.holder,
        "version": 4,
        "attempts": 1,
        "sent_at_ms": at_ms + 1_000,
        "delivered_at_ms": at_ms + 2_000,
        "read_at_ms": at_ms + 3_000,
    }
    author: dict[str, Any] = sent if is_ours else received
    return Message(
        id=message_id(at_ms // 1000, Arrival(at_ms), provider_id),
        conversation_id=head.id,
        connection_id=head.connection_id,
        kind="text",
        text=TEXT,
        provider_id=provider_id,
        **author,
    )


def _change(event: str, at_ms: int) -> Change:
    return Change(event, "history", at_ms)
