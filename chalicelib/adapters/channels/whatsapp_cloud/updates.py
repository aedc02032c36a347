"""Splits a verified webhook body into raw updates, without understanding them.

A container of the wrong shape becomes one malformed update; nothing raises and nothing
is dropped but empty lists. Only the standard library.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.adapters.channels.raw_update import Part, RawUpdate
from chalicelib.adapters.channels.whatsapp_cloud.brought_along import (
    ADDRESS_BOOK,
    HISTORY,
    pieces_of,
)
from chalicelib.core.ids import AppId, Arrival, digest

CHANNEL = "whatsapp_cloud"
_DIGEST_LETTERS = 50
_ID = re.compile(r"[0-9]{2,32}")
_NUMBER = re.compile(r"\+?([0-9]{5,20})")
_MAX_SECOND = 2**33
_ALWAYS_SENT = {"messaging_product", "metadata", "contacts"}


@dataclass(frozen=True, slots=True)
class _Found:
    part: Part
    content: Any
    field: str = ""
    account: str | None = None
    contact: dict[str, Any] | None = None
    detail: str | None = None
    holder: str | None = None
    number: str | None = None
    told_second: int | None = None


def split(body: dict[str, Any], *, app_id: AppId, intake_ms: int) -> Iterator[RawUpdate]:
    """The updates of one body in its order; each knows its place in the POST."""
    places = itertools.count()
    for found in _of_body(body):
        yield RawUpdate(
            channel=CHANNEL,
            app_id=app_id,
            part=found.part,
            field=found.field,
            account=found.account,
            arrival=Arrival(intake_ms, next(places)),
            content=found.content,
            contact=found.contact,
            detail=found.detail,
            holder=found.holder,
            number=found.number,
            told_second=found.told_second,
        )


def lane(update: RawUpdate) -> str:
    """The FIFO group: the updates of one sender on one connection keep their order."""
    return _digest([update.channel, update.app_id, update.account, _owner(update)])


def deduplication_id(update: RawUpdate) -> str:
    """Differs for each delivery and each place in it: the queue must swallow no redelivery.

    Duplicates are told by the provider's message id when they are stored.
    """
    return _digest(update.to_json())


def _owner(update: RawUpdate) -> Any:
    """Who the lane belongs to; a message that names nobody has one of its own."""
    contact, message = update.contact or {}, update.content
    names: tuple[Any, ...]
    if update.part == "message":
        names = (message.get("from_user_id"), contact.get("user_id"), message.get("from"))
    elif update.part == "echo":
        names = (message.get("to_user_id"), message.get("to"))
    else:
        return update.field
    named = (name for name in names if isinstance(name, str) and name)
    return next(named, None) or contact.get("wa_id") or message


def _digest(value: Any) -> str:
    return digest(json.dumps(value), _DIGEST_LETTERS)


def _of_body(body: dict[str, Any]) -> Iterator[_Found]:
    entries = body.get("entry")
    if not isinstance(entries, list):
        yield _Found("malformed", body, detail="entry is not a list")
        return
    for entry in _objects(entries):
        if isinstance(entry, _Found):
            yield entry
        else:
            yield from _of_entry(entry)


def _of_entry(entry: dict[str, Any]) -> Iterator[_Found]:
    changes = entry.get("changes") or []
    if not isinstance(changes, list):
        yield _Found("malformed", entry, detail="changes is not a list")
        return
    for change in _objects(changes):
        if isinstance(change, _Found):
            yield change
        else:
            yield from _with_source(_of_change(change), entry, change.get("value"))


def _with_source(found: Iterator[_Found], entry: dict[str, Any], value: Any) -> Iterator[_Found]:
    """Updates with whose they are, of which number, and when the provider told."""
    holder, second = entry.get("id"), entry.get("time")
    is_second = isinstance(second, int) and 0 < second < _MAX_SECOND
    for one in found:
        yield replace(
            one,
            holder=holder if isinstance(holder, str) and _ID.fullmatch(holder) else None,
            number=_number(value) if isinstance(value, dict) else None,
            told_second=second if is_second else None,
        )


def _number(value: dict[str, Any]) -> str | None:
    """The digits of the business's number that a change is about."""
    metadata = value.get("metadata")
    named = metadata if isinstance(metadata, dict) else value
    number = named.get("display_phone_number") or named.get("phone_number")
    match = _NUMBER.fullmatch(number) if isinstance(number, str) else None
    return match[1] if match else None


def _of_change(change: dict[str, Any]) -> Iterator[_Found]:
    value, name = change.get("value"), change.get("field")
    field = name if isinstance(name, str) else ""
    if not isinstance(value, dict):
        yield _Found("malformed", change, field, detail="value is not an object")
    elif field == "messages" or (not field and {"messages", "statuses"} & value.keys()):
        yield from _of_messages(value, field or "messages")
    elif "message_echoes" in value:
        yield from _of_list("message_echoes", "echo", value, field)
    elif field in (HISTORY, ADDRESS_BOOK):
        for part, content in pieces_of(field, value):
            yield _Found(part, content, field, _account(value))
    elif value:
        yield _Found("kept", value, field, _account(value))


def _of_messages(value: dict[str, Any], field: str) -> Iterator[_Found]:
    yield from _of_list("messages", "message", value, field)
    yield from _of_list("statuses", "status", value, field)
    rest = {
        key: part
        for key, part in value.items()
        if part and key not in _ALWAYS_SENT and key not in ("messages", "statuses")
    }
    if rest:
        yield _Found("kept", rest, field, _account(value))


def _of_list(key: str, part: Part, value: dict[str, Any], field: str) -> Iterator[_Found]:
    items = value.get(key) or []
    account = _account(value)
    if not isinstance(items, list):
        yield _Found("malformed", {key: items}, field, account, detail=f"{key} is not a list")
        return
    for item in _objects(items):
        if isinstance(item, _Found):
            yield _Found("malformed", item.content, field, account, detail=item.detail)
        else:
            contact = _contact_of(item, value) if part == "message" else None
            yield _Found(part, item, field, account, contact)


def _objects(items: list[Any]) -> Iterator[dict[str, Any] | _Found]:
    """The objects of a list; whatever else it holds comes as one malformed update at its end."""
    others = [item for item in items if not isinstance(item, dict)]
    yield from (item for item in items if isinstance(item, dict))
    if others:
        yield _Found("malformed", others, detail="an element is not an object")


def _account(value: dict[str, Any]) -> str | None:
    metadata = value.get("metadata")
    number = metadata.get("phone_number_id") if isinstance(metadata, dict) else None
    return number if isinstance(number, str) and number else None


def _contact_of(message: dict[str, Any], value: dict[str, Any]) -> dict[str, Any] | None:
    """The entry on this message's sender; the only one there is if the message names nobody."""
    entries = value.get("contacts")
    contacts = [c for c in entries if isinstance(c, dict)] if isinstance(entries, list) else []
    by_user, by_number = message.get("from_user_id"), message.get("from")
    if not by_user and not by_number:
        return contacts[0] if len(contacts) == 1 else None
    for contact in contacts:
        if by_user and contact.get("user_id") == by_user:
            return contact
        if by_number and by_number in (contact.get("wa_id"), contact.get("user_id")):
            return contact
    return None
