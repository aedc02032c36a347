"""What a Lambda is told when it is deployed; each function's own numbers stand beside it.

The local stack and the CDK read the same definitions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.core.change import CHANGE_ATTRIBUTE, RESTORED, is_restored


@dataclass(frozen=True, slots=True)
class QueueTrigger:
    """Called with batches of a queue; answers which of them failed."""

    queue: str
    batch_size: int
    maximum_concurrency: int


@dataclass(frozen=True, slots=True)
class StreamTrigger:
    """Called with batches of a table's stream; `sort_keys` are prefixes let through (all if empty).

    Removals stay out, and so does what a restore wrote: neither is news (docs/adr/0016). A batch
    that fails is bisected and tried again, five times.
    """

    table: str
    batch_size: int
    sort_keys: tuple[str, ...] = ()

    @property
    def pattern(self) -> dict[str, Any]:
        """The filter as Lambda is told it; `lets_through` says the same."""
        image = {
            "pk": {"S": [{"exists": True}]},
            CHANGE_ATTRIBUTE: {"M": {RESTORED: {"N": [{"exists": False}]}}},
        }
        wanted: dict[str, Any] = {"NewImage": image}
        if self.sort_keys:
            wanted["Keys"] = {"sk": {"S": [{"prefix": prefix} for prefix in self.sort_keys]}}
        return {"dynamodb": wanted}

    def lets_through(self, record: Mapping[str, Any]) -> bool:
        """Whether the function is called for a record."""
        change = record["dynamodb"]
        sort_key: str = change["Keys"].get("sk", {}).get("S", "")
        if self.sort_keys and not sort_key.startswith(self.sort_keys):
            return False
        image = change.get("NewImage")
        return image is not None and not is_restored(image)


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
