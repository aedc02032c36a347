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
class Said:
    """Records by what their change says: one of `events` if any are given, done in the role
    of a person where `by_people`; under none of the partitions `but_not`.
    """

    events: tuple[str, ...] = ()
    by_people: bool = False
    but_not: tuple[str, ...] = ()

    def fits(self, partition: str, image: Mapping[str, Any]) -> bool:
        said = image.get(CHANGE_ATTRIBUTE, {}).get("M", {})
        return (
            (not self.events or said.get("e", {}).get("S") in self.events)
            and (not self.by_people or "o" in said)
            and partition not in self.but_not
        )

    def pattern(self) -> dict[str, Any]:
        """As Lambda's filters say it."""
        said: dict[str, Any] = {}
        if self.events:
            said["e"] = {"S": list(self.events)}
        if self.by_people:
            said["o"] = {"S": [{"exists": True}]}
        wanted = _pattern((), {}, said)
        if self.but_not:
            wanted["dynamodb"]["Keys"] = {"pk": {"S": [{"anything-but": list(self.but_not)}]}}
        return wanted


_UNNAMED = {"dynamodb": {"NewImage": {CHANGE_ATTRIBUTE: {"M": {"e": {"S": [{"exists": False}]}}}}}}
"""What does not say what happened: also removals, which have no new image."""


@dataclass(frozen=True, slots=True)
class StreamTrigger:
    """Called with batches of a table's stream.

    Let through are records whose sort key has one of the prefixes `sort_keys`, and those that
    one of `having` or `said` describes (all, where none is given); the rest costs no invocation.
    Removals stay out, and so does what a restore wrote: neither is news (docs/adr/0016); but
    where `unnamed` is asked for, writes that do not say what happened come, and removals. A
    batch that fails is bisected and tried again, five times.
    """

    table: str
    batch_size: int
    sort_keys: tuple[str, ...] = ()
    having: tuple[Having, ...] = ()
    said: tuple[Said, ...] = ()
    unnamed: bool = False

    def patterns(self) -> list[dict[str, Any]]:
        """Lambda's filters, of which one has to fit; `lets_through` says the same."""
        any_image = [_pattern(self.sort_keys, {})] if self.sort_keys or self._takes_all else []
        told = [one.pattern() for one in self.having] + [one.pattern() for one in self.said]
        return any_image + told + ([_UNNAMED] if self.unnamed else [])

    @property
    def _takes_all(self) -> bool:
        return not (self.sort_keys or self.having or self.said)

    def lets_through(self, record: Mapping[str, Any]) -> bool:
        """Whether the function is called for a record."""
        change = record["dynamodb"]
        image = change.get("NewImage")
        if self.unnamed and (image is None or not _is_named(image)):
            return True
        if image is None or is_restored(image):
            return False
        sort_key: str = change["Keys"].get("sk", {}).get("S", "")
        if sort_key.startswith(self.sort_keys) or self._takes_all:
            return True
        partition: str = change["Keys"].get("pk", {}).get("S", "")
        return any(one.fits(sort_key, image) for one in self.having) or any(
            one.fits(partition, image) for one in self.said
        )


def _is_named(image: Mapping[str, Any]) -> bool:
    return "e" in image.get(CHANGE_ATTRIBUTE, {}).get("M", {})


def _pattern(
    sort_keys: tuple[str, ...], image: Mapping[str, Any], said: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """News under these prefixes, all if there are none, with such an image and change."""
    news: dict[str, Any] = {
        "pk": {"S": [{"exists": True}]},
        CHANGE_ATTRIBUTE: {"M": {RESTORED: {"N": [{"exists": False}]}, **(said or {})}},
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
