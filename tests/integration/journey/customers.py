"""Customers of a number, and the updates that the provider's webhook makes of what they do."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from chalicelib.adapters.channels.raw_update import Part, RawUpdate
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import AppId, Arrival
from tests.fakes.clock import START

APP = AppId("meta-local")
NUMBERS = {"wa-principal": "100000000000001", "wa-cobranzas": "100000000000002"}
BUSINESS = "593225550101"
START_MS = to_ms(START)
START_SECOND = START_MS // 1000

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody with a phone number and a user id, who may show either or both."""

    phone: str
    user_id: str
    name: str = "María Mamani"
    connection: str = "wa-principal"

    @classmethod
    def fresh(cls, name: str = "María Mamani") -> Customer:
        number = next(_numbers)
        return cls(f"5917{number:07d}", f"BO.{number:016d}", name)


@dataclass(frozen=True, slots=True)
class Written:
    """A message on its way in. `shows`: by which identities the webhook names its sender."""

    customer: Customer
    text: str
    second: int = START_SECOND
    place: int = 0
    shows: tuple[str, ...] = ("phone",)
    arrived_ms: int = START_MS
    kind: str = "text"
    extra: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def provider_id(self) -> str:
        return f"wamid.{self.customer.phone}.{self.text}"

    def update(self) -> RawUpdate:
        content: dict[str, Any] = {
            "id": self.provider_id,
            "timestamp": str(self.second),
            "type": self.kind,
        }
        content |= self.extra or {"text": {"body": self.text}}
        contact: dict[str, Any] = {"profile": {"name": self.customer.name}}
        if "phone" in self.shows:
            content["from"] = contact["wa_id"] = self.customer.phone
        if "user_id" in self.shows:
            content["from_user_id"] = contact["user_id"] = self.customer.user_id
        return _update(self.customer, "message", content, self.arrived_ms, self.place, contact)


def echo_update(
    customer: Customer, text: str, second: int = START_SECOND, *, arrived_ms: int = START_MS
) -> RawUpdate:
    """What the business wrote to a customer in the provider's own app."""
    content = {
        "id": f"wamid.echo.{customer.phone}.{text}",
        "from": BUSINESS,
        "to": customer.phone,
        "timestamp": str(second),
        "type": "text",
        "text": {"body": text},
    }
    return _update(customer, "echo", content, arrived_ms, 0, None)


@dataclass(frozen=True, slots=True)
class Past:
    """A message of before the connection, as the number's history tells it."""

    customer: Customer
    text: str
    second: int = START_SECOND - 86_400
    ours: bool = False
    kind: str = "text"
    extra: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def provider_id(self) -> str:
        return f"wamid.{self.customer.phone}.{self.text}"

    def content(self) -> dict[str, Any]:
        said = {"text": {"body": self.text}} if self.kind == "text" else {}
        return {
            "id": self.provider_id,
            "from": BUSINESS if self.ours else self.customer.phone,
            "timestamp": str(self.second),
            "type": self.kind,
            "history_context": {"status": "READ"},
            **said,
            **self.extra,
        }


def past_update(*past: Past, arrived_ms: int = START_MS) -> RawUpdate:
    """A piece of a number's history: its messages by thread, in the order given."""
    threads: dict[str, list[dict[str, Any]]] = {}
    for one in past:
        threads.setdefault(one.customer.phone, []).append(one.content())
    content = [{"id": phone, "messages": messages} for phone, messages in threads.items()]
    return _update(past[0].customer, "past", content, arrived_ms, 0, None)


def status_update(
    customer: Customer, provider_id: str, word: str, callback_data: str | None, second: int
) -> RawUpdate:
    """The provider's word on one of our messages."""
    content: dict[str, Any] = {
        "id": provider_id,
        "status": word,
        "timestamp": str(second),
        "recipient_id": customer.phone,
    }
    if callback_data is not None:
        content["biz_opaque_callback_data"] = callback_data
    if word == "failed":
        content["errors"] = [{"code": 131026, "title": "Message undeliverable"}]
    return _update(customer, "status", content, START_MS, 0, None)


def _update(
    customer: Customer,
    part: Part,
    content: Any,
    arrived_ms: int,
    place: int,
    contact: dict[str, Any] | None,
) -> RawUpdate:
    return RawUpdate(
        channel="whatsapp_cloud",
        app_id=APP,
        part=part,
        field="smb_message_echoes" if part == "echo" else "messages",
        account=NUMBERS[customer.connection],
        arrival=Arrival(arrived_ms, place),
        content=content,
        contact=contact,
    )
