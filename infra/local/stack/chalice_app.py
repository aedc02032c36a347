"""The Chalice app as API Gateway calls it: requests and socket events in, answers out.

Owns the form of the events; where the app's handlers run is
not its business. Blocking: call it from a thread.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from chalice.app import Chalice

from chalicelib.api.paths import EVERYTHING, ROOT
from chalicelib.core.errors import HiloError, NotFoundError
from chalicelib.core.observability import logger
from infra.deployment.lambdas import API, CONNECT, DISCONNECT, MESSAGE
from infra.local.lambdas.chalice_threads import serve_threads
from infra.local.lambdas.invocation import ACCOUNT, Handler, Invoke, InvokeOf, LocalContext

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
_SOCKET_LAMBDAS = {"CONNECT": CONNECT, "MESSAGE": MESSAGE, "DISCONNECT": DISCONNECT}


def handlers_of(app: Chalice) -> InvokeOf:
    """The app's handlers, called in this process by the names of their Lambdas."""
    kinds = {name: kind for kind, name in _SOCKET_LAMBDAS.items()}

    def of(name: str) -> Invoke:
        handler: Handler = app
        if name in kinds:
            handler = app.handler_map[app.websocket_handlers[_ROUTE_KEYS[kinds[name]]].name]
        return lambda event: handler(event, LocalContext(name, timeout_seconds=TIMEOUT_SECONDS))

    return of


class ChaliceApp:
    """Safe for threads: each has its own current request."""

    def __init__(self, app: Chalice, invoke_of: InvokeOf | None = None) -> None:
        """`invoke_of` reaches the app's Lambdas where they are not called in this process."""
        serve_threads(app)
        invoke_of = invoke_of or handlers_of(app)
        self._api = invoke_of(API)
        self._sockets = {
            kind: invoke_of(name)
            for kind, name in _SOCKET_LAMBDAS.items()
            if _ROUTE_KEYS[kind] in app.websocket_handlers
        }

    def call(self, request: ApiRequest) -> ApiAnswer:
        """Answer a request; what no route takes is a problem of status 404."""
        request_id = str(uuid.uuid4())
        path, _, query = request.path.partition("?")
        if not path.startswith(f"{ROOT}/"):
            return problem_answer(NotFoundError(), request_id)
        event = {
            "resource": EVERYTHING,
            "path": path,
            "httpMethod": request.method,
            "headers": dict(request.headers),
            "pathParameters": {"proxy": path.removeprefix(f"{ROOT}/")},
            "multiValueQueryStringParameters": parse_qs(query, keep_blank_values=True) or None,
            "stageVariables": {},
            "body": base64.b64encode(request.body).decode(),
            "isBase64Encoded": True,
            "requestContext": {
                "accountId": ACCOUNT,
                "apiId": "local",
                "stage": STAGE,
                "requestId": request_id,
                "resourcePath": EVERYTHING,
                "httpMethod": request.method,
                "path": f"/{STAGE}{path}",
                "identity": {
                    "sourceIp": request.ip,
                    "userAgent": request.headers.get("user-agent"),
                },
            },
        }
        try:
            return _answer(self._api(event))
        except Exception:  # noqa: BLE001 - as API Gateway: a function that fails is our fault
            logger.exception("api function failed", extra={"request_id": request_id})
            return problem_answer(HiloError(), request_id)

    def call_socket(self, event: SocketEvent) -> int:
        """Hand an event of a socket over; the status of the answer, 500 where there is none."""
        if event.kind not in self._sockets:
            return 200
        try:
            return int(self._sockets[event.kind](_socket_event(event)).get("statusCode", 200))
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
