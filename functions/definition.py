"""What a Lambda is told when it is deployed; each function's own numbers stand beside it.

The local stack and the CDK read the same definitions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class QueueTrigger:
    """Called with batches of a queue; answers which of them failed."""

    queue: str
    batch_size: int
    maximum_concurrency: int


@dataclass(frozen=True, slots=True)
class Having:
    """The new image has a text attribute; with a value: just that one."""

    attribute: str
    value: str | None = None

    def fits(self, image: Mapping[str, Any]) -> bool:
        text = image.get(self.attribute, {}).get("S")
        return text is not None and self.value in (None, text)

    def pattern(self) -> dict[str, Any]:
        """As Lambda's filters say it."""
        wanted: Any = {"exists": True} if self.value is None else self.value
        return {self.attribute: {"S": [wanted]}}


@dataclass(frozen=True, slots=True)
class StreamTrigger:
    """Called with batches of a table's stream.

    Let through are records whose sort key has one of the prefixes `sort_keys` (all if empty)
    and whose new image is as one of `having` says (any if empty); the rest costs no
    invocation. A batch that fails is bisected and tried again, five times.
    """

    table: str
    batch_size: int
    sort_keys: tuple[str, ...] = ()
    having: tuple[Having, ...] = ()

    def lets_through(self, record: Mapping[str, Any]) -> bool:
        """What the filters of `patterns` do."""
        change = record["dynamodb"]
        sort_key = change["Keys"].get("sk", {}).get("S", "")
        if self.sort_keys and not sort_key.startswith(self.sort_keys):
            return False
        image = change.get("NewImage", {})
        return not self.having or any(one.fits(image) for one in self.having)

    def patterns(self) -> list[dict[str, Any]]:
        """Lambda's filters, of which one has to fit; empty: everything."""
        keys = {"sk": {"S": [{"prefix": prefix} for prefix in self.sort_keys]}}
        common: dict[str, Any] = {"Keys": keys} if self.sort_keys else {}
        images = [{"NewImage": one.pattern()} for one in self.having] or [{}]
        return [{"dynamodb": common | image} for image in images if common | image]


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
