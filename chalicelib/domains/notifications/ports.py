"""Where sockets are kept, how frames reach them, and what the stream shows."""

from __future__ import annotations

from collections.abc import Collection, Set
from typing import Any, Protocol

from chalicelib.core.change import Change
from chalicelib.core.ids import ConnectionId, ConversationId, QueueId, UserId
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.connections.standing import Restriction
from chalicelib.domains.conversations.models import Conversation, Message
from chalicelib.domains.notifications.models import Listener, Socket, SocketId
from chalicelib.domains.presence.models import Span, Standing, WorkSession


class SocketStore(Protocol):
    """Open sockets; entries expire by themselves."""

    def add(self, socket: Socket, change: Change) -> None: ...

    def get(self, socket_id: SocketId) -> Socket | None: ...

    def make_ready(self, socket_id: SocketId, change: Change) -> bool:
        """True for the first call, False for any later one."""

    def view(self, socket: Socket, conversation_id: ConversationId, change: Change) -> None: ...

    def stop_viewing(
        self, socket_id: SocketId, conversation_id: ConversationId, change: Change
    ) -> None: ...

    def watch(self, socket: Socket, queue_id: QueueId, change: Change) -> None: ...

    def stop_watching(self, socket_id: SocketId, queue_id: QueueId, change: Change) -> None: ...

    def watch_presence(self, socket: Socket, change: Change) -> None:
        """It wants to hear what people do."""

    def stop_watching_presence(self, socket_id: SocketId, change: Change) -> None: ...

    def remove(self, socket_id: SocketId) -> None:
        """Forget a socket and all it looked at."""

    def note_typing(self, user_id: UserId, not_since_ms: int, change: Change) -> bool:
        """Note that somebody types; False where it was noted after `not_since_ms` already."""

    def of_user(self, user_id: UserId, *, consistent: bool = False) -> list[Listener]: ...

    def viewers(self, conversation_id: ConversationId) -> list[Listener]: ...

    def watchers(self, queue_id: QueueId) -> list[Listener]: ...

    def presence_watchers(self) -> list[Listener]: ...


class Attendance(Protocol):
    """Is told who comes and goes; before a socket is forgotten, so that no leaving is lost."""

    def came(self, user_id: UserId, session: WorkSession, socket: Span) -> None: ...

    def left(self, user_id: UserId, socket_id: str) -> None: ...

    def ended(self, user_id: UserId, session_id: str, socket_ids: Collection[str]) -> None: ...

    def sessions_of(self, user_id: UserId) -> Set[str]:
        """The sessions that somebody is at work in."""


class Realtime(Protocol):
    """Delivers frames to open sockets."""

    def post(self, socket_id: str, text: str) -> bool:
        """Send one frame; False where the socket is gone."""

    def close(self, socket_id: str) -> None: ...


class StandingImages(Protocol):
    """Reads standings from the images of the stream of `presence`."""

    def standing(self, image: dict[str, Any]) -> Standing: ...


class Images(Protocol):
    """Reads entities from the images of the stream."""

    def head(self, image: dict[str, Any]) -> Conversation | None:
        """A HEAD; None for any other item."""

    def message(self, image: dict[str, Any]) -> Message | None:
        """A message; None for any other item."""


class SweptConnections(Protocol):
    """Connections, and which of them may send nothing now."""

    def all(self) -> list[Connection]: ...

    def hold_of(self, connection_id: ConnectionId, now_ms: int) -> Restriction | None:
        """Why nothing is to be sent over it now, by the provider's word."""
