"""What is stored at rest: a picture of it that two runs can share, and what is wrong with it.

A picture leaves out ids, instants and versions, which no two runs have in common.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Protocol

from chalicelib.core.ids import ConversationId
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Conversation, Message
from chalicelib.domains.conversations.repository import StreamImages
from tests.engines import EngineTables
from tests.integration.journey.world import World

Raw = dict[str, Any]


class Place(Protocol):
    """Whatever stands on a set of tables."""

    @property
    def tables(self) -> EngineTables: ...


@dataclass(slots=True)
class Stored:
    """Every item of a world's conversations and contacts."""

    heads: dict[ConversationId, Conversation] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    pins: dict[str, tuple[str, str]] = field(default_factory=dict)
    pointers: dict[tuple[str, str], Raw] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, world: Place) -> Stored:
        stored, images = cls(), StreamImages()
        for item in _items(world, "conversations"):
            pk = item["pk"]["S"]
            if head := images.head(item):
                stored.heads[head.id] = head
            elif message := images.message(item):
                stored.messages.append(message)
            elif pk.startswith("X#"):
                stored.pins[pk.split("#", 2)[2]] = (item["cv"]["S"], item["mi"]["S"])
            elif pk.startswith("T#"):
                stored.pointers[pk[2:], item["sk"]["S"][2:]] = item
        for item in _items(world, "contacts"):
            if "mi" in item:
                stored.aliases[item["pk"]["S"][2:]] = item["mi"]["S"]
        stored.messages.sort(key=lambda message: message.id)
        return stored

    def root(self, contact_id: str) -> str:
        while contact_id in self.aliases:
            contact_id = self.aliases[contact_id]
        return contact_id

    def open_heads(self) -> list[Conversation]:
        return [head for head in self.heads.values() if not head.is_resolved]

    def thread(self, conversation_id: ConversationId) -> list[Message]:
        return [one for one in self.messages if one.conversation_id == conversation_id]


def picture(world: World) -> list[Raw]:
    """Every episode in which something was said, in the order in which it was said."""
    stored = Stored.of(world)
    threads = [(stored.thread(one), head) for one, head in stored.heads.items()]
    said = sorted(
        ((thread, head) for thread, head in threads if thread), key=lambda pair: pair[0][0].id
    )
    place = {head.id: number for number, (_, head) in enumerate(said)}
    return [_episode(head, thread, place) for thread, head in said]


def _episode(head: Conversation, thread: list[Message], place: dict[ConversationId, int]) -> Raw:
    return {
        "state": rules.state_of(head),
        "merged_into": None if head.merged_into is None else place.get(head.merged_into, "?"),
        "identities": (head.phone, head.user_id),
        "put_off": head.snoozed_until_ms is not None,
        "woken": head.woken_at_ms is not None,
        "unread": head.unread,
        "unanswered": head.unanswered,
        "waits": head.waiting_since_ms is not None,
        "last": head.last and (head.last.direction, head.last.preview),
        "window": head.window_expires_second,
        "messages": [_message(one) for one in thread],
        "unsent": len(head.unsent),
    }


def _message(message: Message) -> Raw:
    return {
        "direction": message.direction,
        "text": message.text,
        "status": rules.status_of(message),
        "error": message.error.code if message.error and rules.shows_error(message) else None,
        "reactions": [(one.actor, one.emoji) for one in message.reactions],
        "edited": message.edited_at_ms,
        "revoked": message.revoked_at_ms,
        "media": message.media and message.media.state,
        "due": message.due_at_ms is not None,
        "provider_id": message.provider_id,
    }


def troubles(world: World) -> list[str]:
    """What must never be so at rest, whatever happened before."""
    return [*troubles_of(Stored.of(world)), *_sent_twice(world)]


def troubles_of(stored: Stored) -> list[str]:
    """The same of what is stored alone."""
    return [*_doubled(stored), *_unpinned(stored), *_astray(stored), *_miscounted(stored)]


def _doubled(stored: Stored) -> list[str]:
    counts = Counter(one.provider_id for one in stored.messages if one.provider_id)
    return [f"{one} is stored {count} times" for one, count in counts.items() if count > 1]


def _unpinned(stored: Stored) -> list[str]:
    places = {(str(one.conversation_id), str(one.id)): one for one in stored.messages}
    found = [
        f"{provider_id} is pinned to where it is not"
        for provider_id, pin in stored.pins.items()
        if pin not in places or not _is_named(places[pin], provider_id)
    ]
    return found + [
        f"{one.provider_id} is not pinned"
        for one in stored.messages
        if one.provider_id and one.provider_id not in stored.pins
    ]


def _is_named(message: Message, provider_id: str) -> bool:
    """One that is unconfirmed learns its name from a status, if at all."""
    if message.provider_id is None:
        return message.unconfirmed_at_ms is not None
    return message.provider_id == provider_id


def _astray(stored: Stored) -> list[str]:
    """One open episode for a person on a connection, and the pointer names it."""
    found: list[str] = []
    counts = Counter(
        (stored.root(one.contact_id), one.connection_id) for one in stored.open_heads()
    )
    found += [f"{count} open episodes of {who}" for who, count in counts.items() if count > 1]
    for head in stored.open_heads():
        pointer = stored.pointers.get((stored.root(head.contact_id), head.connection_id), {})
        if pointer.get("cv", {}).get("S") != head.id or "fw" in pointer:
            found.append(f"no pointer names the open episode {head.id}")
    return found


def _miscounted(stored: Stored) -> list[str]:
    """Without reading and merging, an open episode has as many unread as were written."""
    found = []
    for head in stored.open_heads():
        written = [one for one in stored.thread(head.id) if one.direction == "in"]
        is_plain = head.read_up_to is None and not _has_merged(head, stored)
        if is_plain and head.unread != len(written):
            found.append(f"{head.id} counts {head.unread} of {len(written)} unread")
    return found


def _has_merged(head: Conversation, stored: Stored) -> bool:
    return any(one.merged_into == head.id for one in stored.heads.values())


def _sent_twice(world: World) -> list[str]:
    sender = world.sender
    taken = [message.callback_data for _, message in sender.taken]
    taken += [message.callback_data for _, message in sender.taken_templates]
    counts = Counter(taken)
    return [f"{one} was taken {count} times" for one, count in counts.items() if count > 1]


def _items(world: Place, table: str) -> list[Raw]:
    client, name = world.tables.client, f"{world.tables.prefix}{table}"
    items: list[Raw] = []
    start: Any = {}
    while True:
        answer: Any = client.scan(TableName=name, ConsistentRead=True, **start)
        items += answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return items
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
