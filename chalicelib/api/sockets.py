"""The WebSocket API: who may open a socket, and what is done with its frames."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from chalice.app import Response, WebsocketEvent

from chalicelib.bootstrap import container
from chalicelib.core.errors import HiloError
from chalicelib.core.observability import logger
from chalicelib.domains.notifications.models import SocketId


def connect(event: WebsocketEvent) -> Response:
    """A ticket in the query lets in, once; pages of other sites are refused."""
    raw = event.to_dict()
    headers = {name.lower(): value for name, value in (raw.get("headers") or {}).items()}
    if not _is_own_page(headers.get("origin"), headers.get("host", "")):
        return Response("", status_code=403)
    ticket = (raw.get("queryStringParameters") or {}).get("ticket") or ""
    try:
        container().sockets.connect(SocketId(event.connection_id), ticket)
    except HiloError as refused:
        logger.info("socket refused", extra={"code": refused.code})
        return Response("", status_code=401)
    return Response("", status_code=200)


def answer(event: WebsocketEvent) -> None:
    """Answer one frame, over the socket itself; close it where its session is over."""
    services, socket_id = container(), SocketId(event.connection_id)
    reply = services.sockets.handle(socket_id, event.body or "")
    services.realtime.post(socket_id, json.dumps(reply.answer))
    if reply.is_last:
        services.realtime.close(socket_id)


def disconnect(event: WebsocketEvent) -> None:
    """Forget the socket."""
    container().sockets.disconnect(SocketId(event.connection_id))


def _is_own_page(origin: str | None, host: str) -> bool:
    """Programs send no origin; a browser's page must come from this very host."""
    if origin is None:
        return True
    own = container().settings.public_origin or f"//{host}"
    return urlsplit(origin).netloc == urlsplit(own).netloc
