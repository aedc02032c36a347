"""Fetches a customer's file: the Graph API names an address, which lives five minutes.

Asks only Meta's hosts (the address comes from outside), gives the token to no other, and
holds at most the permitted size in memory.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.channels.whatsapp_cloud.fields import shown_in
from chalicelib.adapters.channels.whatsapp_cloud.graph import GraphApi, bearer
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import ConnectionId
from chalicelib.core.secret_store import SecretMissingError, SecretsUnavailableError
from chalicelib.domains.conversations.ports import (
    FetchedMedia,
    MediaGoneError,
    MediaUnavailableError,
)

if TYPE_CHECKING:
    import httpx

_MEDIA_ID = re.compile(r"[A-Za-z0-9_-]{1,256}")
_HOSTS = frozenset({"lookaside.fbsbx.com", "graph.facebook.com"})
_HOST_SUFFIX = ".fbcdn.net"
_MAX_DESCRIPTION_BYTES = 100_000
_MAX_REDIRECTS = 3
_MAX_TEXT = 512
_UNKNOWN_ID = 100
_ANY_TYPE = "application/octet-stream"


class GraphMedia:
    """The MediaFetcher of WhatsApp Cloud."""

    def __init__(self, api: GraphApi) -> None:
        self._api = api

    def fetch(self, connection_id: ConnectionId, provider_media_id: str) -> FetchedMedia:
        if not _MEDIA_ID.fullmatch(provider_media_id):
            raise MediaGoneError("the media id has no form of the provider's")
        token = self._token(connection_id)
        described = self._describe(provider_media_id, token)
        content, claimed = self._download(shown_in(described, "url", limit=4_096), token)
        return FetchedMedia(
            content=content,
            content_type=shown_in(described, "mime_type", limit=_MAX_TEXT) or claimed or _ANY_TYPE,
            sha256=shown_in(described, "sha256", limit=_MAX_TEXT),
        )

    def _token(self, connection_id: ConnectionId) -> str:
        try:
            return self._api.token_of(self._api.connection_of(connection_id))
        except NotFoundError as exc:
            raise MediaGoneError("the connection does not exist") from exc
        except (SecretMissingError, SecretsUnavailableError) as exc:
            raise MediaUnavailableError("no access token") from exc

    def _describe(self, media_id: str, token: str) -> dict[str, Any]:
        status, content, _ = self._get(
            self._api.settings.url(media_id), token, _MAX_DESCRIPTION_BYTES
        )
        described = _object(content)
        if status == 404 or _error_code(described) == _UNKNOWN_ID:
            raise MediaGoneError(f"the provider does not know the file: HTTP {status}")
        if status != 200:
            raise MediaUnavailableError(f"HTTP {status}, code {_error_code(described)}")
        size = described.get("file_size")
        limit = self._api.settings.graph_media_limit_bytes
        if isinstance(size, int) and size > limit:
            raise MediaGoneError(f"the file is larger than {limit} bytes")
        return described

    def _download(self, url: str | None, token: str) -> tuple[bytes, str | None]:
        """The file and the type its host claims; a redirect is followed with the same checks."""
        for _ in range(_MAX_REDIRECTS + 1):
            if url is None or not self._is_permitted(url):
                raise MediaUnavailableError("the address of the file is not the provider's")
            status, content, headers = self._get(
                url, token, self._api.settings.graph_media_limit_bytes
            )
            if status == 200:
                return content, headers.get("content-type")
            if status not in (301, 302, 303, 307, 308):
                raise MediaUnavailableError(f"HTTP {status} for the file")
            url = _joined(url, headers.get("location"))
        raise MediaUnavailableError("too many redirects")

    def _get(self, url: str, token: str, limit_bytes: int) -> tuple[int, bytes, httpx.Headers]:
        """Raises MediaGoneError for too large a body, MediaUnavailableError for the network."""
        import httpx  # noqa: PLC0415 - loaded with the first file

        content = bytearray()
        try:
            with self._api.client().stream("GET", url, headers=bearer(token)) as answer:
                for chunk in answer.iter_bytes():
                    content += chunk
                    if len(content) > limit_bytes:
                        raise MediaGoneError(f"the file is larger than {limit_bytes} bytes")
                return answer.status_code, bytes(content), answer.headers
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise MediaUnavailableError(type(exc).__name__) from exc

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
        return is_meta and address.scheme == "https" and address.port is None


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
