"""The built web client as the CDN serves it: compressed, kept by hash, with a page's headers."""

from __future__ import annotations

import gzip
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from chalicelib.api.problem import MethodNotAllowedError
from chalicelib.core.errors import NotFoundError
from infra.local.stack.problems import refusal
from infra.security_headers import page_headers

DIST = Path(__file__).parents[3] / "web" / "dist"
_COMPRESSED = ("text/", "application/json", "image/svg+xml")
_FOREVER, _ASK = "public, max-age=31536000, immutable", "no-cache"
_MISSING = (
    "<!doctype html><html lang=es><meta charset=utf-8><title>Hilo</title>"
    "<p>El cliente web no está construido. Ejecute <code>make web</code> y recargue la página."
)


@dataclass(frozen=True, slots=True)
class _File:
    modified_ns: int
    content: bytes
    compressed: bytes | None
    content_type: str


class StaticSite:
    """Files of the build, kept in memory until they change on disk."""

    def __init__(self, file_origin: str, root: Path = DIST) -> None:
        self._root = root.resolve()
        self._kept: dict[str, _File] = {}
        self._security = page_headers(file_origin)

    async def serve(self, request: Request) -> Response:
        """A file, or the page whose own router knows the address."""
        if request.method not in ("GET", "HEAD"):
            return refusal(MethodNotAllowedError())
        name = request.url.path.lstrip("/")
        file = self._file("phone.html" if name == "phone" else name)
        if file is None and "." in name.rpartition("/")[2]:
            return refusal(NotFoundError())
        file = file or self._file("index.html")
        if file is None:
            return self._response(request, _File(0, _MISSING.encode(), None, "text/html"), _ASK)
        return self._response(request, file, _FOREVER if name.startswith("assets/") else _ASK)

    def _file(self, name: str) -> _File | None:
        if not name or "\0" in name or len(name) > 200:
            return None
        path = (self._root / name).resolve()
        if not path.is_relative_to(self._root) or not path.is_file():
            return None
        modified_ns, kept = path.stat().st_mtime_ns, self._kept.get(name)
        if kept is None or kept.modified_ns != modified_ns:
            kept = self._kept[name] = _read(path, modified_ns)
        return kept

    def _response(self, request: Request, file: _File, cache_control: str) -> Response:
        accepts = "gzip" in request.headers.get("accept-encoding", "")
        compressed = file.compressed if accepts else None
        etag = f'"{file.modified_ns:x}"'
        headers = {
            **self._security,
            "cache-control": cache_control,
            "vary": "accept-encoding",
            "etag": etag,
        }
        if request.headers.get("if-none-match") == etag:
            return Response(None, 304, headers)
        if compressed is not None:
            headers["content-encoding"] = "gzip"
        content = file.content if compressed is None else compressed
        return Response(content, 200, headers, media_type=file.content_type)


def _read(path: Path, modified_ns: int) -> _File:
    content = path.read_bytes()
    content_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    compressed = gzip.compress(content, 6) if content_type.startswith(_COMPRESSED) else None
    return _File(modified_ns, content, compressed, content_type)
