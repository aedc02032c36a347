"""Sample events as AWS's doors make them, of one customer and one agent."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from chalicelib.api.paths import EVERYTHING, ROOT
from infra.local.seed import APP

NUMBER = "100000000000001"
ROSA = "593995550148"


def delivery(secret: str, *, field: str = "messages", **value: Any) -> dict[str, Any]:
    """A signed delivery of the provider, as the HTTP API hands it over."""
    metadata = {"phone_number_id": NUMBER, "display_phone_number": "593225550101"}
    full = {"messaging_product": "whatsapp", "metadata": metadata, **value}
    entry = {"id": "200000000000001", "changes": [{"field": field, "value": full}]}
    raw = json.dumps({"object": "whatsapp_business_account", "entry": [entry]})
    signature = hmac.new(secret.encode(), raw.encode(), hashlib.sha256).hexdigest()
    path = f"/webhooks/whatsapp-cloud/{APP.id}"
    return {
        "version": "2.0",
        "routeKey": "POST /webhooks/{channel}/{app_id}",
        "rawPath": path,
        "headers": {"x-hub-signature-256": f"sha256={signature}"},
        "pathParameters": {"channel": "whatsapp-cloud", "app_id": APP.id},
        "requestContext": {"http": {"method": "POST", "path": path}, "requestId": "delivery"},
        "body": raw,
        "isBase64Encoded": False,
    }


def from_rosa(provider_id: str, second: int, **content: Any) -> dict[str, Any]:
    """What Rosa wrote, as part of a delivery."""
    return from_customer(ROSA, "Rosa", provider_id, second, **content)


def from_customer(
    phone: str, name: str, provider_id: str, second: int, **content: Any
) -> dict[str, Any]:
    """What somebody wrote, as part of a delivery."""
    message = {"id": provider_id, "from": phone, "timestamp": str(second), **content}
    contact = {"wa_id": phone, "profile": {"name": name}}
    return {"contacts": [contact], "messages": [message]}


def request(
    method: str,
    resource: str,
    *,
    token: str | None = None,
    body: Any = None,
    parameters: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> dict[str, Any]:
    """A request of the desk, as the REST API hands it over."""
    path = resource.format(**(parameters or {}))
    sent = {"Host": "desk.test", "Content-Type": "application/json", **(headers or {})}
    if token is not None:
        sent["Authorization"] = f"Bearer {token}"
    return {
        "resource": EVERYTHING,
        "path": path,
        "httpMethod": method,
        "headers": sent,
        "multiValueHeaders": {name: [value] for name, value in sent.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": {"proxy": path.removeprefix(f"{ROOT}/")},
        "stageVariables": None,
        "body": None if body is None else json.dumps(body),
        "isBase64Encoded": False,
        "requestContext": {
            "resourcePath": EVERYTHING,
            "httpMethod": method,
            "path": f"/api{path}",
            "stage": "api",
            "requestId": "request",
            "identity": {"sourceIp": "192.0.2.1"},
        },
    }


def socket_event(kind: str, **more: Any) -> dict[str, Any]:
    """An event of the WebSocket API."""
    route_key = {"CONNECT": "$connect", "MESSAGE": "$default", "DISCONNECT": "$disconnect"}[kind]
    return {
        "isBase64Encoded": False,
        "requestContext": {
            "routeKey": route_key,
            "eventType": kind,
            "connectionId": "c2Vja2V0=",
            "apiId": "sockets",
            "stage": "ws",
            "domainName": "sockets.execute-api.us-east-1.amazonaws.com",
            "requestId": "frame",
            "identity": {"sourceIp": "192.0.2.1"},
        },
        **more,
    }
