"""Sockets of people and what they look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from chalicelib.core.ids import ConversationId, QueueId, UserId
from chalicelib.domains.access.models import SessionId

SocketId = NewType("SocketId", str)


@dataclass(frozen=True, slots=True)
class Socket:
    """One open WebSocket; `is_ready` after its first ping."""

    id: SocketId
    user_id: UserId
    session_id: SessionId
    is_ready: bool = False
    viewing: frozenset[ConversationId] = frozenset()
    watching: frozenset[QueueId] = frozenset()


@dataclass(frozen=True, slots=True)
class Listener:
    """A socket that is to hear something, and whose it is."""

    socket_id: SocketId
    user_id: UserId
