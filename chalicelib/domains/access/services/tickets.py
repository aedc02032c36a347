"""Tickets for the socket: random, good once and for a minute, stored as digests only."""

from __future__ import annotations

import secrets
from datetime import timedelta

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock
from chalicelib.core.errors import UnauthenticatedError
from chalicelib.core.ids import digest
from chalicelib.domains.access.models import AccessPolicy, Principal, TicketHolder
from chalicelib.domains.access.ports import TicketRepository
from chalicelib.domains.access.services.sessions import Sessions

_DIGEST_LENGTH = 50
_MAX_LENGTH = 100


class Tickets:
    """Lets a signed-in person open one socket."""

    def __init__(
        self, tickets: TicketRepository, sessions: Sessions, clock: Clock, policy: AccessPolicy
    ) -> None:
        self._tickets = tickets
        self._sessions = sessions
        self._clock = clock
        self.lifetime_seconds = policy.ticket_seconds

    def create(self, principal: Principal, change: Change) -> str:
        """A ticket for the principal's session."""
        if principal.session_id is None:
            raise UnauthenticatedError
        ticket = secrets.token_urlsafe(32)
        expires_at = self._clock.now() + timedelta(seconds=self.lifetime_seconds)
        holder = TicketHolder(principal.user_id, principal.session_id, expires_at)
        self._tickets.add(digest(ticket, _DIGEST_LENGTH), holder, change)
        return ticket

    def redeem(self, ticket: str) -> Principal:
        """Whom the ticket lets in; it is spent then. Raises UnauthenticatedError."""
        if not ticket or len(ticket) > _MAX_LENGTH:
            raise UnauthenticatedError
        holder = self._tickets.take(digest(ticket, _DIGEST_LENGTH))
        if holder is None or holder.expires_at <= self._clock.now():
            raise UnauthenticatedError
        return self._sessions.admit(holder.user_id, holder.session_id)
