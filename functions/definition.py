"""What a Lambda is told when it is deployed; each function's own numbers stand beside it.

The local stack and the CDK read the same definitions.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueueTrigger:
    """Called with batches of a queue; answers which of them failed."""

    queue: str
    batch_size: int
    maximum_concurrency: int


@dataclass(frozen=True, slots=True)
class StreamTrigger:
    """Called with batches of a table's stream; `sort_keys` are prefixes let through (all if empty).

    A batch that fails is bisected and tried again, five times.
    """

    table: str
    batch_size: int
    sort_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScheduleTrigger:
    """Called every so many seconds."""

    every_seconds: int


@dataclass(frozen=True, slots=True)
class HttpTrigger:
    """Called with HTTP API events (payload 2.0) of the routes."""

    routes: tuple[str, ...]


Trigger = QueueTrigger | StreamTrigger | ScheduleTrigger | HttpTrigger


@dataclass(frozen=True, slots=True)
class Function:
    """One Lambda; its handler is `functions.<name>.handler.handler`."""

    name: str
    trigger: Trigger
    timeout_seconds: int
    memory_mb: int
    alarm: str
    reserved_concurrency: int | None = None

    @property
    def handler(self) -> str:
        return f"functions.{self.name}.handler.handler"
