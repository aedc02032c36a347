"""What noted facts mean now. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from chalicelib.core.queues import HISTORY, HISTORY_MEDIA, MAIL, MEDIA, NETS
from chalicelib.core.tables import TABLES
from chalicelib.domains.connections.models import App, Connection, Trouble
from chalicelib.domains.connections.standing import Restriction
from chalicelib.domains.dead_letters.models import OpenLetters
from chalicelib.domains.health.models import (
    CONSUMERS,
    Backlog,
    Check,
    Facts,
    Minute,
    RefusedSignatures,
)

CLOCK: Final = "clock"
SILENT_AFTER_MS = 150_000  # two runs and a half
WAITING_AFTER_MS = 110_000  # three looks in a row
# A large file takes its time, a number's history may take an hour and its files six, as their
# alarms allow, which read this.
WAITING_AFTER_MS_OF = {
    MEDIA: 240_000,
    HISTORY: 3_600_000,
    HISTORY_MEDIA: 21_600_000,
    MAIL: 7_200_000,  # a carrier may be down; nobody's customer waits for it
}
REFUSING_FOR_MS = 180_000
FULL = 50
SIGNATURES_LAST_MS = 120_000  # one forged delivery is no trouble
SIGNATURES_HOLD_MS = 3_600_000


def of_minute(minute: Minute | None, now_ms: int) -> Check:
    """Whether `clock` runs; without it nothing below is up to date."""
    if minute is None:
        return Check("clock", CLOCK, "unknown")
    if now_ms - minute.ran_at_ms > SILENT_AFTER_MS:
        return Check("clock", CLOCK, "trouble", "silent", minute.ran_at_ms)
    return Check("clock", CLOCK)


def of_consumers(facts: Facts) -> Iterator[Check]:
    """A consumer has stopped, or is far behind, if another pulse was sent and the one before
    has not reached it."""
    due_ms = facts.minute.pulse_before_ms if facts.minute else None
    for name in CONSUMERS:
        reached_ms = facts.pulses.get(name)
        if due_ms is not None and (reached_ms or 0) < due_ms:
            yield Check("consumer", name, "trouble", "stopped", reached_ms)
        else:
            yield Check("consumer", name, "unknown" if reached_ms is None else "ok")


def of_queues(minute: Minute | None, now_ms: int) -> Iterator[Check]:
    """Whether queues are emptied, and whether what nobody could process lies in the nets."""
    backlogs = minute.backlogs if minute else {}
    for name, net in NETS.items():
        yield _of_queue(name, backlogs.get(name), now_ms)
        yield _of_net(net, backlogs.get(net))


def _of_queue(name: str, backlog: Backlog | None, now_ms: int) -> Check:
    if backlog is None:
        return Check("queue", name, "unknown")
    since_ms = backlog.since_ms
    if since_ms is not None and now_ms - since_ms > WAITING_AFTER_MS_OF.get(name, WAITING_AFTER_MS):
        return Check("queue", name, "trouble", "waiting", since_ms, backlog.waiting)
    return Check("queue", name, count=backlog.waiting)


def _of_net(name: str, backlog: Backlog | None) -> Check:
    if backlog is None:
        return Check("net", name, "unknown")
    if backlog.waiting:
        return Check("net", name, "trouble", "not_empty", backlog.since_ms, backlog.waiting)
    return Check("net", name, count=0)


def of_tables(facts: Facts, now_ms: int) -> Iterator[Check]:
    """A table that refused a request within the last minutes; over by itself."""
    for table in TABLES:
        refusal = facts.tables.get(table.name)
        if refusal is None or now_ms - refusal.at_ms > REFUSING_FOR_MS:
            yield Check("table", table.name)
        else:
            error = f"{refusal.operation}: {refusal.error}"
            yield Check("table", table.name, "trouble", "refusing", refusal.at_ms, detail=error)


def of_letters(letters: OpenLetters | None) -> Check:
    """A few open letters are daily work; many are a fault that nobody looks at."""
    if letters is None:
        return Check("dead_letters", "dead-letters", "unknown")
    since_ms, many = letters.oldest_ms, letters.many
    if many >= FULL:
        return Check("dead_letters", "dead-letters", "trouble", "full", since_ms, many)
    return Check("dead_letters", "dead-letters", since_ms=since_ms, count=many)


def of_connection(
    connection: Connection, trouble: Trouble | None, hold: Restriction | None = None
) -> Check:
    """Whether anything can be sent over it: by what was refused, and by the provider's word."""
    if not connection.enabled:
        return Check("connection", connection.name)
    if hold is not None:
        return Check("connection", connection.name, "trouble", "held", hold.since_ms)
    if trouble is None:
        return Check("connection", connection.name)
    return Check(
        "connection",
        connection.name,
        "trouble",
        "cannot_send",
        trouble.since_ms,
        detail=trouble.code,
    )


def of_apps(apps: Iterable[App], facts: Facts, now_ms: int) -> Iterator[Check]:
    """Whether an app's secret can be read, and whether the provider still signs with it."""
    minute = facts.minute
    faults = minute.secret_faults if minute else {}
    for app in apps:
        fault = faults.get(app.id)
        refused = facts.signatures.get(app.id)
        if fault is not None and minute is not None:
            checked_ms = minute.secrets_checked_ms
            yield Check("app", app.id, "trouble", fault, checked_ms)
        elif refused is not None and _lasts(refused, now_ms):
            yield Check("app", app.id, "trouble", "signatures_refused", refused.since_ms)
        else:
            yield Check("app", app.id)


def _lasts(refused: RefusedSignatures, now_ms: int) -> bool:
    lasted_ms = refused.last_ms - refused.since_ms
    return lasted_ms >= SIGNATURES_LAST_MS and now_ms - refused.last_ms <= SIGNATURES_HOLD_MS


def next_backlogs(
    waiting: Mapping[str, int], before: Mapping[str, Backlog], now_ms: int
) -> dict[str, Backlog]:
    """Backlogs of this look: what waits now, since the look at which it began to."""
    found: dict[str, Backlog] = {}
    for queue, many in waiting.items():
        earlier = before.get(queue)
        began_ms = earlier.since_ms if earlier and earlier.since_ms is not None else now_ms
        found[queue] = Backlog(many, began_ms if many else None)
    return found
