"""Kills a function before or after any of its effects: writes, queue sends, calls outside.

A kill is no Exception: no `except` of the product may survive it, as none survives a
Lambda that is stopped.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import IO, Any, Literal, TypeVar

from chalicelib.core.ids import ConnectionId
from chalicelib.core.queues import QueueMessage
from chalicelib.domains.conversations.ports import (
    FileToSend,
    SendOutcome,
    TemplateToSend,
    TextToSend,
)
from infra.local.queues import LocalQueues
from tests.fakes.channel import FakeMediaStore, FakeSender
from tests.fakes.sockets import FakeRealtime

T = TypeVar("T")
When = Literal["before", "after"]
_WRITES = {"put_item", "update_item", "delete_item", "transact_write_items"}


class KilledError(BaseException):
    """The process is gone."""


class Killer:
    """Counts effects; kills at the one it is armed for, or where `chance` says so."""

    def __init__(self) -> None:
        self.count = 0
        self.chance: Callable[[], When | None] | None = None
        self._armed: tuple[int, When] | None = None
        self._lock = threading.Lock()

    def arm(self, number: int, when: When) -> None:
        """Kill before or after the so-manieth effect from now on (counted from one)."""
        self.count, self._armed = 0, (number, when)

    def disarm(self) -> None:
        self.count = 0
        self._armed = self.chance = None

    def around(self, effect: Callable[[], T]) -> T:
        with self._lock:
            self.count += 1
            number = self.count
        kill = self._verdict(number)
        if kill == "before":
            raise KilledError
        try:
            return effect()
        finally:
            if kill == "after":  # refused or not
                raise KilledError

    def _verdict(self, number: int) -> When | None:
        if self.chance is not None:
            return self.chance()
        if self._armed is None or self._armed[0] != number:
            return None
        when, self._armed = self._armed[1], None
        return when


class MortalClient:
    """A DynamoDB client whose caller may be killed around each write."""

    def __init__(self, client: Any, killer: Killer) -> None:
        self._client = client
        self._killer = killer

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self._client, name)
        if name not in _WRITES:
            return operation
        return lambda **request: self._killer.around(lambda: operation(**request))


class MortalQueues:
    """Queues whose sender may be killed around each send."""

    def __init__(self, queues: LocalQueues, killer: Killer) -> None:
        self._queues = queues
        self._killer = killer

    def send(self, queue: str, messages: Sequence[QueueMessage]) -> None:
        self._killer.around(lambda: self._queues.send(queue, messages))

    def postpone(self, queue: str, receipt_handle: str, seconds: int) -> None:
        self._killer.around(lambda: self._queues.postpone(queue, receipt_handle, seconds))

    def waiting(self, queue: str) -> int:
        return self._queues.waiting(queue)


class MortalSender:
    """A sender whose caller may be killed before the call and before its answer is seen."""

    def __init__(self, sender: FakeSender, killer: Killer) -> None:
        self._sender = sender
        self._killer = killer

    def send_text(self, message: TextToSend) -> SendOutcome:
        return self._killer.around(lambda: self._sender.send_text(message))

    def send_file(self, message: FileToSend) -> SendOutcome:
        return self._killer.around(lambda: self._sender.send_file(message))

    def send_template(self, message: TemplateToSend) -> SendOutcome:
        return self._killer.around(lambda: self._sender.send_template(message))

    def mark_read(self, connection_id: ConnectionId, provider_id: str, *, typing: bool) -> None:
        self._sender.mark_read(connection_id, provider_id, typing=typing)


class MortalRealtime:
    """Frames whose poster may be killed around each."""

    def __init__(self, realtime: FakeRealtime, killer: Killer) -> None:
        self._realtime = realtime
        self._killer = killer

    def post(self, socket_id: str, text: str) -> bool:
        return self._killer.around(lambda: self._realtime.post(socket_id, text))

    def close(self, socket_id: str) -> None:
        self._realtime.close(socket_id)


class MortalMediaStore(FakeMediaStore):
    """A store whose writer may be killed around each file."""

    def __init__(self, killer: Killer) -> None:
        super().__init__()
        self._killer = killer

    def put(self, key: str, content: IO[bytes], content_type: str, *, sha256: str) -> None:
        keep = super().put
        self._killer.around(lambda: keep(key, content, content_type, sha256=sha256))
