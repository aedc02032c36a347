"""Turns a raw update into an event of no channel; the standard library alone.

Unknown is not an error: what we have no kind for is kept raw as `unsupported`. Only a
known field of the wrong type, no sender or no readable time makes an update unparsable.
Facts: Meta's webhook reference, v25.0 and v26.0 (read 2026-11).
"""

# ruff: noqa: PLC0415 - a lane of messages reads nothing but messages: the other readers come when asked

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.adapters.channels.raw_update import Part, RawUpdate
from chalicelib.adapters.channels.whatsapp_cloud.changes import Changed, change_in
from chalicelib.adapters.channels.whatsapp_cloud.contents import referral_in
from chalicelib.adapters.channels.whatsapp_cloud.fields import (
    MAX_ID,
    Json,
    object_in,
    text_in,
    told_second_in,
)
from chalicelib.adapters.channels.whatsapp_cloud.kinds import said_in
from chalicelib.adapters.channels.whatsapp_cloud.people import (
    actor_of,
    recipient_of,
    sender_of,
)
from chalicelib.core.ids import ConnectionId
from chalicelib.domains.contacts.models import Person
from chalicelib.domains.conversations.errors import UnparsableError
from chalicelib.domains.conversations.events import (
    AccountTold,
    ChannelEvent,
    MessageChanged,
    MessageEchoed,
    MessageReceived,
    UpdateKept,
)

Reader = Callable[[RawUpdate, ConnectionId], "ChannelEvent | None"]


def parse(update: RawUpdate, connection_id: ConnectionId | None) -> ChannelEvent | None:
    """The event in an update; None for one of no use to us.

    All but what is kept as it came need the connection. Raises UnparsableError.
    """
    if update.part == "malformed":
        raise UnparsableError(update.detail or "the update has no readable shape")
    if update.part == "kept":
        return _kept(update, connection_id)
    if update.part == "echo":
        return _echo(update, connection_id)
    if connection_id is None:
        raise UnparsableError("the update names no number")
    return _READERS[update.part]()(update, connection_id)


def _message(update: RawUpdate, connection_id: ConnectionId) -> MessageReceived | MessageChanged:
    """What a customer wrote or did; what every kind shares is read first."""
    message: Json = update.content
    told = _told(update, connection_id)
    sender = sender_of(message, update.contact)
    if changed := change_in(message):
        return _changed(changed, told, actor_of(sender), sender)
    return MessageReceived(
        **told,
        **_content(message),
        sender=sender,
        group_id=text_in(message, "group_id", limit=MAX_ID),
        referral=referral_in(message),
    )


def _kept(update: RawUpdate, connection_id: ConnectionId | None) -> AccountTold | UpdateKept:
    """What is no message stays as it came; what follows from it stands beside."""
    from chalicelib.adapters.channels.whatsapp_cloud.accounts import facts_in

    kept = UpdateKept(update.field, connection_id, update.content)
    facts = facts_in(update)
    return AccountTold(facts, kept) if facts else kept


def _echo(
    update: RawUpdate, connection_id: ConnectionId | None
) -> MessageEchoed | MessageChanged | UpdateKept:
    """What the business wrote or did in its own app; kept raw where it cannot be read."""
    kept = UpdateKept(update.field, connection_id, update.content)
    if connection_id is None:
        return kept
    message: Json = update.content
    try:
        told = _told(update, connection_id)
        if changed := change_in(message):
            actor = text_in(message, "from", limit=MAX_ID) or ""
            return _changed(changed, told, actor, None)
        return MessageEchoed(**told, **_content(message), recipient=recipient_of(message))
    except UnparsableError:
        return kept


def _told(update: RawUpdate, connection_id: ConnectionId) -> dict[str, Any]:
    """Which message it is, and when it was written."""
    provider_id = text_in(update.content, "id", limit=MAX_ID)
    if provider_id is None:
        raise UnparsableError("id is missing")
    return {
        "connection_id": connection_id,
        "provider_id": provider_id,
        "second": told_second_in(update.content, "timestamp", update.arrival),
        "arrival": update.arrival,
    }


def _content(message: Json) -> dict[str, Any]:
    said = said_in(message)
    context = object_in(message, "context") or {}
    return {
        "kind": said.kind,
        "raw_type": text_in(message, "type", limit=MAX_ID),
        "text": said.text,
        "media": said.media,
        "content": said.content,
        "reply_to_provider_id": text_in(context, "id", limit=MAX_ID),
        "raw": message if said.is_partial else None,
    }


def _changed(
    changed: Changed, told: dict[str, Any], actor: str, sender: Person | None
) -> MessageChanged:
    return MessageChanged(
        connection_id=told["connection_id"],
        target_provider_id=changed.target,
        what=changed.what,
        actor=actor,
        sender=sender,
        second=told["second"],
        arrival=told["arrival"],
        text=changed.text,
        emoji=changed.emoji,
    )


def _status() -> Reader:
    from chalicelib.adapters.channels.whatsapp_cloud.statuses import parse_status

    return parse_status


def _past() -> Reader:
    from chalicelib.adapters.channels.whatsapp_cloud.past import past_in

    return past_in


def _progress() -> Reader:
    from chalicelib.adapters.channels.whatsapp_cloud.past import progress_in

    return progress_in


def _names() -> Reader:
    from chalicelib.adapters.channels.whatsapp_cloud.past import names_in

    return names_in


_READERS: Mapping[Part, Callable[[], Reader]] = {
    "message": lambda: _message,
    "status": _status,
    "past": _past,
    "progress": _progress,
    "names": _names,
}
