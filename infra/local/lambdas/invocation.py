"""Calls a function as Lambda does: by its declared handler, with a context of its own.

`Lambdas` is how the stack reaches functions: in this process, or in workers.
"""

from __future__ import annotations

import importlib
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypedDict

from infra.deployment.lambdas import LAMBDAS
from infra.local.settings import REGION

Handler = Callable[[dict[str, Any], object], Any]
Invoke = Callable[[dict[str, Any]], Any]
InvokeOf = Callable[[str], Invoke]

ACCOUNT = "000000000000"
_APP_MODULE = "app"


class Described(Protocol):
    """What Lambda is told of a handler to run it."""

    @property
    def name(self) -> str: ...

    @property
    def handler(self) -> str: ...

    @property
    def timeout_seconds(self) -> float: ...

    @property
    def memory_mb(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """That, fit to be sent to a worker."""

    name: str
    handler: str
    timeout_seconds: float = 30
    memory_mb: int = 512


ENTRIES = tuple(
    Entry(one.name, one.handler, one.timeout_seconds, one.memory_mb) for one in LAMBDAS.values()
)


class WorkerState(TypedDict):
    """A worker's process, and how many invocations it has in its hands."""

    pid: int
    running: int


class Lambdas(Protocol):
    """Everything that is deployed, ready to be called by name."""

    def of(self, name: str) -> Invoke:
        """The way to call it; raises whatever the function raises, or names that."""

    def wait_until_ready(self) -> None:
        """Raises WorkerFailedError."""

    def renew(self) -> None:
        """Let what is called from now on know nothing of before."""

    def stop(self) -> None:
        """Once nothing runs any more."""

    def workers(self) -> list[WorkerState]:
        """Processes that run functions, apart from this one."""


def arn(service: str, resource: str) -> str:
    """The name of a local resource, as events carry it."""
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


@dataclass(slots=True)
class LocalContext:
    """The second argument of a handler."""

    function_name: str
    memory_limit_in_mb: int = 512
    timeout_seconds: float = 30
    function_version: str = "$LATEST"
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    log_group_name: str = "local"
    log_stream_name: str = "local"
    _started: float = field(default_factory=time.monotonic)

    @property
    def invoked_function_arn(self) -> str:
        return arn("lambda", f"function:{self.function_name}")

    def get_remaining_time_in_millis(self) -> int:
        """What is left of the declared timeout; nothing ends a function here."""
        left = self.timeout_seconds - (time.monotonic() - self._started)
        return max(0, round(left * 1000))


def load(entry: Described) -> Invoke:
    """The handler, imported now, ready to be called with events from any thread."""
    module_name, _, name = entry.handler.rpartition(".")
    module = importlib.import_module(module_name)
    if module_name == _APP_MODULE:
        from infra.local.lambdas.chalice_threads import serve_threads  # noqa: PLC0415 - with the app

        serve_threads(module.app)
    handler: Handler = getattr(module, name)

    def invoke(event: dict[str, Any]) -> Any:
        context = LocalContext(entry.name, entry.memory_mb, entry.timeout_seconds)
        return handler(event, context)

    return invoke


class InThisProcess:
    """Implements Lambdas without workers. Whoever renews the container renews these."""

    def __init__(self) -> None:
        self._entries = {entry.name: entry for entry in ENTRIES}

    def of(self, name: str) -> Invoke:
        return load(self._entries[name])

    def wait_until_ready(self) -> None:
        """Handlers are imported when they are asked for."""

    def renew(self) -> None:
        """The container is shared with the caller."""

    def stop(self) -> None:
        """Nothing to end."""

    def workers(self) -> list[WorkerState]:
        return []
