"""Bodies of webhooks as Meta writes them (v24+: no `conversation` object), and their signature."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from datetime import datetime

from infra.local.graph.customers import Customer
from infra.local.graph.models import JSON, Accepted, GraphSettings, Number

_FROM_BUSINESS = b"\x15\x02\x00\x11\x18"
_FROM_CUSTOMER = b"\x15\x02\x00\x12\x18"


def new_message_id(who: str, *, from_customer: bool) -> str:
    """An id with the shape and alphabet of the provider's own."""
    name, unique = who.encode()[:60], secrets.token_hex(9).upper().encode()
    origin = _FROM_CUSTOMER if from_customer else _FROM_BUSINESS
    raw = b"\x1c\x18" + bytes([len(name)]) + name + origin + bytes([len(unique)]) + unique + b"\x00"
    return "wamid." + base64.b64encode(raw).decode()


def provider_json(body: JSON) -> bytes:
    """JSON as the provider writes it: ASCII only, slashes escaped."""
    return json.dumps(body, ensure_ascii=True, separators=(",", ":")).replace("/", "\\/").encode()


def sign(raw: bytes, app_secret: str) -> str:
    """The value of `X-Hub-Signature-256`."""
    return "sha256=" + hmac.new(app_secret.encode(), raw, hashlib.sha256).hexdigest()


def change_body(
    settings: GraphSettings, number: Number, field: str = "messages", **content: object
) -> JSON:
    """A whole body with one change of a field that belongs to a number."""
    metadata = {
        "display_phone_number": number.display_phone_number,
        "phone_number_id": number.id,
    }
    value = {"messaging_product": "whatsapp", "metadata": metadata, **content}
    changes = [{"value": value, "field": field}]
    entry = {"id": settings.business_account_id, "changes": changes}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def status_body(
    settings: GraphSettings,
    message: Accepted,
    status: str,
    customer: Customer | None,
    at: datetime,
    *,
    priced: bool,
) -> JSON:
    """What became of a message of ours; `priced`: only `sent` and one later status say it."""
    item: JSON = {"id": message.id, "status": status, "timestamp": str(int(at.timestamp()))}
    phone = message.recipient.phone or (customer.phone if customer else None)
    user_id = message.recipient.user_id or (customer.user_id if customer else None)
    if phone:
        item["recipient_id"] = phone
    if user_id:
        item["recipient_user_id"] = user_id
    if message.callback_data is not None:
        item["biz_opaque_callback_data"] = message.callback_data
    if priced:
        item["pricing"] = {
            "billable": False,
            "pricing_model": "PMP",
            "type": "free_customer_service",
            "category": "service",
        }
    content: JSON = {"statuses": [item]}
    if customer:
        content = {"contacts": [customer.contact()], **content}
    return change_body(settings, message.number, **content)


def message_body(
    settings: GraphSettings, number: Number, customer: Customer, message: JSON
) -> JSON:
    """What a person did: a message, a reaction, an edit, a revocation."""
    sender = {"from": customer.phone} if customer.phone else {}
    if customer.user_id:
        sender["from_user_id"] = customer.user_id
    return change_body(
        settings, number, contacts=[customer.contact()], messages=[{**sender, **message}]
    )


def echo_body(settings: GraphSettings, number: Number, customer: Customer, message: JSON) -> JSON:
    """What the business wrote to a person in WhatsApp's own app."""
    recipient = {"to": customer.phone} if customer.phone else {}
    if customer.user_id:
        recipient["to_user_id"] = customer.user_id
    echo = {"from": number.display_phone_number, **recipient, **message}
    return change_body(settings, number, "smb_message_echoes", message_echoes=[echo])
