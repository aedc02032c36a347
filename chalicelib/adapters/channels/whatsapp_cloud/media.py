"""Fetches a customer's file: the Graph API names an address, which lives five minutes.

Asks only Meta's hosts (the address comes from outside), gives the token to no other, and
measures the file while it comes: what is too large or too slow is broken off. Large files
are on disk, never whole in memory.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import tempfile
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import IO, TYPE_CHECKING, Any

from chalicelib.adapters.channels.whatsapp_cloud.fields import shown_in
from chalicelib.adapters.channels.whatsapp_cloud.graph import GraphApi, bearer
from chalicelib.adapters.channels.whatsapp_cloud.limits import MAX_BYTES
from chalicelib.core.clock import Clock
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import ConnectionId
from chalicelib.core.secret_store import SecretMissingError, SecretsUnavailableError
from chalicelib.domains.conversations.events import MessageKind
from chalicelib.domains.conversations.ports import (
    FetchedMedia,
    MediaGoneError,
    MediaTooLargeError,
    MediaUnavailableError,
)

if TYPE_CHECKING:
    import httpx

_MEDIA_ID = re.compile(r"[A-Za-z0-9_-]{1,256}")
_HOSTS = frozenset({"lookaside.fbsbx.com", "graph.facebook.com"})
_HOST_SUFFIX = ".fbcdn.net"
_MAX_DESCRIPTION_BYTES = 100_000
_IN_MEMORY_BYTES = 1_048_576
_MAX_REDIRECTS = 3
_MAX_TEXT = 512
_UNKNOWN_ID = 100
_ANY_TYPE = "application/octet-stream"


class GraphMedia:
    """The MediaFetcher of WhatsApp Cloud."""

    def __init__(self, api: GraphApi, clock: Clock) -> None:
        self._api = api
        self._clock = clock

    def fetch(
        self, connection_id: ConnectionId, provider_media_id: str, kind: MessageKind
    ) -> FetchedMedia:
        if not _MEDIA_ID.fullmatch(provider_media_id):
            raise MediaGoneError("the media id has no form of the provider's")
        token = self._token(connection_id)
        ends_at = self._clock.now() + timedelta(seconds=self._api.settings.graph_media_seconds)
        limit_bytes = MAX_BYTES.get(kind, MAX_BYTES["document"])
        described = self._describe(provider_media_id, token, ends_at)
        told_bytes = _size_in(described)
        if told_bytes is not None and told_bytes > limit_bytes:
            raise MediaTooLargeError(f"{told_bytes} bytes, {limit_bytes} are allowed: {kind}")
        url = shown_in(described, "url", limit=4_096)
        download = self._download(url, token, limit_bytes, ends_at)
        return FetchedMedia(
            content=download.content,
            bytes=download.size,
            sha256=download.digest.hexdigest(),
            content_type=shown_in(described, "mime_type", limit=_MAX_TEXT)
            or download.claimed
            or _ANY_TYPE,
            told_bytes=told_bytes,
            told_sha256=shown_in(described, "sha256", limit=_MAX_TEXT),
        )

    def _token(self, connection_id: ConnectionId) -> str:
        try:
            return self._api.token_of(self._api.connection_of(connection_id))
        except NotFoundError as exc:
            raise MediaGoneError("the connection does not exist") from exc
        except (SecretMissingError, SecretsUnavailableError) as exc:
            raise MediaUnavailableError("no access token") from exc

    def _describe(self, media_id: str, token: str, ends_at: datetime) -> dict[str, Any]:
        answer = _Download(io.BytesIO(), _MAX_DESCRIPTION_BYTES)
        try:
            self._get(self._api.settings.url(media_id), token, answer, ends_at)
        except MediaTooLargeError as exc:
            raise MediaUnavailableError("the description of the file is too large") from exc
        described = _object(answer.content.read())
        if answer.status == 404 or _error_code(described) == _UNKNOWN_ID:
            raise MediaGoneError(f"the provider does not know the file: HTTP {answer.status}")
        if answer.status != 200:
            raise MediaUnavailableError(f"HTTP {answer.status}, code {_error_code(described)}")
        return described

    def _download(
        self, url: str | None, token: str, limit_bytes: int, ends_at: datetime
    ) -> _Download:
        """The file; a redirect is followed with the same checks."""
        for _ in range(_MAX_REDIRECTS + 1):
            if url is None or not self._is_permitted(url):
                raise MediaUnavailableError("the address of the file is not the provider's")
            with ExitStack() as held:
                content = held.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES))
                answer = _Download(content, limit_bytes)
                self._get(url, token, answer, ends_at)
                if answer.status == 200:
                    held.pop_all()  # whoever asked for the file closes it
                    return answer
            if answer.status not in (301, 302, 303, 307, 308):
                raise MediaUnavailableError(f"HTTP {answer.status} for the file")
            url = _joined(url, answer.location)
        raise MediaUnavailableError("too many redirects")

    def _get(self, url: str, token: str, into: _Download, ends_at: datetime) -> None:
        """Take an answer down. Raises MediaTooLargeError, and MediaUnavailableError for the net."""
        import httpx  # noqa: PLC0415 - loaded with the first file

        headers = {**bearer(token), "Accept-Encoding": "identity"}
        try:
            with self._api.client().stream("GET", url, headers=headers) as answer:
                into.begin(answer)
                for chunk in answer.iter_bytes():
                    into.add(chunk)
                    if self._clock.now() > ends_at:
                        raise MediaUnavailableError("the file comes too slowly")
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise MediaUnavailableError(type(exc).__name__) from exc
        into.content.seek(0)

    def _is_permitted(self, url: str) -> bool:
        """Whether the token and our network may go there: Meta by TLS, or the configured API."""
        import httpx  # noqa: PLC0415 - loaded with the first file

        try:
            address, base = httpx.URL(url), httpx.URL(self._api.settings.graph_base_url)
        except httpx.InvalidURL:
            return False
        if (address.scheme, address.host, address.port) == (base.scheme, base.host, base.port):
            return True
        is_meta = address.host in _HOSTS or address.host.endswith(_HOST_SUFFIX)
        is_plain = address.port is None and not address.userinfo
        return is_meta and is_plain and address.scheme == "https"


class _Download:
    """An answer while it comes: its content with size and hash, and what its headers say."""

    def __init__(self, content: IO[bytes], limit_bytes: int) -> None:
        self.content = content
        self.size = 0
        self.digest = hashlib.sha256()
        self.status = 0
        self.claimed: str | None = None
        self.location: str | None = None
        self._limit_bytes = limit_bytes

    def begin(self, answer: httpx.Response) -> None:
        self.status = answer.status_code
        self.claimed = answer.headers.get("content-type")
        self.location = answer.headers.get("location")

    def add(self, chunk: bytes) -> None:
        """Raises MediaTooLargeError before the chunk is kept that would be too much."""
        self.size += len(chunk)
        if self.size > self._limit_bytes:
            raise MediaTooLargeError(f"over {self._limit_bytes} bytes came")
        self.digest.update(chunk)
        self.content.write(chunk)


def _size_in(described: dict[str, Any]) -> int | None:
    """The size that the provider tells, as a number or in digits."""
    told = described.get("file_size")
    if isinstance(told, str) and told.isascii() and told.isdigit() and len(told) < 20:
        return int(told)
    return told if isinstance(told, int) and not isinstance(told, bool) else None


def _joined(url: str, location: str | None) -> str | None:
    import httpx  # noqa: PLC0415 - loaded with the first file

    try:
        return str(httpx.URL(url).join(location)) if location else None
    except httpx.InvalidURL:
        return None


def _object(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _error_code(described: dict[str, Any]) -> Any:
    error = described.get("error")
    return error.get("code") if isinstance(error, dict) else None
