"""What a person says without a file: as the provider writes it, and as the phone shows it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

from infra.local.graph.models import JSON
from infra.local.phone.schemas import (
    Choose,
    ComeByAd,
    SendContact,
    SendLocation,
    SendOrder,
    SendUnsupported,
    WriteText,
)

CATALOG_ID = "300000000000001"
AD_ID = "120000000000000001"
UNSUPPORTED_ERROR = {
    "code": 131051,
    "title": "Message type unknown",
    "message": "Message type unknown",
    "error_data": {"details": "Message type is currently not supported."},
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message of the person's: its type with its content, what stands beside, its bubble."""

    kind: str
    content: Any
    beside: JSON = field(default_factory=dict)
    shown: dict[str, Any] = field(default_factory=dict)
    reply_to: str | None = None


@singledispatch
def spoken(action: object) -> Spoken:
    """The message that an action sends. Raises TypeError for one that sends none."""
    raise TypeError(f"{type(action).__name__} is no message")


@spoken.register
def _(action: WriteText) -> Spoken:
    shown = {"text": action.text}
    return Spoken("text", {"body": action.text}, shown=shown, reply_to=action.reply_to)


@spoken.register
def _(_action: SendUnsupported) -> Spoken:
    return Spoken("unsupported", {"type": "poll"}, beside={"errors": [UNSUPPORTED_ERROR]})


@spoken.register
def _(action: SendLocation) -> Spoken:
    place = action.model_dump(exclude={"kind"}, exclude_none=True)
    return Spoken("location", place, shown={"location": place})


@spoken.register
def _(action: SendContact) -> Spoken:
    first, _, last = action.name.partition(" ")
    name = {"formatted_name": action.name, "first_name": first}
    phone = {"phone": f"+{action.phone}", "wa_id": action.phone, "type": "CELL"}
    card = {"name": name | ({"last_name": last} if last else {}), "phones": [phone]}
    return Spoken("contacts", [card], shown={"contacts": [action.model_dump()]})


@spoken.register
def _(action: Choose) -> Spoken:
    kind = f"{action.of}_reply"
    chosen = {"id": action.id, "title": action.title}
    if action.of == "list" and action.description:
        chosen["description"] = action.description
    content = {"type": kind, kind: chosen}
    shown = {"text": action.title}
    return Spoken("interactive", content, shown=shown, reply_to=action.reply_to)


@spoken.register
def _(action: SendOrder) -> Spoken:
    items = [
        {
            "product_retailer_id": item.product_id,
            "quantity": item.quantity,
            "item_price": item.price,
            "currency": item.currency,
        }
        for item in action.items
    ]
    content: JSON = {"catalog_id": CATALOG_ID, "product_items": items}
    if action.note:
        content["text"] = action.note
    lines = [f"{item.quantity} × {item.product_id}" for item in action.items]
    text = "\n".join([*lines, action.note] if action.note else lines)
    return Spoken("order", content, shown={"text": text})


@spoken.register
def _(action: ComeByAd) -> Spoken:
    referral = {
        "source_url": "https://fb.me/ejemplo",
        "source_id": AD_ID,
        "source_type": "ad",
        "headline": action.headline,
        "media_type": "image",
        "ctwa_clid": "ejemplo",
    }
    shown = {"text": action.text}
    return Spoken("text", {"body": action.text}, beside={"referral": referral}, shown=shown)
