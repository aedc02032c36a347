"""A double of Lambda's runtime API: one function's process asks it for events and answers."""

from __future__ import annotations

import json
import queue
import time
import uuid
from typing import Any, NamedTuple

from infra.local.workers.http_server import HttpServer, Reply, Request

_PATHS = "/2018-06-01/runtime/"


class Answer(NamedTuple):
    """What a function made of an event; `error` is the runtime's own report of a failure."""

    value: Any
    error: dict[str, Any] | None


class NoAnswerError(Exception):
    """The process answered nothing within the time, or never came up."""


class RuntimeApi:
    """Serves one process; `invoke` is called by the test, one event at a time."""

    def __init__(self, arn: str, timeout_seconds: int) -> None:
        self._arn, self._timeout_seconds = arn, timeout_seconds
        self._events: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self._answers: queue.Queue[Answer] = queue.Queue()
        self._http = HttpServer(self._handle)
        self.address, self.stop = self._http.address, self._http.stop

    def invoke(self, event: Any, patience_seconds: float) -> Answer:
        """Raises NoAnswerError."""
        self._events.put((str(uuid.uuid4()), json.dumps(event).encode()))
        try:
            return self._answers.get(timeout=patience_seconds)
        except queue.Empty:
            raise NoAnswerError(self._arn) from None

    def _handle(self, request: Request) -> Reply:
        if not request.path.startswith(_PATHS):
            return Reply(404)
        if request.method == "GET":
            return self._next_event()
        value = json.loads(request.body or b"null")
        failed = request.path.endswith("/error")  # also of a handler that cannot be loaded
        self._answers.put(Answer(None if failed else value, value if failed else None))
        return Reply(202, b'{"status":"OK"}', {"Content-Type": "application/json"})

    def _next_event(self) -> Reply:
        """Blocks until there is one, as Lambda does while a process is idle."""
        request_id, body = self._events.get()
        deadline_ms = round((time.time() + self._timeout_seconds) * 1000)
        return Reply(
            200,
            body,
            {
                "Lambda-Runtime-Aws-Request-Id": request_id,
                "Lambda-Runtime-Deadline-Ms": str(deadline_ms),
                "Lambda-Runtime-Invoked-Function-Arn": self._arn,
                "Content-Type": "application/json",
            },
        )
