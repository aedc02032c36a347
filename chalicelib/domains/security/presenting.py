"""Reads what a browser says of a credential that it used or made. Pure; nothing is proven here."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from typing import Any

from chalicelib.core.ids import UserId
from chalicelib.domains.security.models import Presented


def presented(credential: Mapping[str, Any]) -> Presented | None:
    """Of a credential as JSON (WebAuthn level 3, 5.1.8); None for what is none."""
    response = credential.get("response")
    if not isinstance(response, dict):
        return None
    try:
        told = json.loads(_bytes(response["clientDataJSON"]))
        holder = response.get("userHandle")
        user_id = UserId(_bytes(holder).decode()) if holder else None
        found = Presented(told["challenge"], credential["id"], user_id)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None
    is_text = isinstance(found.challenge, str) and isinstance(found.credential_id, str)
    return found if is_text else None


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(f"{text}===")
