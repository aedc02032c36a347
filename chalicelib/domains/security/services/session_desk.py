"""Ends sessions on request, seen by the witness: `live` has no stream that would tell."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.core.change import Change
from chalicelib.core.ids import UserId
from chalicelib.domains.access.models import SessionId
from chalicelib.domains.access.services.sessions import Sessions
from chalicelib.domains.audit.models import Sighting
from chalicelib.domains.audit.ports import Witness


class SessionDesk:
    """Signs people out, themselves or others."""

    def __init__(self, sessions: Sessions, witness: Witness) -> None:
        self._sessions = sessions
        self._witness = witness

    def sign_out(
        self, *, refresh_token: str | None, access_token: str | None, change: Change
    ) -> None:
        """Whoever holds the tokens leaves."""
        ended = self._sessions.sign_out(
            refresh_token=refresh_token, access_token=access_token, change=change
        )
        for user_id, session_id in ended:
            self._tell(session_id, user_id, replace(change, actor=user_id, session=session_id))

    def end(self, user_id: UserId, session_id: SessionId, change: Change) -> bool:
        """False where the person has no such session that goes on."""
        if session_id not in {one.id for one in self._sessions.of_user(user_id)}:
            return False
        self._sessions.end(user_id, session_id, change)
        self._tell(session_id, user_id, change)
        return True

    def end_all(self, user_id: UserId, change: Change, *, keep: SessionId | None = None) -> None:
        """Every session of a person but one."""
        for session_id in self._sessions.end_all(user_id, change, keep=keep):
            self._tell(session_id, user_id, change)

    def _tell(self, session_id: SessionId, user_id: UserId, change: Change) -> None:
        ended = Sighting(change.event, "session", session_id, {"user_id": user_id})
        self._witness.noticed(ended, change)
