"""A real uvicorn on a free port, in a thread of its own, as the stack runs it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import uvicorn
from starlette.types import ASGIApp

from infra.local.engines.java import free_port


class LateClock:
    """The machine's clock, some time on."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """The origin, while it serves."""
    port = free_port()
    config = uvicorn.Config(
        app,
        port=port,
        log_level="error",
        lifespan="off",
        ws="websockets-sansio",
        ws_ping_interval=None,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    eventually(lambda: server.started)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


def eventually(holds: Callable[[], object], within_seconds: float = 30) -> None:
    """Wait until it holds."""
    deadline = time.monotonic() + within_seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.005)
