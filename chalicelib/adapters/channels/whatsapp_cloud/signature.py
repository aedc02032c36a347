"""X-Hub-Signature-256: HMAC-SHA256 of the raw body under the app's secret (Meta, v26.0)."""

from __future__ import annotations

import hashlib
import hmac
import re

HEADER = "x-hub-signature-256"
_FORM = re.compile(r"sha256=([0-9a-f]{64})")


def is_wellformed(header: str | None) -> bool:
    """Whether the header has the form of a signature, whoever made it."""
    return _FORM.fullmatch(header or "") is not None


def is_signed(body: bytes, header: str | None, secret: str) -> bool:
    """Whether the header signs exactly these bytes; never with an empty secret."""
    form = _FORM.fullmatch(header or "")
    if form is None or not secret:
        return False
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, form[1])
