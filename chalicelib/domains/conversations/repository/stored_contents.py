"""Between contents of messages and the JSON they are stored as: what is absent costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from chalicelib.domains.conversations.contents import (
    Answer,
    CardPhone,
    Choice,
    ContactCard,
    Content,
    Location,
    Notice,
    Order,
    OrderLine,
    Referral,
    SharedContacts,
)
from chalicelib.domains.conversations.events import MessageKind
from chalicelib.domains.templates.models import SentButton, SentTemplate, Value

Packed = dict[str, Any]


def packed(content: Content | Referral | None) -> Packed | None:
    """The stored form; None for no content."""
    return None if content is None else _without_absent(content)


def content_of(kind: MessageKind, stored: Packed | None) -> Content | None:
    """What `packed` stored; the kind of the message tells which content it is."""
    return None if stored is None else _READERS[kind](stored)


def referral_of(stored: Packed | None) -> Referral | None:
    return None if stored is None else Referral(**stored)


def _contacts(stored: Packed) -> SharedContacts:
    return SharedContacts(tuple(_card(one) for one in stored.get("cards", ())))


def _card(stored: Packed) -> ContactCard:
    phones = tuple(CardPhone(**one) for one in stored.get("phones", ()))
    several = {name: tuple(stored.get(name, ())) for name in ("emails", "addresses", "websites")}
    return ContactCard(**stored | several | {"phones": phones})


def _choice(stored: Packed) -> Choice:
    answers = tuple(Answer(**one) for one in stored.get("answers", ()))
    return Choice(**stored | {"answers": answers})


def _order(stored: Packed) -> Order:
    lines = tuple(OrderLine(**one) for one in stored.get("lines", ()))
    return Order(lines, stored.get("catalog_id"))


def _template(stored: Packed) -> SentTemplate:
    several = {
        name: tuple(Value(**one) for one in stored.get(name, ()))
        for name in ("header_values", "values")
    }
    buttons = tuple(SentButton(**one) for one in stored.get("buttons", ()))
    return SentTemplate(**stored | several | {"buttons": buttons})


_READERS: Mapping[MessageKind, Callable[[Packed], Content]] = {
    "location": lambda stored: Location(**stored),
    "contacts": _contacts,
    "choice": _choice,
    "order": _order,
    "system": lambda stored: Notice(**stored),
    "template": _template,
}


def _without_absent(value: Any) -> Any:
    """A dataclass as an object without members that are None or empty."""
    if isinstance(value, tuple):
        return [_without_absent(one) for one in value]
    if not is_dataclass(value):
        return value
    members = {field.name: getattr(value, field.name) for field in fields(value)}
    return {
        name: _without_absent(member)
        for name, member in members.items()
        if member is not None and member != ()
    }
