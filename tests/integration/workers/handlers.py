"""Functions for workers under test."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from chalicelib import bootstrap
from chalicelib.core.observability import logger

_PAUSE_SECONDS = 0.005


def echo(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """What it was given, and where it ran."""
    left_ms = context.get_remaining_time_in_millis()
    return {"event": event, "pid": os.getpid(), "left_ms": left_ms}


def fail(event: dict[str, Any], _context: object) -> None:
    logger.warning("about to fail")
    raise ValueError(event["reason"])


def answer_no_json(_event: dict[str, Any], _context: object) -> object:
    return object()


def wait(event: dict[str, Any], _context: object) -> int:
    """Says that it runs by a file, and ends once another one is there."""
    Path(event["begun"]).touch()
    while not Path(event["until"]).exists():
        time.sleep(_PAUSE_SECONDS)
    return os.getpid()


def container_number(_event: dict[str, Any], _context: object) -> int:
    """The same for as long as the container is."""
    container = bootstrap.container()
    return int(container.__dict__.setdefault("number", time.monotonic_ns()))
