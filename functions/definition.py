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
class Having:
    """Records under a prefix of the sort key whose new image has a text attribute; with a
    value: just that one.
    """

    sort_key: str
    attribute: str
    value: str | None = None

    def fits(self, sort_key: str, image: Mapping[str, Any]) -> bool:
        text = image.get(self.attribute, {}).get("S")
        return (
            sort_key.startswith(self.sort_key) and text is not None and self.value in (None, text)
        )

    def pattern(self) -> dict[str, Any]:
        """As Lambda's filters say it."""
        wanted: Any = {"exists": True} if self.value is None else self.value
        return _pattern((self.sort_key,), {self.attribute: {"S": [wanted]}})


@dataclass(frozen=True, slots=True)
class StreamTrigger:
    """Called with batches of a table's stream.

    Let through are records whose sort key has one of the prefixes `sort_keys`, and those that
    one of `having` describes (all, where neither is given); the rest costs no invocation.
    Removals stay out, and so does what a restore wrote: neither is news (docs/adr/0016). A
    batch that fails is bisected and tried again, five times.
    """

    table: str
    batch_size: int
    sort_keys: tuple[str, ...] = ()
    having: tuple[Having, ...] = ()

    def patterns(self) -> list[dict[str, Any]]:
        """Lambda's filters, of which one has to fit; `lets_through` says the same."""
        any_image = [_pattern(self.sort_keys, {})] if self.sort_keys or not self.having else []
        return any_image + [one.pattern() for one in self.having]

    def lets_through(self, record: Mapping[str, Any]) -> bool:
        """Whether the function is called for a record."""
        change = record["dynamodb"]
        image = change.get("NewImage")
        if image is None or is_restored(image):
            return False
        sort_key: str = change["Keys"].get("sk", {}).get("S", "")
        if sort_key.startswith(self.sort_keys) or not (self.sort_keys or self.having):
            return True
        return any(one.fits(sort_key, image) for one in self.having)


def _pattern(sort_keys: tuple[str, ...], image: Mapping[str, Any]) -> dict[str, Any]:
    """News under these prefixes, all if there are none, with such an image."""
    news: dict[str, Any] = {
        "pk": {"S": [{"exists": True}]},
        CHANGE_ATTRIBUTE: {"M": {RESTORED: {"N": [{"exists": False}]}}},
    }
    wanted: dict[str, Any] = {"NewImage": {**news, **image}}
    if sort_keys:
        wanted["Keys"] = {"sk": {"S": [{"prefix": prefix} for prefix in sort_keys]}}
    return {"dynamodb": wanted}


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
    also_from: tuple[QueueTrigger, ...] = ()
    """Queues that call it beside its trigger, each with a concurrency of its own."""

    @property
    def queue_triggers(self) -> tuple[QueueTrigger, ...]:
        """Every queue that feeds it."""
        first = (self.trigger,) if isinstance(self.trigger, QueueTrigger) else ()
        return first + self.also_from

    more_streams: tuple[StreamTrigger, ...] = ()
    """Of other tables, which it is called with as well."""

    @property
    def streams(self) -> tuple[StreamTrigger, ...]:
        """Every stream it reads; a batch comes from one of them."""
        own = (self.trigger,) if isinstance(self.trigger, StreamTrigger) else ()
        return own + self.more_streams

    @property
    def handler(self) -> str:
        return f"functions.{self.name}.handler.handler"
