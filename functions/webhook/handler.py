"""HTTP in: verify a provider's delivery and put every update on a queue before answering."""

from __future__ import annotations

from typing import Any

from chalicelib import bootstrap
from chalicelib.adapters.channels.doors import receive
from chalicelib.adapters.channels.webhooks import WebhookRequest


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """An HTTP API event (payload 2.0) of route `/webhooks/{channel}/{app_id}`."""
    return receive(WebhookRequest.from_event(event), bootstrap.container().webhook).to_event()
