"""What is sent with each operation, so that nothing but the caller decides on the answer.

Bodies are those that the description of the API shows, unless one is named here: where fields
name things of the house, or have to be good for more than their shape.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from chalicelib.api.openapi import document
from chalicelib.core.clock import rfc3339
from functions.webhook.handler import handler as webhook
from infra.local.seed import PASSWORD
from tests.fakes.api import Answer
from tests.fakes.authenticator import Authenticator
from tests.fakes.clock import START
from tests.integration.authorization.conversations import (
    PLACES,
    contact_id,
    holder_of,
    mark_of,
    message_id,
    place_of,
)
from tests.integration.authorization.house import FORM, PICTURE, PROVIDER, House, alert_of
from tests.integration.authorization.people import COLLEAGUE
from tests.integration.authorization.whose import Ids, me, uploader
from tests.samples import GENERAL

Body = Callable[[House, str, Ids], Any]

_CONVERSATION = "/v1/conversations/{conversation_id}"
_CREDENTIALS = {"email": "agente4@hilo.test", "password": PASSWORD}
_CSV = "usuario;nombres;apellidos;correo;rol;colas\nbea;Bea;Quispe;bea@hilo.test;agent;general\n"
_TEMPLATE = {
    "name": "seguimiento",
    "language": "es",
    "parameters": {"1": "Rosa", "2": "su pedido"},
}


def _always(body: Any) -> Body:
    return lambda _house, _caller, _ids: body


BODIES: Mapping[str, Body] = {
    "POST /v1/auth/sign-in": _always(_CREDENTIALS),
    "POST /v1/auth/reset": _always({"email": "agente4@hilo.test"}),
    "POST /v1/auth/token": lambda house, _caller, _ids: house.made["token form"],
    "POST /v1/me/password": _always(
        {"password": PASSWORD, "new_password": "otra clave larga y propia"}
    ),
    "POST /v1/me/second-factor": _always({"password": PASSWORD}),
    "POST /v1/me/second-factor/recovery-codes": _always({"password": PASSWORD}),
    "POST /v1/me/second-factor/remove": _always({"password": PASSWORD}),
    "PUT /v1/author-colours": _always({"agent": {"light": "#ddf3e4", "dark": "#1d3a2c"}}),
    "POST /v1/quick-replies": _always({"name": "Gracias", "text": "Gracias"}),
    "PUT /v1/me/views": _always({"items": [{"name": "Mías", "filters": {}}]}),
    "POST /v1/me/alerts/read": _always({"ids": [alert_of(COLLEAGUE)]}),
    "POST /v1/me/alerts/read-all": lambda _house, caller, _ids: {"up_to": alert_of(me(caller))},
    "POST /v1/me/mentions/read": lambda house, _caller, _ids: {
        "note_ids": [house.made[f"note: {COLLEAGUE}"]]
    },
    "POST /v1/conversations": lambda _house, _caller, ids: {
        "connection_id": ids["connection_id"],
        "phone": "59179999999",
        "template": _TEMPLATE,
    },
    f"POST {_CONVERSATION}/assign": lambda _house, _caller, ids: {
        "user_id": ids.get("user_id", COLLEAGUE)
    },
    f"POST {_CONVERSATION}/resolve": lambda _house, _caller, ids: {
        "last_seen_message_id": _said_in(ids)
    },
    f"POST {_CONVERSATION}/read": lambda _house, _caller, ids: {"message_id": _said_in(ids)},
    f"PUT {_CONVERSATION}/typification": lambda house, _caller, _ids: {
        "tree_id": house.made["tree"]["id"],
        "node_id": "AAAAAA",
    },
    f"PUT {_CONVERSATION}/labels": lambda house, _caller, ids: {
        "labels": [ids.get("label_id", house.made["label"]["id"])]
    },
    f"PUT {_CONVERSATION}/messages/{{message_id}}/labels": lambda house, _caller, _ids: {
        "labels": [house.made["label"]["id"]]
    },
    f"POST {_CONVERSATION}/snooze": _always({"until": rfc3339(START + timedelta(hours=2))}),
    f"POST {_CONVERSATION}/messages": lambda _house, _caller, ids: _message(ids),
    f"POST {_CONVERSATION}/whispers": lambda _house, _caller, ids: {
        "text": "Ofrezca cuotas",
        "agent_id": holder_of(place_of(ids["conversation_id"]) or "waiting") or COLLEAGUE,
    },
    "POST /v1/audit/exports": _always({}),
    "PUT /v1/queues/{queue_id}/members": lambda _house, _caller, ids: {
        "members": [{"user_id": ids.get("user_id", COLLEAGUE)}]
    },
    "PUT /v1/contacts/{contact_id}/values": _always({"values": {"saldo": "12"}}),
    "POST /v1/contacts/{contact_id}/reveal": _always({"field": "contact.phone"}),
    "POST /v1/roles": _always(
        {"title": "Lectura", "permissions": ["conversations.read"], "scope": "own"}
    ),
    "POST /v1/users": lambda _house, _caller, ids: {
        "first_name": "Bea",
        "username": "bea",
        "email": "bea@hilo.test",
        "role": ids.get("role", "agent"),
        "queues": [ids.get("queue_id", GENERAL)],
    },
    "PATCH /v1/users/{user_id}": lambda _house, _caller, ids: (
        {"role": ids["role"]} if "role" in ids else {"office": "El Alto"}
    ),
    "POST /v1/users/{user_id}/picture/form": _always(
        {"filename": "a.png", "content_type": "image/png", "bytes": len(PICTURE)}
    ),
    "PUT /v1/users/{user_id}/picture": lambda house, caller, _ids: {
        "upload_id": house.upload_of(uploader(caller))
    },
    "POST /v1/user-imports/preview": _always({"content": base64.b64encode(_CSV.encode()).decode()}),
    "POST /v1/user-imports": _always({"content": base64.b64encode(_CSV.encode()).decode()}),
    "POST /v1/connections": lambda _house, _caller, ids: {
        "channel": "whatsapp_cloud",
        "name": "Otra",
        "app_id": "meta-local",
        "phone_number_id": "100000000000009",
        "queue_id": ids.get("leads_to", GENERAL),
    },
    "PATCH /v1/connections/{connection_id}": lambda _house, _caller, ids: (
        {"queue_id": ids["leads_to"]} if "leads_to" in ids else {"name": "Otro nombre"}
    ),
    "POST /v1/typifications": _always({"name": "Otro árbol"}),
    "POST /v1/auth/passkey/options": _always({}),
    "POST /v1/me/passkeys/options": _always({"password": PASSWORD}),
    "POST /v1/me/passkeys": lambda house, caller, _ids: _new_passkey(house, caller),
    "POST /v1/me/passkeys/{passkey_id}/remove": _always({"password": PASSWORD}),
    "POST /v1/identity-providers": lambda _house, _caller, ids: _provider(ids),
    "POST /v1/contacts/{contact_id}/erasure": lambda _house, _caller, ids: {
        "confirmation": _name_of(ids["contact_id"])
    },
    "POST /v1/contacts/{contact_id}/holds": _always({"reason": "juicio"}),
    "POST /v1/contacts/{contact_id}/consents": _always(
        {"purpose": "Campañas", "state": "granted", "source": "call"}
    ),
    "PUT /v1/privacy/retention/{kind}": _always({"days": 400}),
    "PUT /v1/four-eyes": _always({"expires_days": 3}),
    "POST /v1/changes/{change_id}/approve": _always({}),
}

QUERIES: Mapping[str, str] = {
    f"GET {_CONVERSATION}/thread/search": "words=picture",
    f"GET {_CONVERSATION}/thread/gallery": "kind=picture",
    "GET /v1/privacy/retention/{kind}/preview": "days=400",
    "GET /v1/provider-notices": "app_id=meta-local",
}

OF_BROWSERS = ("POST /v1/health/policy-reports",)
"""What a browser sends by itself, as a media type of its own."""

_NONE_YET = (
    "PUT /v1/author-colours",
    "PUT /v1/me/preferences",
    "PUT /v1/me/views",
    "PUT /v1/security",
    "PUT /v1/four-eyes",
    "PUT /v1/privacy/retention/{kind}",
    "PUT /v1/alert-rules/{role}",
    "PUT /v1/contacts/{contact_id}/values",
)
"""What nobody has written: version 0."""


_NO_OPTIONS = {"challenge": "", "rp": {"id": "hilo.test"}, "user": {"id": ""}}


def _said_in(ids: Ids) -> str:
    return message_id(place_of(ids["conversation_id"]) or "waiting")


def _message(ids: Ids) -> Any:
    if "upload_id" in ids:
        return {"kind": "media", "upload_id": ids["upload_id"]}
    answered = {"reply_to": ids["message_id"]} if "message_id" in ids else {}
    return {"kind": "text", "text": "Hola", **answered}


def _provider(ids: Ids) -> Any:
    """One whose rules give what the ids name."""
    queues = [ids["gives"]] if "gives" in ids else []
    rule = {"claim": "groups", "value": "todos", "role": ids.get("role", "agent")}
    return {**PROVIDER, "name": "Otra", "rules": [{**rule, "queues": queues}]}


def _new_passkey(house: House, caller: str) -> Any:
    """What a browser made for the caller; nobody else is told what to make one by."""
    path, proof = "/v1/me/passkeys/options", {"password": PASSWORD}
    told = house.call(caller, "POST", path, proof)
    options = told.json["options"] if told.status == 200 else _NO_OPTIONS
    return {"credential": Authenticator().create(options), "name": "Teléfono"}


def _name_of(contact: str) -> str:
    place = next((one for one in PLACES if contact_id(one) == contact), COLLEAGUE)
    return f"Cliente {mark_of(place)}"


def ask(house: House, caller: str, operation: str, ids: Ids) -> Answer:
    """One request: `operation` is a method and a path of the description."""
    method, _, path = operation.partition(" ")
    filled = path.format_map({name: quote(value) for name, value in ids.items()})
    if path.startswith("/webhooks/"):
        return _deliver(method, ids)
    query = QUERIES.get(operation)
    body = _body(house, caller, operation, ids)
    headers = {"If_Match": _version(house, caller, operation, ids)}
    if isinstance(body, bytes):
        headers["Content_Type"] = FORM
    elif operation in OF_BROWSERS:
        headers["Content_Type"] = "application/csp-report"
    return house.call(caller, method, f"{filled}?{query}" if query else filled, body, **headers)


def _deliver(method: str, ids: Ids) -> Answer:
    """What somebody sends to the webhook who knows no secret: without token or signature."""
    event = {
        "requestContext": {"http": {"method": method}, "requestId": "r"},
        "pathParameters": {"channel": "whatsapp-cloud", "app_id": ids["app_id"]},
        "queryStringParameters": {"hub.mode": "subscribe", "hub.challenge": "1"},
        "headers": {},
        "body": "{}",
    }
    answered = webhook(event, None)
    return Answer(answered["statusCode"], answered.get("headers", {}), answered.get("body", ""))


def _body(house: House, caller: str, operation: str, ids: Ids) -> Any:
    if operation in BODIES:
        return BODIES[operation](house, caller, ids)
    method, _, path = operation.partition(" ")
    described = document()["paths"][path][method.lower()].get("requestBody")
    if described is None:
        return None
    (content,) = described["content"].values()
    return json.loads(json.dumps(content["example"]))


def _version(house: House, caller: str, operation: str, ids: Ids) -> str:
    if operation in _NONE_YET:
        return "0"
    if "/v1/me/drafts/" in operation and place_of(ids["conversation_id"]) == me(caller):
        return house.draft_version(me(caller))
    if operation.startswith("PUT /v1/me/drafts/"):
        return "0"
    return "2" if "/v1/applications/" in operation else "1"
