"""What a provider told an application that is no message of a customer."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from chalicelib.core.ids import AppId, ConnectionId


@dataclass(frozen=True, slots=True)
class Notice:
    """One update of the application or account (quality, limits, templates, bans ...), as sent.

    `field` is the provider's word for its kind; `raw` its content.
    """

    id: str
    at_ms: int
    app_id: AppId
    connection_id: ConnectionId | None
    field: str
    raw: dict[str, Any] = dataclasses.field(hash=False)
