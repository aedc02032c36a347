"""Who wrote: phone number and business-scoped user id, either of which may be missing.

Since 2026 `from` and `wa_id` are left out for people with a username (Meta, v25.0).
"""

from __future__ import annotations

import re

from chalicelib.adapters.channels.whatsapp_cloud.fields import Json, shown_in, text_in
from chalicelib.domains.contacts.models import Identity, Person
from chalicelib.domains.conversations.errors import UnparsableError

_PHONE = re.compile(r"\+?([0-9]{1,32})")
_USER_ID = re.compile(r"[A-Za-z]{2,8}\.[A-Za-z0-9._-]+")
_MAX_USER_ID = 256
_MAX_NAME = 256


def sender_of(message: Json, contact: Json | None) -> Person:
    """The person behind a message. Raises UnparsableError where it names nobody usable."""
    contact = contact or {}
    identities = _named_in(message, "from", contact)
    if not identities:
        raise UnparsableError("from names no sender")
    username = shown_in(contact, "profile", "username", limit=_MAX_NAME)
    return Person(
        identities=identities,
        name=shown_in(contact, "profile", "name", limit=_MAX_NAME),
        username=username.removeprefix("@") if username else None,
    )


def recipient_of(echo: Json) -> Person:
    """Whom the business wrote to. Raises UnparsableError where it names nobody usable."""
    identities = _named_in(echo, "to", {})
    if not identities:
        raise UnparsableError("to names no recipient")
    return Person(identities)


def identity_of(address: str | None) -> Identity | None:
    """Whom an address alone names: a phone number or a user id; None for anything else."""
    if phone := _phone(address):
        return Identity("phone", phone)
    if address is not None and _USER_ID.fullmatch(address):
        return Identity("whatsapp_user_id", address)
    return None


def actor_of(person: Person) -> str:
    """The identity that tells apart who reacts: the user id, as a number may come and go."""
    return person.identities[-1].value


def _named_in(message: Json, key: str, contact: Json) -> tuple[Identity, ...]:
    """What a message names under a key and its `_user_id`, completed by the contact's entry."""
    address = text_in(message, key, limit=_MAX_USER_ID)
    user_id = text_in(message, f"{key}_user_id", limit=_MAX_USER_ID)
    user_id = user_id or _told_in(contact, "user_id")
    if user_id is None and address is not None and _USER_ID.fullmatch(address):
        user_id = address
    phone = _phone(address) or _phone(_told_in(contact, "wa_id"))
    return _identities(phone, user_id)


def _identities(phone: str | None, user_id: str | None) -> tuple[Identity, ...]:
    found = []
    if phone:
        found.append(Identity("phone", phone))
    if user_id:
        found.append(Identity("whatsapp_user_id", user_id))
    return tuple(found)


def _told_in(contact: Json, key: str) -> str | None:
    """What the accompanying entry tells, if it is of use: the message alone decides."""
    value = contact.get(key)
    return value if isinstance(value, str) and 0 < len(value) <= _MAX_USER_ID else None


def _phone(address: str | None) -> str | None:
    match = _PHONE.fullmatch(address or "")
    return match[1] if match else None
