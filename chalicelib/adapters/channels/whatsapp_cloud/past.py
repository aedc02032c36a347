"""Reads what a number brings along from the provider's own app: past messages and names.

What cannot be read stands apart, alone, and never hinders its neighbours. Facts: Meta,
coexistence, `history` and `smb_app_state_sync` (read 2026-11).
"""

from __future__ import annotations

from typing import Any

from chalicelib.adapters.channels.raw_update import RawUpdate
from chalicelib.adapters.channels.whatsapp_cloud.fields import (
    MAX_ID,
    Json,
    all_in,
    object_in,
    shown_in,
    text_in,
    told_second_in,
)
from chalicelib.adapters.channels.whatsapp_cloud.kinds import said_in
from chalicelib.adapters.channels.whatsapp_cloud.people import identity_of
from chalicelib.core.ids import Arrival, ConnectionId
from chalicelib.domains.contacts.models import Identity
from chalicelib.domains.conversations.errors import UnparsableError
from chalicelib.domains.conversations.events import (
    DeliveryWord,
    HistoryReported,
    Named,
    NamesTold,
    PastMessage,
    PastTold,
)

_DECLINED = 2593109
_PLACEHOLDER = "media_placeholder"
_MAX_NAME = 256
_FATES: dict[str, DeliveryWord] = {
    "DELIVERED": "delivered",
    "READ": "read",
    "PLAYED": "played",
    "ERROR": "failed",
}


def past_in(update: RawUpdate, connection_id: ConnectionId) -> PastTold:
    """The messages of a piece of history."""
    found: list[PastMessage] = []
    unreadable: list[Json] = []
    for thread in update.content:
        for place, message in enumerate(thread["messages"]):
            try:
                found.append(_message(message, place, thread, update, connection_id))
            except UnparsableError:
                unreadable.append({"thread": thread.get("id"), "message": message})
    return PastTold(connection_id, tuple(found), tuple(unreadable))


def progress_in(update: RawUpdate, connection_id: ConnectionId) -> HistoryReported | None:
    """How far the synchronisation is; None where the update says nothing of it."""
    errors = all_in(update.content, "errors")
    if any(error.get("code") == _DECLINED for error in errors):
        return HistoryReported(connection_id, None, is_declined=True)
    told: Any = update.content.get("metadata")
    percent = told.get("progress") if isinstance(told, dict) else None
    if not isinstance(percent, int) or isinstance(percent, bool):
        return None
    return HistoryReported(connection_id, min(max(percent, 0), 100))


def names_in(update: RawUpdate, connection_id: ConnectionId) -> NamesTold:
    """Whom the business's address book names now, and whom no more."""
    found: list[Named] = []
    unreadable: list[Json] = []
    for entry in update.content:
        try:
            found.append(_named(entry, update.arrival))
        except UnparsableError:
            unreadable.append(entry)
    return NamesTold(connection_id, tuple(found), tuple(unreadable))


def _message(
    message: Any, place: int, thread: Json, update: RawUpdate, connection_id: ConnectionId
) -> PastMessage:
    """One message; its arrival follows from what it is, whenever and however often it comes."""
    if not isinstance(message, dict):
        raise UnparsableError("a message is not an object")
    provider_id = text_in(message, "id", limit=MAX_ID)
    if provider_id is None:
        raise UnparsableError("id is missing")
    second = told_second_in(message, "timestamp", update.arrival)
    customer, is_ours = _sides(message, thread, update.number)
    said = said_in(message)
    is_placeholder = message.get("type") == _PLACEHOLDER
    context = object_in(message, "context") or {}
    return PastMessage(
        connection_id=connection_id,
        provider_id=provider_id,
        kind=said.kind,
        raw_type=text_in(message, "type", limit=MAX_ID),
        second=second,
        arrival=Arrival(second * 1000, place),
        text=said.text,
        media=said.media,
        content=said.content,
        reply_to_provider_id=text_in(context, "id", limit=MAX_ID),
        raw=message if said.is_partial and not is_placeholder else None,
        customer=customer,
        is_ours=is_ours,
        fate=_FATES.get(shown_in(message, "history_context", "status") or "") if is_ours else None,
    )


def _sides(message: Json, thread: Json, number: str | None) -> tuple[Identity | None, bool]:
    """Whose thread a message is of, and whether the business wrote it.

    A thread is named by its customer. A message that comes alone names its writer: where
    that is the business, it may name its recipient.
    """
    writer = identity_of(text_in(message, "from", limit=MAX_ID))
    if writer is None:
        raise UnparsableError("from names no sender")
    if "id" in thread:
        customer = identity_of(text_in(thread, "id", limit=MAX_ID))
        if customer is None:
            raise UnparsableError("the thread names no customer")
        return customer, writer != customer
    if number is None or writer.value != number:
        return writer, False
    return identity_of(text_in(message, "to", limit=MAX_ID)), True


def _named(entry: Json, arrival: Arrival) -> Named:
    contact = object_in(entry, "contact") or {}
    identity = identity_of(text_in(contact, "phone_number", limit=MAX_ID))
    if entry.get("type") != "contact" or identity is None:
        raise UnparsableError("the entry names nobody")
    name = shown_in(contact, "full_name", limit=_MAX_NAME) or shown_in(
        contact, "first_name", limit=_MAX_NAME
    )
    is_kept = entry.get("action") in ("add", "edit", "update")
    second = told_second_in(object_in(entry, "metadata") or {}, "timestamp", arrival)
    return Named(identity, name if is_kept else None, second)
