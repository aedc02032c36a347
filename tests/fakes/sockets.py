"""Open sockets and what reaches them, in memory."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.ids import ConversationId, QueueId, UserId
from chalicelib.domains.notifications.models import Listener, Socket, SocketId


class MemorySockets:
    """SocketStore."""

    def __init__(self) -> None:
        self.rows: dict[SocketId, Socket] = {}
        self.typed_at_ms: dict[UserId, int] = {}

    def add(self, socket: Socket, change: Change) -> None:
        self.rows[socket.id] = socket

    def get(self, socket_id: SocketId) -> Socket | None:
        return self.rows.get(socket_id)

    def make_ready(self, socket_id: SocketId, change: Change) -> bool:
        socket = self.rows.get(socket_id)
        if socket is None or socket.is_ready:
            return False
        self.rows[socket_id] = replace(socket, is_ready=True)
        return True

    def view(self, socket: Socket, conversation_id: ConversationId, change: Change) -> None:
        if standing := self.rows.get(socket.id):
            viewing = standing.viewing | {conversation_id}
            self.rows[socket.id] = replace(standing, viewing=viewing)

    def stop_viewing(
        self, socket_id: SocketId, conversation_id: ConversationId, change: Change
    ) -> None:
        if standing := self.rows.get(socket_id):
            viewing = standing.viewing - {conversation_id}
            self.rows[socket_id] = replace(standing, viewing=viewing)

    def watch(self, socket: Socket, queue_id: QueueId, change: Change) -> None:
        if standing := self.rows.get(socket.id):
            self.rows[socket.id] = replace(standing, watching=standing.watching | {queue_id})

    def stop_watching(self, socket_id: SocketId, queue_id: QueueId, change: Change) -> None:
        if standing := self.rows.get(socket_id):
            self.rows[socket_id] = replace(standing, watching=standing.watching - {queue_id})

    def watch_presence(self, socket: Socket, change: Change) -> None:
        if standing := self.rows.get(socket.id):
            self.rows[socket.id] = replace(standing, watches_presence=True)

    def stop_watching_presence(self, socket_id: SocketId, change: Change) -> None:
        if standing := self.rows.get(socket_id):
            self.rows[socket_id] = replace(standing, watches_presence=False)

    def remove(self, socket_id: SocketId) -> None:
        self.rows.pop(socket_id, None)

    def note_typing(self, user_id: UserId, not_since_ms: int, change: Change) -> bool:
        if self.typed_at_ms.get(user_id, not_since_ms) > not_since_ms:
            return False
        self.typed_at_ms[user_id] = change.at_ms
        return True

    def of_user(self, user_id: UserId, *, consistent: bool = False) -> list[Listener]:
        return self._those(lambda socket: socket.user_id == user_id)

    def viewers(self, conversation_id: ConversationId) -> list[Listener]:
        return self._those(lambda socket: conversation_id in socket.viewing)

    def watchers(self, queue_id: QueueId) -> list[Listener]:
        return self._those(lambda socket: queue_id in socket.watching)

    def presence_watchers(self) -> list[Listener]:
        return self._those(lambda socket: socket.watches_presence)

    def _those(self, wanted: Callable[[Socket], bool]) -> list[Listener]:
        return [
            Listener(socket.id, socket.user_id, socket.session_id, socket.expires_at)
            for _, socket in sorted(self.rows.items())
            if wanted(socket)
        ]


class FakeRealtime:
    """Realtime: `frames` in order of sending; a socket in `gone` takes none."""

    def __init__(self) -> None:
        self.frames: list[tuple[str, dict[str, Any]]] = []
        self.gone: set[str] = set()
        self.closed: list[str] = []

    def post(self, socket_id: str, text: str) -> bool:
        if socket_id in self.gone or socket_id in self.closed:
            return False
        self.frames.append((socket_id, json.loads(text)))
        return True

    def close(self, socket_id: str) -> None:
        self.closed.append(socket_id)

    def heard_by(self, socket_id: str) -> list[dict[str, Any]]:
        """The frames of one socket, in order."""
        return [frame for socket, frame in self.frames if socket == socket_id]
