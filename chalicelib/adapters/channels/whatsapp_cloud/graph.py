"""The connection to Meta's Graph API: settings, one HTTP client, and the token of an app.

httpx is imported and the client made at the first request, not before.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.core.ids import ConnectionId
from chalicelib.core.secret_store import SecretMissingError, SecretStore, app_secret_name
from chalicelib.domains.connections.models import Connection

if TYPE_CHECKING:
    import httpx

ConnectionOf = Callable[[ConnectionId], Connection]
"""Finds a connection by its id. Raises NotFoundError."""


@dataclass(frozen=True, slots=True)
class GraphSettings:
    """Where the Graph API is and how long to wait for it (HILO_GRAPH_* in the environment).

    `graph_answer_seconds` is the longest silence and, after connecting, the time within
    which an answer must begin to end.
    """

    graph_base_url: str = "https://graph.facebook.com"
    graph_version: str = "v26.0"
    graph_connect_seconds: float = 3.0
    graph_answer_seconds: float = 10.0
    graph_upload_seconds: float = 45.0  # reading a file of ours and handing it over
    graph_media_limit_bytes: int = 100 * 1024 * 1024

    @property
    def longest_attempt_seconds(self) -> float:
        """After this an attempt has ended, one way or another."""
        return self.graph_connect_seconds + 2 * self.graph_answer_seconds

    def url(self, path: str) -> str:
        return f"{self.graph_base_url.rstrip('/')}/{self.graph_version}/{path}"


class GraphApi:
    """One HTTP client for all requests of a process."""

    def __init__(
        self,
        settings: GraphSettings,
        secrets: SecretStore,
        connection_of: ConnectionOf,
        *,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.settings = settings
        self.connection_of = connection_of
        self._secrets = secrets
        self._transport = transport
        self._client: httpx.Client | None = None
        self._lock = threading.Lock()

    def client(self) -> httpx.Client:
        """The client; proxies and certificates of the environment are not looked at."""
        with self._lock:
            if self._client is None:
                self._client = self._open()
            return self._client

    def token_of(self, connection: Connection, *, fresh: bool = False) -> str:
        """The app's access token. Raises SecretMissingError, SecretsUnavailableError."""
        secret = self._secrets.read(app_secret_name(connection.app_id), fresh=fresh)
        token = secret.get("access_token", "").strip()
        if not token or not token.isascii() or not token.isprintable():
            raise SecretMissingError
        return token

    def _open(self) -> httpx.Client:
        import httpx  # noqa: PLC0415 - not paid by functions that do not call

        return httpx.Client(
            timeout=httpx.Timeout(
                self.settings.graph_answer_seconds, connect=self.settings.graph_connect_seconds
            ),
            follow_redirects=False,
            trust_env=False,
            transport=self._transport,
        )


def bearer(token: str) -> dict[str, str]:
    """The header that carries an access token."""
    return {"Authorization": f"Bearer {token}"}
