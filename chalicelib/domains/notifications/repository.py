"""Sockets in the `live` table.

`S#<socket>`/`S` the socket · `U#<user>`/`<socket>` · `V#<conversation>`/`<socket>` ·
`W#<queue>`/`<socket>` · `PRESENCE`/`<socket>` who is to hear of it ·
`T#<user>`/`T` when somebody's typing was told.
"""

from __future__ import annotations

from collections.abc import Sequence

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.clock import from_seconds
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo, RowKey
from chalicelib.core.ids import ConversationId, QueueId, UserId
from chalicelib.core.tables import LIVE
from chalicelib.domains.access.models import SessionId
from chalicelib.domains.notifications.models import Listener, Socket, SocketId

_TYPIST_SECONDS = 60


class SocketRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    user_id = UnicodeAttribute(attr_name="us")
    session_id = UnicodeAttribute(attr_name="se")
    ready = NumberAttribute(attr_name="rd", null=True)
    viewing = UnicodeSetAttribute(attr_name="vw", null=True)
    watching = UnicodeSetAttribute(attr_name="wt", null=True)
    watches_presence = NumberAttribute(attr_name="wp", null=True)
    expires_at = NumberAttribute()


class ListenerRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    user_id = UnicodeAttribute(attr_name="us")
    session_id = UnicodeAttribute(attr_name="se")
    expires_at = NumberAttribute()


class TypistRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    typed_at_ms = NumberAttribute(attr_name="at")
    expires_at = NumberAttribute()


_PRESENCE = "PRESENCE"


def _key(socket_id: SocketId) -> RowKey:
    return f"S#{socket_id}", "S"


class DynamoSocketStore:
    """SocketStore on the `live` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def add(self, socket: Socket, change: Change) -> None:
        pk, sk = _key(socket.id)
        row = SocketRow(
            pk,
            sk,
            user_id=socket.user_id,
            session_id=socket.session_id,
            expires_at=_seconds(socket),
        )
        self._dynamo.put(row, change=change)
        self._listen(f"U#{socket.user_id}", socket, change)

    def get(self, socket_id: SocketId) -> Socket | None:
        row = self._dynamo.get(SocketRow, _key(socket_id), consistent=True)
        return _socket(row) if row else None

    def make_ready(self, socket_id: SocketId, change: Change) -> bool:
        condition = SocketRow.pk.exists() & SocketRow.ready.does_not_exist()
        actions = [SocketRow.ready.set(1)]
        try:
            self._dynamo.update(
                SocketRow, _key(socket_id), actions, change=change, condition=condition
            )
        except ConditionRefusedError:
            return False
        return True

    def view(self, socket: Socket, conversation_id: ConversationId, change: Change) -> None:
        if self._remember(socket.id, [SocketRow.viewing.add({conversation_id})], change):
            self._listen(f"V#{conversation_id}", socket, change)

    def stop_viewing(
        self, socket_id: SocketId, conversation_id: ConversationId, change: Change
    ) -> None:
        self._dynamo.delete(ListenerRow, (f"V#{conversation_id}", socket_id))
        self._remember(socket_id, [SocketRow.viewing.delete({conversation_id})], change)

    def watch(self, socket: Socket, queue_id: QueueId, change: Change) -> None:
        if self._remember(socket.id, [SocketRow.watching.add({queue_id})], change):
            self._listen(f"W#{queue_id}", socket, change)

    def stop_watching(self, socket_id: SocketId, queue_id: QueueId, change: Change) -> None:
        self._dynamo.delete(ListenerRow, (f"W#{queue_id}", socket_id))
        self._remember(socket_id, [SocketRow.watching.delete({queue_id})], change)

    def watch_presence(self, socket: Socket, change: Change) -> None:
        if self._remember(socket.id, [SocketRow.watches_presence.set(1)], change):
            self._listen(_PRESENCE, socket, change)

    def stop_watching_presence(self, socket_id: SocketId, change: Change) -> None:
        self._dynamo.delete(ListenerRow, (_PRESENCE, socket_id))
        self._remember(socket_id, [SocketRow.watches_presence.remove()], change)

    def remove(self, socket_id: SocketId) -> None:
        row = self._dynamo.get(SocketRow, _key(socket_id), consistent=True)
        if row is None:
            return
        places = [f"V#{one}" for one in row.viewing or ()]
        places += [f"W#{one}" for one in row.watching or ()]
        places += [_PRESENCE] if row.watches_presence else []
        places += [f"U#{row.user_id}"]  # after those, so that it is found until they are gone
        for place in places:
            self._dynamo.delete(ListenerRow, (place, socket_id))
        self._dynamo.delete(SocketRow, _key(socket_id))  # last: until then it is done again

    def note_typing(self, user_id: UserId, not_since_ms: int, change: Change) -> bool:
        row = TypistRow(
            f"T#{user_id}",
            "T",
            typed_at_ms=change.at_ms,
            expires_at=change.at_ms // 1000 + _TYPIST_SECONDS,
        )
        is_long_ago = TypistRow.pk.does_not_exist() | (TypistRow.typed_at_ms <= not_since_ms)
        try:
            self._dynamo.put(row, change=change, condition=is_long_ago)
        except ConditionRefusedError:
            return False
        return True

    def of_user(self, user_id: UserId, *, consistent: bool = False) -> list[Listener]:
        return self._listeners(f"U#{user_id}", consistent=consistent)

    def viewers(self, conversation_id: ConversationId) -> list[Listener]:
        return self._listeners(f"V#{conversation_id}")

    def watchers(self, queue_id: QueueId) -> list[Listener]:
        return self._listeners(f"W#{queue_id}")

    def presence_watchers(self) -> list[Listener]:
        return self._listeners(_PRESENCE)

    def _listen(self, place: str, socket: Socket, change: Change) -> None:
        row = ListenerRow(
            place,
            socket.id,
            user_id=socket.user_id,
            session_id=socket.session_id,
            expires_at=_seconds(socket),
        )
        self._dynamo.put(row, change=change)

    def _listeners(self, place: str, *, consistent: bool = False) -> list[Listener]:
        at_place = ListenerRow.pk == place
        rows = self._dynamo.query_all(ListenerRow, at_place, consistent=consistent)
        return [_listener(row) for row in rows]

    def _remember(self, socket_id: SocketId, actions: Sequence[Action], change: Change) -> bool:
        """Change what a socket looks at; False where it is gone, and stays gone."""
        try:
            self._dynamo.update(
                SocketRow,
                _key(socket_id),
                actions,
                change=change,
                condition=SocketRow.pk.exists(),
            )
        except ConditionRefusedError:
            return False
        return True


def _seconds(socket: Socket) -> int:
    return int(socket.expires_at.timestamp())


def _listener(row: ListenerRow) -> Listener:
    return Listener(
        SocketId(row.sk),
        UserId(row.user_id),
        SessionId(row.session_id),
        from_seconds(int(row.expires_at)),
    )


def _socket(row: SocketRow) -> Socket:
    return Socket(
        id=SocketId(row.pk[2:]),
        user_id=UserId(row.user_id),
        session_id=SessionId(row.session_id),
        expires_at=from_seconds(int(row.expires_at)),
        is_ready=bool(row.ready),
        viewing=frozenset(ConversationId(one) for one in row.viewing or ()),
        watching=frozenset(QueueId(one) for one in row.watching or ()),
        watches_presence=bool(row.watches_presence),
    )
