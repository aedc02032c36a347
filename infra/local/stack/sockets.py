"""Open WebSockets: frames out of any thread, and nobody waits for a client that does not read.

Each socket has a queue of its own, bounded in bytes. Whoever lets it run full is cut off.
"""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections import deque
from collections.abc import Callable

from starlette.websockets import WebSocket, WebSocketDisconnect

MOST_WAITING_BYTES = 8 * 1024 * 1024
_BROKEN = (WebSocketDisconnect, RuntimeError, OSError)  # Starlette's words for "it is gone"


class Socket:
    """One connection; created on the event loop, posted to from anywhere."""

    def __init__(self, socket: WebSocket, most_waiting_bytes: int = MOST_WAITING_BYTES) -> None:
        self.id = secrets.token_urlsafe(9) + "="
        self._socket, self._most_waiting_bytes = socket, most_waiting_bytes
        self._loop = asyncio.get_running_loop()
        self._lock = threading.Lock()
        self._frames: deque[str] = deque()
        self._waiting_bytes = 0
        self._wake_asked = False
        self._news = asyncio.Event()
        self.ended = asyncio.Event()
        self._closing = self._gone = False

    def post(self, text: str) -> bool:
        """Queue a frame at once; False where the socket is gone or too far behind."""
        with self._lock:
            if self._closing or self._gone:
                return False
            self._waiting_bytes += len(text)
            if self._waiting_bytes > self._most_waiting_bytes:
                self._give_up()
                return False
            self._frames.append(text)
            self._ask_wake(self._news.set)
            return True

    def close(self) -> None:
        """Take no more frames; cut the connection once what waits is sent."""
        with self._lock:
            if not self._closing and not self._gone:
                self._closing = True
                self._ask_wake(self._news.set)

    def end(self) -> None:
        """Cut the connection; what waits is dropped."""
        with self._lock:
            if not self._gone:
                self._give_up()

    async def send_queued(self) -> None:
        """Send what is posted, for as long as the connection lives."""
        while True:
            await self._news.wait()
            self._news.clear()
            for text in self._taken():
                try:
                    await self._socket.send_text(text)
                except _BROKEN:
                    self.end()
                    return
                with self._lock:
                    self._waiting_bytes -= len(text)
            if self._is_said():
                self.end()
                return

    def _taken(self) -> list[str]:
        with self._lock:
            taken = list(self._frames)
            self._frames.clear()
            self._wake_asked = False
            return taken

    def _is_said(self) -> bool:
        with self._lock:
            return self._closing and not self._frames

    def _give_up(self) -> None:
        self._gone = True
        self._frames.clear()
        self._wake_asked = False
        self._ask_wake(self.ended.set)

    def _ask_wake(self, wake: Callable[[], None]) -> None:
        """One call to the loop for many frames; the lock is held."""
        if not self._wake_asked and not self._loop.is_closed():
            self._wake_asked = True
            self._loop.call_soon_threadsafe(wake)


class Sockets:
    """Implements chalicelib.domains.notifications.ports.Realtime."""

    def __init__(self) -> None:
        self._open: dict[str, Socket] = {}

    def add(self, socket: Socket) -> None:
        self._open[socket.id] = socket

    def remove(self, socket_id: str) -> None:
        self._open.pop(socket_id, None)

    def post(self, socket_id: str, text: str) -> bool:
        """Queue one frame; False where the socket is gone."""
        socket = self._open.get(socket_id)
        return socket is not None and socket.post(text)

    def close(self, socket_id: str) -> None:
        """End a socket behind its last frame; nothing if it is gone."""
        if socket := self._open.get(socket_id):
            socket.close()

    def close_all(self) -> None:
        for socket in list(self._open.values()):
            socket.end()
