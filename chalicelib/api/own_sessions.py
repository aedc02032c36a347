"""How the sessions of a person are shown, to them and to administrators."""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.core.clock import rfc3339
from chalicelib.core.ids import UserId


class SessionView(TypedDict):
    """A place somebody is signed in at; `device` is empty where the browser says nothing.

    `renewed_at`: when somebody was last there, to some minutes.
    """

    id: str
    device: str
    address: str
    opened_at: str
    renewed_at: str
    expires_at: str
    is_this: bool


class SessionList(TypedDict):
    """All that go on."""

    items: list[SessionView]
    next_cursor: str | None


def session_list(call: Call[Any, Any, Any], user_id: UserId) -> SessionList:
    """Of one person, newest first."""
    name_of = call.container.device_names
    items = [
        SessionView(
            id=one.id,
            device=name_of(one.user_agent),
            address=one.ip,
            opened_at=rfc3339(one.created_at),
            renewed_at=rfc3339(one.rotated_at),
            expires_at=rfc3339(one.expires_at),
            is_this=one.id == call.principal.session_id,
        )
        for one in call.container.sessions.of_user(user_id)
    ]
    return SessionList(items=items, next_cursor=None)
