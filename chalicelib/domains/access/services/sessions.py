"""The life of a sign-in: tokens issued, renewed, checked and ended.

The refresh token rotates at each use; the one just replaced gives the same successor for
the grace (two tabs, lost answers); an older one is theft and ends its family. An access
token lives minutes; that its session goes on and its user may still enter is checked
against knowledge a few seconds old. With a session its sockets end at once (`hang_up`).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import UnauthenticatedError
from chalicelib.core.ids import UserId, new_id
from chalicelib.domains.access.errors import InvalidTokenError, SessionEndedError
from chalicelib.domains.access.models import (
    AccessPolicy,
    Claims,
    Grant,
    People,
    Principal,
    Session,
    SessionId,
    SessionLimits,
    User,
    Visit,
)
from chalicelib.domains.access.ports import AccessTokens, SessionRepository
from chalicelib.domains.access.rules import (
    RefreshToken,
    is_genuine,
    parse_refresh_token,
    standing,
    write_refresh_token,
)

_MAX_REMEMBERED = 10_000
_USER_AGENT_LENGTH = 256


class _Known(NamedTuple):
    goes_on: bool
    checked_at: datetime


class Sessions:
    """Opens, renews, checks and ends sessions."""

    def __init__(
        self,
        people: Callable[[], People],
        sessions: SessionRepository,
        tokens: AccessTokens,
        clock: Clock,
        policy: AccessPolicy,
        hang_up: Callable[[UserId, SessionId], None],
        limits: Callable[[], SessionLimits] | None = None,
    ) -> None:
        """`limits` are asked for when a session is opened or renewed; else the policy's."""
        self._people = people
        self._sessions = sessions
        self._tokens = tokens
        self._clock = clock
        self._policy = policy
        self._hang_up = hang_up
        self._limits = limits or (lambda: SessionLimits(policy.session_seconds))
        self._known: dict[SessionId, _Known] = {}

    def open(self, user: User, visit: Visit, change: Change) -> Grant:
        """Start a session for somebody who proved who they are."""
        now = self._clock.now()
        session = Session(
            id=SessionId(new_id(to_ms(now))),
            user_id=user.id,
            epoch=user.epoch,
            secret=secrets.token_urlsafe(32),
            counter=1,
            rotated_at=now,
            created_at=now,
            expires_at=now + timedelta(seconds=self._limits().session_seconds),
            ip=visit.ip,
            user_agent=visit.user_agent[:_USER_AGENT_LENGTH],
        )
        self._sessions.add(session, change)
        self._remember(session.id, goes_on=True)
        return self._grant(session, now)

    def refresh(self, text: str, change: Change) -> Grant:
        """Rotate a refresh token.

        Raises UnauthenticatedError for what is none of ours, SessionEndedError for a
        session that is over, also because of this very token.
        """
        token, session = self._proven(text)
        now = self._clock.now()
        self._require_alive(session, now)
        self._require_awake(session, now, change)
        grace = self._policy.refresh_grace_seconds
        if standing(token, session, now=now, grace_seconds=grace) == "newest":
            rotated = self._sessions.rotate(session, change)
            if rotated is None:
                raise SessionEndedError
            session = rotated
            self._require_alive(session, now)
        return self._successor(token, session, now, change)

    def sign_out(
        self, *, refresh_token: str | None, access_token: str | None, change: Change
    ) -> list[tuple[UserId, SessionId]]:
        """End the sessions that the tokens prove, and answer whose and which: as a rule one.

        A token that opens nothing changes nothing.
        """
        ended: list[tuple[UserId, SessionId]] = []
        with suppress(UnauthenticatedError):
            if refresh_token:
                session = self._proven(refresh_token)[1]
                if not session.is_over(self._clock.now()):
                    ended.append((session.user_id, session.id))
                self.end(session.user_id, session.id, change)
        with suppress(UnauthenticatedError):
            if access_token:
                principal = self.authenticate(access_token)
                if principal.session_id:
                    self.end(principal.user_id, principal.session_id, change)
                    ended.append((principal.user_id, principal.session_id))
        return ended

    def end(self, user_id: UserId, session_id: SessionId, change: Change) -> None:
        """End a session at once here and on its sockets, and within seconds everywhere else."""
        self._sessions.end(session_id, change)
        self._remember(session_id, goes_on=False)
        self._hang_up(user_id, session_id)

    def of_user(self, user_id: UserId) -> list[Session]:
        """Those of a person that go on, newest first."""
        now = self._clock.now()
        return [one for one in self._sessions.of_user(user_id) if not one.is_over(now)]

    def end_all(
        self, user_id: UserId, change: Change, *, keep: SessionId | None = None
    ) -> list[SessionId]:
        """End every session of a person but one; answers which."""
        ended = [one.id for one in self.of_user(user_id) if one.id != keep]
        for session_id in ended:
            self.end(user_id, session_id, change)
        return ended

    def going_on(self, session_id: SessionId) -> Session:
        """A session that goes on, read strongly. Raises SessionEndedError if it is over."""
        session = self._sessions.get(session_id, consistent=True)
        if session is None or session.is_over(self._clock.now()):
            raise SessionEndedError
        return session

    def authenticate(self, access_token: str) -> Principal:
        """The person who bears the token. Raises UnauthenticatedError, SessionEndedError."""
        try:
            claims = self._tokens.read(access_token, self._clock.now())
        except InvalidTokenError as exc:
            raise UnauthenticatedError from exc
        if not isinstance(claims, Claims):
            raise UnauthenticatedError
        return self.admit_bearer(claims)

    def admit_bearer(self, claims: Claims) -> Principal:
        """The principal of a person's token. Raises SessionEndedError."""
        return self.admit(claims.user_id, claims.session_id, epoch=claims.epoch)

    def admit(
        self, user_id: UserId, session_id: SessionId, *, epoch: int | None = None
    ) -> Principal:
        """The principal of a session that goes on. Raises SessionEndedError."""
        people = self._people()
        principal = people.principal(user_id, session_id)
        if principal is None or epoch not in (None, people.users[user_id].epoch):
            raise SessionEndedError
        if not self._goes_on(session_id):
            raise SessionEndedError
        return principal

    def _proven(self, text: str) -> tuple[RefreshToken, Session]:
        token = parse_refresh_token(text)
        if token is None:
            raise UnauthenticatedError
        session = self._sessions.get(token.session_id, consistent=True)
        if session is None:
            raise SessionEndedError
        if not is_genuine(token, session):
            raise UnauthenticatedError
        return token, session

    def _require_alive(self, session: Session, now: datetime) -> None:
        user = self._people().users.get(session.user_id)
        may_enter = user is not None and user.is_active and user.epoch == session.epoch
        if session.is_over(now) or not may_enter:
            self._hang_up(session.user_id, session.id)
            raise SessionEndedError

    def _require_awake(self, session: Session, now: datetime, change: Change) -> None:
        """Whoever is there renews every few minutes; where nobody did, nobody is."""
        idle = self._limits().idle_seconds
        if idle is not None and now - session.rotated_at > timedelta(seconds=idle):
            self.end(session.user_id, session.id, change)
            raise SessionEndedError

    def _successor(
        self, token: RefreshToken, session: Session, now: datetime, change: Change
    ) -> Grant:
        grace = self._policy.refresh_grace_seconds
        if standing(token, session, now=now, grace_seconds=grace) != "just_replaced":
            self.end(session.user_id, session.id, change)
            raise SessionEndedError
        return self._grant(session, now)

    def _grant(self, session: Session, now: datetime) -> Grant:
        lifetime = self._policy.access_token_seconds
        claims = Claims(
            user_id=session.user_id,
            session_id=session.id,
            epoch=session.epoch,
            issued_at=now,
            expires_at=now + timedelta(seconds=lifetime),
        )
        return Grant(
            user_id=session.user_id,
            access_token=self._tokens.issue(claims),
            expires_in_seconds=lifetime,
            refresh_token=write_refresh_token(session),
            refresh_expires_in_seconds=int((session.expires_at - now).total_seconds()),
        )

    def _goes_on(self, session_id: SessionId) -> bool:
        now = self._clock.now()
        known = self._known.get(session_id)
        age = timedelta(seconds=self._policy.session_check_seconds)
        if known is not None and (not known.goes_on or now - known.checked_at < age):
            return known.goes_on
        session = self._sessions.get(session_id, consistent=False)
        if session is None:  # perhaps a sign-in of a moment ago, in another process
            session = self._sessions.get(session_id, consistent=True)
        return self._remember(session_id, goes_on=session is not None and not session.is_over(now))

    def _remember(self, session_id: SessionId, *, goes_on: bool) -> bool:
        if len(self._known) >= _MAX_REMEMBERED:
            self._known.clear()
        self._known[session_id] = _Known(goes_on, self._clock.now())
        return goes_on
