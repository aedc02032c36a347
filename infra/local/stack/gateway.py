"""API Gateway: `/api`, `/webhooks` and `/ws` to the Chalice app and the webhook function."""

from __future__ import annotations

import asyncio
import base64
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from urllib.parse import parse_qs, unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from chalicelib.adapters.channels.webhooks import BodyTooLargeError
from chalicelib.api.problem import MethodNotAllowedError
from chalicelib.core.errors import HiloError, NotFoundError
from chalicelib.core.observability import logger
from infra.local.lambdas.invocation import ACCOUNT, Invoke
from infra.local.stack.activity import Gate
from infra.local.stack.chalice_app import STAGE, ApiRequest, ChaliceApp, SocketEvent
from infra.local.stack.problems import refusal, to_response
from infra.local.stack.requests import (
    client_ip,
    joined_headers,
    limited_body,
    raw_path,
    raw_query,
)
from infra.local.stack.sockets import Socket, Sockets

T = TypeVar("T")
_THREADS = 16
_LOST = Response(status_code=499)  # nobody reads it: the client has gone
_WEBHOOK_METHODS = ("GET", "POST")


class Gateway:
    """Requests are answered in threads; frames of one socket strictly one after the other."""

    def __init__(self, app: ChaliceApp, webhook: Invoke, sockets: Sockets, gate: Gate) -> None:
        self._app, self._webhook, self._sockets, self._gate = app, webhook, sockets, gate
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="gateway")

    def stop(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    async def api(self, request: Request) -> Response:
        """`/api/...`: the stage is taken off the path."""
        path = raw_path(request.scope)
        if not path.startswith(f"/{STAGE}/"):
            return refusal(NotFoundError())
        query = raw_query(request.scope)
        try:
            body = await limited_body(request)
        except BodyTooLargeError as error:
            return refusal(error)
        except ClientDisconnect:
            return _LOST
        sent = ApiRequest(
            method=request.method,
            path=path.removeprefix(f"/{STAGE}") + (f"?{query}" if query else ""),
            headers=joined_headers(request.scope),
            body=body,
            ip=client_ip(request.scope),
        )
        async with self._gate.passing():
            return to_response(await self._in_thread(lambda: self._app.call(sent)))

    async def webhooks(self, request: Request) -> Response:
        """`/webhooks/{channel}/{app_id}` as an HTTP API calls its function."""
        parts = raw_path(request.scope).split("/")
        if len(parts) != 4 or not all(parts[2:]):
            return refusal(NotFoundError())
        if request.method not in _WEBHOOK_METHODS:
            return refusal(MethodNotAllowedError())
        try:
            body = await limited_body(request)
        except BodyTooLargeError as error:
            return refusal(error)
        except ClientDisconnect:
            return _LOST
        event = _http_api_event(request, unquote(parts[2]), unquote(parts[3]), body)
        async with self._gate.passing():
            return await self._in_thread(lambda: self._webhook_answer(event))

    async def socket(self, connection: WebSocket) -> None:
        """`/ws`: refused by $connect means 403 at the handshake."""
        socket = Socket(connection)
        event = SocketEvent(
            kind="CONNECT",
            socket_id=socket.id,
            headers=joined_headers(connection.scope),
            ip=client_ip(connection.scope),
            query=dict(connection.query_params),
        )
        self._sockets.add(socket)  # before it is told: a frame may come for it at once
        try:
            if await self._tell(event) >= 300:
                await connection.close()
                return
            try:
                await connection.accept()
                await self._serve(connection, socket, event)
            finally:
                await self._tell(_following(event, "DISCONNECT"))
        finally:
            socket.end()
            self._sockets.remove(socket.id)

    async def _serve(self, connection: WebSocket, socket: Socket, opened: SocketEvent) -> None:
        """Until the client leaves or is cut off."""
        tasks = {
            asyncio.create_task(socket.send_queued()),
            asyncio.create_task(self._receive(connection, opened)),
            asyncio.create_task(socket.ended.wait()),
        }
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _receive(self, connection: WebSocket, opened: SocketEvent) -> None:
        while True:
            message = await connection.receive()
            if message["type"] == "websocket.disconnect":
                return
            text = message.get("text")
            if text is None:
                text = message["bytes"].decode(errors="replace")
            await self._tell(_following(opened, "MESSAGE", text))

    async def _tell(self, event: SocketEvent) -> int:
        async with self._gate.passing():
            return await self._in_thread(lambda: self._app.call_socket(event))

    async def _in_thread(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, call)

    def _webhook_answer(self, event: dict[str, Any]) -> Response:
        try:
            answer = self._webhook(event)
        except Exception:  # noqa: BLE001 - as an HTTP API: a function that fails answers 500
            logger.exception("webhook function failed")
            return refusal(HiloError())
        return Response(
            (answer.get("body") or "").encode(), answer["statusCode"], answer.get("headers")
        )


def _following(opened: SocketEvent, kind: str, body: str | None = None) -> SocketEvent:
    return SocketEvent(kind, opened.socket_id, opened.headers, opened.ip, body=body)


def _http_api_event(request: Request, channel: str, app_id: str, body: bytes) -> dict[str, Any]:
    """An HTTP API event, payload 2.0; the body as text where it is UTF-8."""
    try:
        text, is_base64 = body.decode(), False
    except UnicodeDecodeError:
        text, is_base64 = base64.b64encode(body).decode(), True
    query, path = raw_query(request.scope), raw_path(request.scope)
    headers = joined_headers(request.scope)
    parameters = parse_qs(query, keep_blank_values=True)
    route = f"{request.method} /webhooks/{{channel}}/{{app_id}}"
    return {
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": query,
        "headers": headers,
        "queryStringParameters": {name: ",".join(all_) for name, all_ in parameters.items()},
        "pathParameters": {"channel": channel, "app_id": app_id},
        "requestContext": {
            "accountId": ACCOUNT,
            "apiId": "local",
            "stage": "$default",
            "routeKey": route,
            "requestId": str(uuid.uuid4()),
            "http": {
                "method": request.method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": client_ip(request.scope),
                "userAgent": headers.get("user-agent", ""),
            },
        },
        "body": text,
        "isBase64Encoded": is_base64,
    }
