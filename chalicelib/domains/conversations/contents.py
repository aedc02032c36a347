"""What a message may carry besides text and a file, in words of no channel.

Each has a `summary`: the one line that stands for it where the message has no text. Only
what is neutral of language goes there; clients name the kind in their own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chalicelib.domains.templates.models import SentTemplate

ChoiceKind = Literal["button", "list", "form", "call_permission"]
NoticeKind = Literal["number_changed", "identity_changed", "user_id_changed", "other"]


@dataclass(frozen=True, slots=True)
class Location:
    """A place, in degrees."""

    latitude: float
    longitude: float
    name: str | None = None
    address: str | None = None
    url: str | None = None

    @property
    def summary(self) -> str:
        return self.name or self.address or ""


@dataclass(frozen=True, slots=True)
class CardPhone:
    """A number as written on a card; `whatsapp` are its digits where it is known to be there."""

    number: str | None = None
    whatsapp: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class ContactCard:
    """Somebody's card that a customer passes on."""

    name: str | None = None
    organization: str | None = None
    phones: tuple[CardPhone, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    websites: tuple[str, ...] = ()
    birthday: str | None = None


@dataclass(frozen=True, slots=True)
class SharedContacts:
    """The cards of one message."""

    cards: tuple[ContactCard, ...]

    @property
    def summary(self) -> str:
        return ", ".join(card.name for card in self.cards if card.name)


@dataclass(frozen=True, slots=True)
class Answer:
    """One field of a form with what was filled in."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What a customer chose among what we offered; `answers` are those of a form."""

    of: ChoiceKind
    title: str
    id: str | None = None
    description: str | None = None
    answers: tuple[Answer, ...] = ()

    @property
    def summary(self) -> str:
        return "" if self.of == "call_permission" else self.title


@dataclass(frozen=True, slots=True)
class OrderLine:
    """So many of one product; `price` is that of one, in `currency` (ISO 4217)."""

    product_id: str
    quantity: int
    price: float | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """What a customer ordered from a catalogue."""

    lines: tuple[OrderLine, ...]
    catalog_id: str | None = None

    @property
    def summary(self) -> str:
        return ", ".join(f"{line.quantity} × {line.product_id}" for line in self.lines)


@dataclass(frozen=True, slots=True)
class Notice:
    """What the provider tells of a customer; `value` is the new number or user id."""

    what: NoticeKind
    value: str | None = None

    @property
    def summary(self) -> str:
        return self.value or ""


Content = Location | SharedContacts | Choice | Order | Notice | SentTemplate


@dataclass(frozen=True, slots=True)
class Referral:
    """The advertisement or post that led a customer to write."""

    source_type: str | None = None
    source_id: str | None = None
    source_url: str | None = None
    headline: str | None = None
    body: str | None = None
    media_type: str | None = None
    media_url: str | None = None
    thumbnail_url: str | None = None
    click_id: str | None = None
    welcome_text: str | None = None
