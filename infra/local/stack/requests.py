"""Reads what arrives over HTTP: the raw path, joined headers, and bodies up to a limit."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import Scope

from chalicelib.adapters.channels.webhooks import BodyTooLargeError

MOST_BODY_BYTES = 4 * 1024 * 1024
_JOINED = {"cookie": "; "}


def raw_path(scope: Scope) -> str:
    """The path as it was sent, percent-encoded."""
    return bytes(scope["raw_path"]).decode("latin-1")


def raw_query(scope: Scope) -> str:
    return bytes(scope["query_string"]).decode("latin-1")


def joined_headers(scope: Scope) -> dict[str, str]:
    """Headers by lower-case name; repeated ones joined as HTTP allows."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        known = headers.get(name)
        headers[name] = value if known is None else known + _JOINED.get(name, ",") + value
    return headers


def client_ip(scope: Scope) -> str:
    client = scope.get("client")
    return client[0] if client else "127.0.0.1"


async def limited_body(request: Request, most_bytes: int = MOST_BODY_BYTES) -> bytes:
    """The body. Raises BodyTooLargeError before keeping more than the limit."""
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > most_bytes:
        raise BodyTooLargeError
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most_bytes:
            raise BodyTooLargeError
        chunks.append(chunk)
    return b"".join(chunks)
