"""What a client may ask over its socket: ping, view, watch a queue or people, type."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import ForbiddenError, HiloError, NotFoundError, UnauthenticatedError
from chalicelib.core.ids import ConversationId, QueueId, is_id
from chalicelib.domains.access.models import Principal, Session
from chalicelib.domains.access.rules import may, may_watch
from chalicelib.domains.access.services.sessions import Sessions
from chalicelib.domains.access.services.tickets import Tickets
from chalicelib.domains.conversations.services.desk import Desk
from chalicelib.domains.notifications.errors import MalformedFrameError, TooManyViewsError
from chalicelib.domains.notifications.models import Socket, SocketId
from chalicelib.domains.notifications.ports import Attendance, SocketStore
from chalicelib.domains.notifications.services.typists import Typists
from chalicelib.domains.presence.models import Span, WorkSession

MAX_VIEWS = 100
_MAX_QUEUE_ID = 64
_LIFETIME = timedelta(hours=2, minutes=15)  # API Gateway ends a socket after two hours

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a frame; after the last one the socket is to be closed."""

    answer: Answer
    is_last: bool = False


class Sockets:
    """Use cases of one socket. Every frame gets exactly one answer."""

    def __init__(
        self,
        store: SocketStore,
        tickets: Tickets,
        sessions: Sessions,
        desk: Desk,
        typists: Typists,
        attendance: Attendance,
        clock: Clock,
    ) -> None:
        self._store = store
        self._attendance = attendance
        self._tickets = tickets
        self._sessions = sessions
        self._desk = desk
        self._typists = typists
        self._clock = clock

    def connect(self, socket_id: SocketId, ticket: str) -> None:
        """Let in whoever holds a ticket. Raises UnauthenticatedError.

        The session is looked at once more when the socket is stored and its coming told: who
        ended it meanwhile may have found neither.
        """
        principal = self._tickets.redeem(ticket)
        session_id = principal.session_id
        if session_id is None:
            raise UnauthenticatedError
        session = self._sessions.going_on(session_id)
        expires_at = self._expiry(session.expires_at)
        socket = Socket(socket_id, principal.user_id, session_id, expires_at)
        self._store.add(socket, self._change("socket.opened", principal))
        span = Span(socket_id, to_ms(expires_at))
        self._attendance.came(principal.user_id, _work_session(session), span)
        try:
            self._sessions.going_on(session_id)
        except UnauthenticatedError:
            self._attendance.ended(principal.user_id, session_id, [socket_id])
            self._store.remove(socket_id)
            raise

    def disconnect(self, socket_id: SocketId) -> None:
        """Forget a socket that is gone; told first, so that who tries again tells again."""
        socket = self._store.get(socket_id)
        if socket is None:
            return
        self._attendance.left(socket.user_id, socket_id)
        self._store.remove(socket_id)

    def handle(self, socket_id: SocketId, text: str) -> Reply:
        """The reply to a client's frame; refusals are answers too.

        The socket of a session that is over is forgotten, and has its last answer.
        """
        try:
            return Reply(self._handle(socket_id, text))
        except UnauthenticatedError as refused:
            self.disconnect(socket_id)
            return Reply(_refusal(refused), is_last=True)
        except HiloError as refused:
            return Reply(_refusal(refused))

    def _handle(self, socket_id: SocketId, text: str) -> Answer:
        frame = _read(text)
        action = frame.get("action")
        actions: dict[Any, Callable[[Socket, Principal, dict[str, Any]], Answer | None]] = {
            "ping": self._ping,
            "open": self._open,
            "close": self._close,
            "watch": self._watch,
            "unwatch": self._unwatch,
            "watch_presence": self._watch_presence,
            "unwatch_presence": self._unwatch_presence,
            "typing": self._typing,
        }
        if not isinstance(action, str) or action not in actions:
            raise MalformedFrameError
        socket = self._store.get(socket_id)
        if socket is None:
            raise UnauthenticatedError
        principal = self._sessions.admit(socket.user_id, socket.session_id)
        answer = actions[action](socket, principal, frame)
        return answer or {"type": "ok", "action": action}

    def _ping(self, socket: Socket, principal: Principal, _: dict[str, Any]) -> Answer:
        first = self._store.make_ready(socket.id, self._change("socket.ready", principal))
        return {"type": "ready" if first else "pong"}

    def _open(self, socket: Socket, principal: Principal, frame: dict[str, Any]) -> None:
        conversation_id = _conversation(frame)
        self._desk.access_conversation(principal, conversation_id)
        if len(socket.viewing | {conversation_id}) > MAX_VIEWS:
            raise TooManyViewsError
        self._store.view(socket, conversation_id, self._change("socket.changed", principal))

    def _close(self, socket: Socket, principal: Principal, frame: dict[str, Any]) -> None:
        change = self._change("socket.changed", principal)
        self._store.stop_viewing(socket.id, _conversation(frame), change)

    def _typing(self, socket: Socket, principal: Principal, frame: dict[str, Any]) -> None:
        """Somebody writes an answer: told to who holds the conversation and who looks at it."""
        conversation_id = _conversation(frame)
        if not may(principal, "conversations.answer"):
            raise ForbiddenError
        head = self._desk.access_conversation(principal, conversation_id)
        self._typists.tell(principal, head)

    def _watch(self, socket: Socket, principal: Principal, frame: dict[str, Any]) -> None:
        queue_id = _queue(frame)
        if not may_watch(principal, queue_id):
            raise NotFoundError
        if len(socket.watching | {queue_id}) > MAX_VIEWS:
            raise TooManyViewsError
        self._store.watch(socket, queue_id, self._change("socket.changed", principal))

    def _unwatch(self, socket: Socket, principal: Principal, frame: dict[str, Any]) -> None:
        change = self._change("socket.changed", principal)
        self._store.stop_watching(socket.id, _queue(frame), change)

    def _watch_presence(self, socket: Socket, principal: Principal, _: dict[str, Any]) -> None:
        if not may(principal, "presence.read"):
            raise NotFoundError
        self._store.watch_presence(socket, self._change("socket.changed", principal))

    def _unwatch_presence(self, socket: Socket, principal: Principal, _: dict[str, Any]) -> None:
        change = self._change("socket.changed", principal)
        self._store.stop_watching_presence(socket.id, change)

    def _expiry(self, session_ends_at: datetime) -> datetime:
        return min(session_ends_at, self._clock.now() + _LIFETIME).replace(microsecond=0)

    def _change(self, event: str, principal: Principal) -> Change:
        return Change(event, principal.user_id, to_ms(self._clock.now()), role=principal.role)


def _work_session(session: Session) -> WorkSession:
    return WorkSession(Span(session.id, to_ms(session.expires_at)), to_ms(session.created_at))


def _refusal(refused: HiloError) -> Answer:
    return {"type": "error", "code": refused.code, "detail": refused.detail}


def _read(text: str) -> dict[str, Any]:
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise MalformedFrameError from exc
    if not isinstance(frame, dict):
        raise MalformedFrameError
    return frame


def _conversation(frame: dict[str, Any]) -> ConversationId:
    given = frame.get("conversation_id")
    if not isinstance(given, str):
        raise MalformedFrameError
    if not is_id(given):
        raise NotFoundError
    return ConversationId(given)


def _queue(frame: dict[str, Any]) -> QueueId:
    given = frame.get("queue_id")
    if not isinstance(given, str) or not 0 < len(given) <= _MAX_QUEUE_ID:
        raise MalformedFrameError
    return QueueId(given)
