"""Sockets of people and what they look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from chalicelib.core.ids import ConversationId, QueueId, UserId
from chalicelib.domains.access.models import SessionId

SocketId = NewType("SocketId", str)


@dataclass(frozen=True, slots=True)
class Socket:
    """One open WebSocket; `is_ready` after its first ping.

    At `expires_at` (a whole second) it is over, with its session or by the gateway.
    """

    id: SocketId
    user_id: UserId
    session_id: SessionId
    expires_at: datetime
    is_ready: bool = False
    viewing: frozenset[ConversationId] = frozenset()
    watching: frozenset[QueueId] = frozenset()
    watches_presence: bool = False


@dataclass(frozen=True, slots=True)
class Listener:
    """A socket that is to hear something, and whose it is; nothing from `expires_at` on."""

    socket_id: SocketId
    user_id: UserId
    session_id: SessionId
    expires_at: datetime
