"""What the front and a worker say to each other: JSON messages over one pair of sockets.

Whoever has to know that the other side is gone, for whatever reason, learns it here: the
kernel closes a dead process's end.
"""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Literal, TypedDict


class Loading(TypedDict):
    """Front, first of all: the functions to import."""

    kind: Literal["load"]
    functions: list[dict[str, Any]]


class Calling(TypedDict):
    """Front: run a function."""

    kind: Literal["call"]
    number: int
    function: str
    event: Any


class Sign(TypedDict):
    """Worker: `ready`, or `wrote` to a table. Front: `renew` (forget what is cached), `stop`."""

    kind: Literal["ready", "wrote", "renew", "stop"]


class Answering(TypedDict):
    """Worker: what became of a call; `error` is None where the function answered."""

    kind: Literal["answer"]
    number: int
    value: Any
    error: str | None


Message = Loading | Calling | Sign | Answering


class LinkBrokenError(Exception):
    """The other side is gone."""


class Link:
    """One side. Any thread may send; one receives. Messages arrive in the order they were sent."""

    def __init__(self, connection: Connection[Any, Any]) -> None:
        self._connection = connection
        self._sending = threading.Lock()

    def send(self, message: Message) -> None:
        """Raises LinkBrokenError."""
        raw = json.dumps(message, separators=(",", ":")).encode()
        with self._sending:
            try:
                self._connection.send_bytes(raw)
            except OSError as exc:
                raise LinkBrokenError from exc

    def receive(self) -> Message:
        """Blocks. Raises LinkBrokenError."""
        try:
            message: Message = json.loads(self._connection.recv_bytes())
        except (EOFError, OSError) as exc:
            raise LinkBrokenError from exc
        return message

    def close(self) -> None:
        with self._sending, suppress(OSError):
            self._connection.close()
