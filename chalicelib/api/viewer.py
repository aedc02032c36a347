"""Who really calls: behind the CDN the gateway sees only the CDN's address.

The CDN names the viewer and proves itself by a key; what anybody else says of a viewer is
not believed.
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

EDGE_HEADER, VIEWER_HEADER = "x-hilo-edge", "x-hilo-viewer"


def viewer_ip(
    headers: Mapping[str, str], source_ip: str, secrets: Callable[[], SecretStore]
) -> str:
    """The viewer's address where the CDN tells it, else that of whoever is connected.

    `headers` have lower-case names; the secret is read only where somebody claims to be the CDN.
    """
    shown = headers.get(EDGE_HEADER)
    if not shown:
        return source_ip
    try:
        key = secrets().read(EDGE_KEY).get("key", "")
    except (SecretMissingError, SecretsUnavailableError):
        return source_ip
    if not key or not hmac.compare_digest(shown.encode(), key.encode()):
        return source_ip
    return headers.get(VIEWER_HEADER) or source_ip
