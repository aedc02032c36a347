"""Calls a function as Lambda does: by its declared handler, with a context of its own."""

from __future__ import annotations

import importlib
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from functions.definition import Function
from infra.local.stack.settings import REGION

Handler = Callable[[dict[str, Any], object], Any]
Invoke = Callable[[dict[str, Any]], Any]

ACCOUNT = "000000000000"


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


def load(function: Function) -> Invoke:
    """The function's handler, imported now, ready to be called with events."""
    module_name, _, name = function.handler.rpartition(".")
    handler: Handler = getattr(importlib.import_module(module_name), name)

    def invoke(event: dict[str, Any]) -> Any:
        context = LocalContext(function.name, function.memory_mb, function.timeout_seconds)
        return handler(event, context)

    return invoke
