"""The Chalice app as API Gateway calls it: requests and socket events in, answers out.

Owns routing to Chalice's table and the form of the events. Blocking: call it from a thread.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chalice.app import Chalice
from chalice.local import CustomLocalChalice, LocalChalice, RouteMatcher

from chalicelib.core.errors import HiloError, NotFoundError
from chalicelib.core.observability import logger
from infra.local.stack.invocation import ACCOUNT, LocalContext

TIMEOUT_SECONDS = 29
STAGE = "api"


@dataclass(frozen=True, slots=True)
class ApiRequest:
    """A request below the stage; `path` as it was sent (percent-encoded), with its query."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    ip: str


@dataclass(frozen=True, slots=True)
class ApiAnswer:
    """Status, headers in order (a name may repeat) and body."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(frozen=True, slots=True)
class SocketEvent:
    """What happens on a socket: CONNECT, MESSAGE or DISCONNECT."""

    kind: str
    socket_id: str
    headers: Mapping[str, str]
    ip: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None


_ROUTE_KEYS = {"CONNECT": "$connect", "MESSAGE": "$default", "DISCONNECT": "$disconnect"}


class ChaliceApp:
    """Safe for threads: each has its own current request."""

    def __init__(self, app: Chalice) -> None:
        # What chalice.local does for its own server; without it threads share a request.
        CustomLocalChalice.__bases__ = (LocalChalice, app.__class__)
        app.__class__ = CustomLocalChalice
        app.websocket_api.configure(
            domain_name="localhost", stage="ws"
        )  # else it asks for a region
        self._app = app
        self._matcher = RouteMatcher(list(app.routes))

    def call(self, request: ApiRequest) -> ApiAnswer:
        """Answer a request; what no route takes is a problem of status 404."""
        request_id = str(uuid.uuid4())
        try:
            matched = self._matcher.match_route(request.path)
        except ValueError:
            return problem_answer(NotFoundError(), request_id)
        event = {
            "resource": matched.route,
            "path": request.path.partition("?")[0],
            "httpMethod": request.method,
            "headers": dict(request.headers),
            "pathParameters": matched.captured,
            "multiValueQueryStringParameters": matched.query_params or None,
            "stageVariables": {},
            "body": base64.b64encode(request.body).decode(),
            "isBase64Encoded": True,
            "requestContext": {
                "accountId": ACCOUNT,
                "apiId": "local",
                "stage": STAGE,
                "requestId": request_id,
                "resourcePath": matched.route,
                "httpMethod": request.method,
                "path": f"/{STAGE}{request.path.partition('?')[0]}",
                "identity": {
                    "sourceIp": request.ip,
                    "userAgent": request.headers.get("user-agent"),
                },
            },
        }
        return _answer(self._app(event, LocalContext(STAGE, timeout_seconds=TIMEOUT_SECONDS)))

    def call_socket(self, event: SocketEvent) -> int:
        """Hand an event of a socket over; the status of the answer, 500 where there is none."""
        config = self._app.websocket_handlers.get(_ROUTE_KEYS[event.kind])
        if config is None:
            return 200
        handler = self._app.handler_map[config.name]
        context = LocalContext("sockets", timeout_seconds=TIMEOUT_SECONDS)
        try:
            return int(handler(_socket_event(event), context).get("statusCode", 200))
        except Exception:  # noqa: BLE001 - as API Gateway: the socket lives on
            logger.exception("socket handler failed", extra={"event": event.kind})
            return 500


def problem_answer(error: HiloError, request_id: str | None = None) -> ApiAnswer:
    """What a caller is told where the stack itself refuses."""
    body = json.dumps(error.problem(request_id or str(uuid.uuid4()))).encode()
    headers = [("content-type", "application/problem+json"), ("cache-control", "no-store")]
    return ApiAnswer(int(error.status), headers, body)


def _answer(response: dict[str, Any]) -> ApiAnswer:
    headers = [(name, str(value)) for name, value in (response.get("headers") or {}).items()]
    for name, values in (response.get("multiValueHeaders") or {}).items():
        headers += [(name, str(value)) for value in values]
    body = response.get("body") or ""
    if response.get("isBase64Encoded"):
        raw = base64.b64decode(body)
    else:
        raw = body if isinstance(body, bytes) else body.encode()
    return ApiAnswer(int(response["statusCode"]), headers, raw)


def _socket_event(event: SocketEvent) -> dict[str, Any]:
    made: dict[str, Any] = {
        "isBase64Encoded": False,
        "requestContext": {
            "routeKey": _ROUTE_KEYS[event.kind],
            "eventType": event.kind,
            "connectionId": event.socket_id,
            "apiId": "local",
            "stage": "ws",
            "domainName": "localhost",
            "requestId": str(uuid.uuid4()),
            "identity": {
                "sourceIp": event.ip,
                "userAgent": event.headers.get("user-agent"),
            },
        },
    }
    if event.kind == "MESSAGE":
        return made | {"body": event.body or ""}
    made["headers"] = dict(event.headers)
    if event.kind == "CONNECT":
        made["queryStringParameters"] = dict(event.query) or None
    return made
