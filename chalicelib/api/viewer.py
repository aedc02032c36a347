"""Who really calls, and at which address: behind the CDN the gateway sees only the CDN's.

The CDN names both and proves itself by a key; what anybody else says of them is not believed.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping

from chalicelib.core.secret_store import (
    EDGE_KEY,
    SecretMissingError,
    SecretStore,
    SecretsUnavailableError,
)

EDGE_HEADER, VIEWER_HEADER, HOST_HEADER = "x-hilo-edge", "x-hilo-viewer", "x-hilo-host"


def viewer_ip(
    headers: Mapping[str, str], source_ip: str, secrets: Callable[[], SecretStore]
) -> str:
    """The viewer's address where the CDN tells it, else that of whoever is connected.

    `headers` have lower-case names; the secret is read only where somebody claims to be the CDN.
    """
    if not _is_edge(headers, secrets):
        return source_ip
    return headers.get(VIEWER_HEADER) or source_ip


def opened_host(headers: Mapping[str, str], secrets: Callable[[], SecretStore]) -> str | None:
    """The domain that the viewer opened, where the CDN tells it: it serves only its own."""
    return headers.get(HOST_HEADER) or None if _is_edge(headers, secrets) else None


def _is_edge(headers: Mapping[str, str], secrets: Callable[[], SecretStore]) -> bool:
    shown = headers.get(EDGE_HEADER)
    if not shown:
        return False
    try:
        key = secrets().read(EDGE_KEY).get("key", "")
    except (SecretMissingError, SecretsUnavailableError):
        return False
    return bool(key) and hmac.compare_digest(shown.encode(), key.encode())
