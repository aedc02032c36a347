"""Records what a seeded stack would answer to the first event of each function."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import boto3

from chalicelib.adapters.channels.raw_update import RawUpdate, pack
from chalicelib.api.paths import EVERYTHING
from chalicelib.bootstrap import Container
from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import AppId, Arrival, UserId
from chalicelib.core.tables import DIRECTORY, LIVE
from chalicelib.domains.access.models import Visit
from infra.deployment.signing_key import new_keys
from infra.local.engines.moto_engine import MotoEngine
from infra.local.engines.tables import create_tables
from infra.local.seed import seed
from tests.fakes.body_store import FakeBodyStore
from tests.fakes.secrets import FakeSecretStore

APP_SECRET = "bench-secret"


def record_world() -> dict[str, Any]:
    """Items of the configuration tables, secrets, and one event per function."""
    secrets = {
        "hilo/signing-key": new_keys(),
        "hilo/app/meta-local": {"app_secret": APP_SECRET, "verify_token": "v", "access_token": "a"},
    }
    with MotoEngine() as engine:
        client = engine.client("dynamodb")
        create_tables(client, "")
        session = boto3.Session(
            aws_access_key_id="bench", aws_secret_access_key="bench", region_name="us-east-1"
        )
        container = Container({}, secrets=FakeSecretStore(secrets), session=session)
        seed(container)
        now_ms = to_ms(container.clock.now())
        change = Change("session.opened", "bench", now_ms)
        people = container.people.get()
        agent = people.users[UserId("agente1")]
        grant = container.sessions.open(agent, Visit("127.0.0.1"), change)
        items = {
            table: client.scan(TableName=table)["Items"] for table in (DIRECTORY.name, LIVE.name)
        }
    message = _message(now_ms // 1000)
    return {
        "items": items,
        "secrets": secrets,
        "webhook": _http_event(message),
        "inbound": _queue_event(message, now_ms),
        "api": _api_event(grant.access_token),
    }


def _message(second: int) -> dict[str, Any]:
    return {
        "id": "wamid.bench",
        "from": "593995550148",
        "timestamp": str(second),
        "type": "text",
        "text": {"body": "Buenos días, quiero saber cuánto debo."},
    }


def _http_event(message: dict[str, Any]) -> dict[str, Any]:
    value = {
        "metadata": {"phone_number_id": "100000000000001"},
        "contacts": [{"wa_id": message["from"], "profile": {"name": "Rosa"}}],
        "messages": [message],
    }
    changes = [{"field": "messages", "value": value}]
    entry = [{"id": "1", "changes": changes}]
    raw = json.dumps({"object": "whatsapp_business_account", "entry": entry})
    signature = hmac.new(APP_SECRET.encode(), raw.encode(), hashlib.sha256).hexdigest()
    path = "/webhooks/whatsapp-cloud/meta-local"
    return {
        "version": "2.0",
        "rawPath": path,
        "headers": {"x-hub-signature-256": f"sha256={signature}"},
        "pathParameters": {"channel": "whatsapp-cloud", "app_id": "meta-local"},
        "requestContext": {"http": {"method": "POST", "path": path}, "requestId": "bench"},
        "body": raw,
        "isBase64Encoded": False,
    }


def _queue_event(message: dict[str, Any], now_ms: int) -> dict[str, Any]:
    update = RawUpdate(
        channel="whatsapp_cloud",
        app_id=AppId("meta-local"),
        part="message",
        field="messages",
        account="100000000000001",
        arrival=Arrival(now_ms),
        content=message,
        contact={"wa_id": message["from"], "profile": {"name": "Rosa"}},
    )
    record = {
        "messageId": "1",
        "receiptHandle": "1",
        "body": pack([update], FakeBodyStore()),
        "attributes": {"ApproximateReceiveCount": "1", "MessageGroupId": "1"},
    }
    return {"Records": [record]}


def _api_event(token: str) -> dict[str, Any]:
    """What API Gateway hands to Chalice for an agent who opens the list."""
    return {
        "httpMethod": "GET",
        "path": "/v1/conversations",
        "resource": EVERYTHING,
        "headers": {"Authorization": f"Bearer {token}", "Host": "localhost"},
        "multiValueHeaders": {},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": {"proxy": "conversations"},
        "stageVariables": None,
        "body": None,
        "isBase64Encoded": False,
        "requestContext": {
            "httpMethod": "GET",
            "resourcePath": EVERYTHING,
            "requestId": "bench",
            "stage": "api",
            "identity": {"sourceIp": "127.0.0.1"},
        },
    }
