"""Reads the provider's word on one of our messages.

Words of other ladders (calls, groups, what Meta adds) are of no use to us: None.
"""

from __future__ import annotations

from typing import Any

from chalicelib.adapters.channels.raw_update import RawUpdate
from chalicelib.adapters.channels.whatsapp_cloud.fields import (
    MAX_ID,
    Json,
    shown_in,
    text_in,
    told_second_in,
)
from chalicelib.adapters.channels.whatsapp_cloud.outcomes import delivery_error
from chalicelib.core.ids import ConnectionId
from chalicelib.domains.conversations.errors import UnparsableError
from chalicelib.domains.conversations.events import (
    DELIVERY_WORDS,
    DeliveryError,
    DeliveryReported,
)


def parse_status(update: RawUpdate, connection_id: ConnectionId) -> DeliveryReported | None:
    """The status in an update, None for a word we do not know. Raises UnparsableError."""
    status: Json = update.content
    word = text_in(status, "status")
    if word not in DELIVERY_WORDS or status.get("type") == "call":
        return None
    provider_id = text_in(status, "id", limit=MAX_ID)
    if provider_id is None:
        raise UnparsableError("id is missing")
    return DeliveryReported(
        connection_id=connection_id,
        provider_id=provider_id,
        status=word,
        second=told_second_in(status, "timestamp", update.arrival),
        callback_data=shown_in(status, "biz_opaque_callback_data", limit=MAX_ID),
        error=_error_of(status) if word == "failed" else None,
    )


_NO_REASON = DeliveryError("no_reason", "The provider gave no reason", None, retryable=False)


def _error_of(status: Json) -> DeliveryError:
    """The first error; the provider will not try again by itself, and neither do we."""
    errors: Any = status.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    return delivery_error(first, retryable=False) if isinstance(first, dict) else _NO_REASON
