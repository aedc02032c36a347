"""What a provider delivers to the bench: signed texts of 200 characters, and statuses."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
from dataclasses import dataclass
from typing import Any

NUMBER = "100000000000001"
APP_SECRET = "bench-secret"
SECRETS = {"hilo/app/meta-local": {"app_secret": APP_SECRET, "verify_token": "v"}}
TEXT = (
    "Buenos días, señorita: le escribo otra vez porque la cuota de este mes llegó más alta de lo"
    " que quedamos y quisiera saber, por favor, si puedo pagarla en dos partes o si debo pasar por"
    " la oficina hoy."
)[:200]

_PATH = "/webhooks/whatsapp-cloud/meta-local"
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Sender:
    """A customer; with a user id the webhook names them by both identities."""

    phone: str
    user_id: str | None = None
    name: str = "Rosa Elvira Quispe"

    @classmethod
    def fresh(cls, *, with_user_id: bool = False) -> Sender:
        number = next(_numbers)
        return cls(f"5917{number:07d}", f"BO.{number:016d}" if with_user_id else None)


def text_event(sender: Sender, second: int, **more: Any) -> dict[str, Any]:
    """The HTTP event of one new text; `more` are further members of it."""
    message: dict[str, Any] = {
        "id": f"wamid.HBgL{sender.phone}FQIAEhggNDk5QjM4{next(_numbers):016d}AA==",
        "from": sender.phone,
        "timestamp": str(second),
        "type": "text",
        "text": {"body": TEXT},
        **more,
    }
    contact: dict[str, Any] = {"wa_id": sender.phone, "profile": {"name": sender.name}}
    if sender.user_id is not None:
        message["from_user_id"] = contact["user_id"] = sender.user_id
    return _event({"contacts": [contact], "messages": [message]})


def status_event(
    sender: Sender, provider_id: str, word: str, callback_data: str, second: int
) -> dict[str, Any]:
    """The HTTP event of the provider's word on one of our messages."""
    status = {
        "id": provider_id,
        "status": word,
        "timestamp": str(second),
        "recipient_id": sender.phone,
        "biz_opaque_callback_data": callback_data,
    }
    return _event({"statuses": [status]})


def statuses_event(sender: Sender, many: int) -> dict[str, Any]:
    """The HTTP event of a batch of statuses, each with the members that Meta sends."""
    statuses = [
        {
            "id": f"wamid.HBgL{sender.phone}FQIAERgS{next(_numbers):016d}AA==",
            "status": "delivered",
            "timestamp": "1795480000",
            "recipient_id": sender.phone,
            "biz_opaque_callback_data": "1M85QBQTYSTBA4PSPGF.0000000000000000000000",
            "pricing": {
                "billable": True,
                "pricing_model": "PMP",
                "category": "utility",
                "type": "regular",
            },
        }
        for _ in range(many)
    ]
    return _event({"statuses": statuses})


def _event(value: dict[str, Any]) -> dict[str, Any]:
    value = {"metadata": {"phone_number_id": NUMBER}, **value}
    entry = [{"id": "1", "changes": [{"field": "messages", "value": value}]}]
    raw = json.dumps({"object": "whatsapp_business_account", "entry": entry})
    signature = hmac.new(APP_SECRET.encode(), raw.encode(), hashlib.sha256).hexdigest()
    return {
        "version": "2.0",
        "rawPath": _PATH,
        "headers": {"x-hub-signature-256": f"sha256={signature}"},
        "pathParameters": {"channel": "whatsapp-cloud", "app_id": "meta-local"},
        "requestContext": {"http": {"method": "POST", "path": _PATH}, "requestId": "bench"},
        "body": raw,
        "isBase64Encoded": False,
    }
