"""Logs of the local stack: everything to stderr; in workers, each line with its function."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_FORMAT = "%(levelname)s %(name)s %(message)s"
_running: ContextVar[str] = ContextVar("running", default="")


def log_to_stderr(level: str, *, with_function: bool = False) -> None:
    """Send the product's own log and everybody else's there, once for a process."""
    text = "%(levelname)s %(function_name)s %(name)s %(message)s" if with_function else _FORMAT
    logging.basicConfig(level=level, stream=sys.stderr, format=text)
    logging.getLogger("botocore").setLevel(logging.WARNING)
    # Imported behind that: it has the handlers that it finds leave out what it writes itself.
    from chalicelib.core.observability import logger  # noqa: PLC0415

    if isinstance(logger.registered_handler, logging.StreamHandler):
        logger.registered_handler.setStream(sys.stderr)
    if with_function:
        for handler in (*logging.getLogger().handlers, logger.registered_handler):
            handler.addFilter(_name_function)


@contextmanager
def running_function(name: str) -> Iterator[None]:
    """What this thread logs in the block is the function's."""
    token = _running.set(name)
    try:
        yield
    finally:
        _running.reset(token)


def _name_function(record: logging.LogRecord) -> bool:
    record.function_name = _running.get() or "worker"
    return True
