"""Requests to identity providers: https, within seconds, of some size, and to nobody else.

httpx is imported and the client made at the first request, not before.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from chalicelib.domains.identity_providers.errors import ProviderFailedError

if TYPE_CHECKING:
    import httpx

_MAX_BYTES = 512 * 1024
_REDIRECTS = range(300, 400)


@dataclass(frozen=True, slots=True)
class OpenIdSettings:
    """How long to wait for providers (HILO_OPENID_* in the environment).

    `openid_answer_seconds` is all that one answer may take. `openid_allows_http`: the local
    stack, whose provider has no certificate.
    """

    openid_connect_seconds: float = 3.0
    openid_answer_seconds: float = 5.0
    openid_allows_http: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A provider's answer: status, and the JSON object in it."""

    status: int
    fields: dict[str, Any]


class ProviderRequests:
    """One HTTP client for all requests of a process; it follows no redirects."""

    def __init__(
        self, settings: OpenIdSettings, *, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._settings = settings
        self._transport = transport
        self._client: httpx.Client | None = None
        self._lock = threading.Lock()

    def is_secure(self, address: str) -> bool:
        """Whether an address names a host by https, and nothing that may be mistaken."""
        try:
            parts = urlsplit(address)
            host, port = parts.hostname, parts.port
        except ValueError:
            return False
        schemes = ("https", "http") if self._settings.openid_allows_http else ("https",)
        is_plain = "@" not in parts.netloc and not parts.fragment and port != 0
        return parts.scheme in schemes and bool(host) and is_plain and address.isascii()

    def read(self, address: str, *, bearer: str | None = None) -> dict[str, Any]:
        """The JSON object at an address. Raises ProviderFailedError."""
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        told = self._told("GET", address, headers=headers)
        if told.status != 200:
            raise ProviderFailedError("not_found" if told.status == 404 else "answered_error")
        return told.fields

    def post(self, address: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Told:
        """What a form is answered with, whatever the status. Raises ProviderFailedError."""
        return self._told("POST", address, headers=headers, data=dict(form))

    def _told(self, method: str, address: str, **sent: Any) -> Told:
        import httpx  # noqa: PLC0415 - loaded with the first request

        if not self.is_secure(address):
            raise ProviderFailedError("insecure_address")
        deadline = time.monotonic() + self._settings.openid_answer_seconds
        try:
            with self._opened().stream(method, address, **sent) as answer:
                if answer.status_code in _REDIRECTS:
                    raise ProviderFailedError("redirected")
                body = _within(answer.iter_bytes(), deadline)
                return Told(answer.status_code, _object(body, answer.status_code))
        except httpx.TimeoutException as exc:
            raise ProviderFailedError("too_slow") from exc
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise ProviderFailedError("unreachable") from exc

    def _opened(self) -> httpx.Client:
        """The client; proxies and certificates of the environment are not looked at."""
        import httpx  # noqa: PLC0415

        with self._lock:
            if self._client is None:
                waiting = httpx.Timeout(
                    self._settings.openid_answer_seconds,
                    connect=self._settings.openid_connect_seconds,
                )
                self._client = httpx.Client(
                    timeout=waiting,
                    follow_redirects=False,
                    trust_env=False,
                    headers={"Accept": "application/json"},
                    transport=self._transport,
                )
            return self._client


def _within(chunks: Iterable[bytes], deadline: float) -> bytes:
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > _MAX_BYTES:
            raise ProviderFailedError("too_large")
        if time.monotonic() > deadline:
            raise ProviderFailedError("too_slow")
    return bytes(content)


def _object(body: bytes, status: int) -> dict[str, Any]:
    """An error may say what it likes: its status says enough."""
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    if isinstance(told, dict):
        return told
    if status >= 400:
        return {}
    raise ProviderFailedError("not_json")
