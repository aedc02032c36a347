"""How the API answers where a change of configuration is kept instead of made."""

from __future__ import annotations

from typing_extensions import TypedDict

from chalicelib.domains.changes.models import Area, State


class HeldChangeView(TypedDict):
    """A change that was kept: `pending` waits for a second person, `scheduled` for its time.

    `GET /v1/changes/{change_id}` tells the rest.
    """

    change_id: str
    area: Area
    state: State
