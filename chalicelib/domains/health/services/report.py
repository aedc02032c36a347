"""The product's state: measured once a minute, told to administrators and to alarms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, rfc3339_ms, to_ms
from chalicelib.core.observability import logger
from chalicelib.core.queues import NETS, Queues, QueueUnavailableError
from chalicelib.core.secret_store import (
    SecretMissingError,
    SecretStore,
    SecretsUnavailableError,
    app_secret_name,
)
from chalicelib.domains.connections.service import Connections
from chalicelib.domains.dead_letters.service import DeadLetters
from chalicelib.domains.health import rules
from chalicelib.domains.health.models import (
    KINDS,
    MEASURED_LINE,
    Check,
    Facts,
    Minute,
    SecretFault,
)
from chalicelib.domains.health.ports import Notebook

_BETWEEN_PULSES_MS = 30_000
_ROUND_EVERY_MS = 5 * 60_000 - 30_000  # each look is a request that is paid


class HealthReport:
    """The reading side of health."""

    def __init__(
        self,
        notebook: Notebook,
        connections: Connections,
        dead_letters: DeadLetters,
        queues: Queues,
        secrets: SecretStore,
        clock: Clock,
    ) -> None:
        self._notebook = notebook
        self._connections = connections
        self._dead_letters = dead_letters
        self._queues = queues
        self._secrets = secrets
        self._clock = clock

    def measure(self) -> list[Check]:
        """The minute of `clock`: send a pulse, look at queues and secrets, tell the alarms.

        Answers what is in trouble.
        """
        now_ms = to_ms(self._clock.now())
        change = Change("health.measured", "clock", now_ms)
        facts = self._notebook.facts()
        minute = self._next_minute(facts.minute, now_ms)
        if _is_pulse_due(minute, now_ms) and self._notebook.send_pulse(change):
            minute = replace(minute, pulse_ms=now_ms, pulse_before_ms=minute.pulse_ms)
        self._notebook.note_minute(minute, change)
        troubled = _troubled(self._judged(replace(facts, minute=minute), now_ms))
        self._tell(troubled)
        return troubled

    def checks(self) -> list[Check]:
        """Every part of the product and how it is, in the order of KINDS."""
        return self._judged(self._notebook.facts(), to_ms(self._clock.now()))

    def _judged(self, facts: Facts, now_ms: int) -> list[Check]:
        directory = self._connections.directory
        found = [
            rules.of_minute(facts.minute, now_ms),
            *rules.of_consumers(facts),
            *rules.of_queues(facts.minute, now_ms),
            *rules.of_tables(facts, now_ms),
            rules.of_letters(self._dead_letters.standing()),
            *(
                rules.of_connection(
                    one,
                    directory.troubles.get(one.id),
                    self._connections.hold_of(one.id, now_ms),
                )
                for one in self._connections.all()
            ),
            *rules.of_apps(directory.apps.values(), facts, now_ms),
        ]
        return sorted(found, key=lambda one: KINDS.index(one.kind))

    def _next_minute(self, before: Minute | None, now_ms: int) -> Minute:
        """Everything is looked at every five minutes; in between, queues that held something."""
        last = before or Minute(now_ms, secrets_checked_ms=0)
        if now_ms - last.secrets_checked_ms < _ROUND_EVERY_MS:
            empty = {name: one for name, one in last.backlogs.items() if not one.waiting}
            waiting = self._waiting(name for name in last.backlogs if name not in empty)
            backlogs = empty | rules.next_backlogs(waiting, last.backlogs, now_ms)
            return replace(last, ran_at_ms=now_ms, backlogs=backlogs)
        waiting = self._waiting((*NETS, *NETS.values()))
        return replace(
            last,
            ran_at_ms=now_ms,
            backlogs=rules.next_backlogs(waiting, last.backlogs, now_ms),
            secrets_checked_ms=now_ms,
            secret_faults=self._secret_faults(),
        )

    def _waiting(self, queues: Iterable[str]) -> dict[str, int]:
        """Messages by queue; a queue that does not answer is left out, and so unknown."""
        found: dict[str, int] = {}
        for queue in queues:
            try:
                found[queue] = self._queues.waiting(queue)
            except QueueUnavailableError:
                logger.warning("queue not measured", extra={"queue": queue})
        return found

    def _secret_faults(self) -> dict[str, SecretFault]:
        found: dict[str, SecretFault] = {}
        for app_id in self._connections.directory.apps:
            try:
                self._secrets.check(app_secret_name(app_id))
            except SecretMissingError:
                found[app_id] = "secret_missing"
            except SecretsUnavailableError:
                found[app_id] = "secret_unreadable"
        return found

    @staticmethod
    def _tell(troubled: list[Check]) -> None:
        counts = Counter(one.kind for one in troubled)
        for one in troubled:
            logger.warning(
                "trouble",
                extra={
                    "kind": one.kind,
                    "name_of_part": one.name,
                    "code": one.code,
                    "since": rfc3339_ms(one.since_ms),
                    "count": one.count,
                    "detail": one.detail,
                },
            )
        logger.info(MEASURED_LINE, extra={"troubles": {kind: counts[kind] for kind in KINDS}})


def _troubled(checks: list[Check]) -> list[Check]:
    return [one for one in checks if one.state == "trouble"]


def _is_pulse_due(minute: Minute, now_ms: int) -> bool:
    """Schedules may call twice: a pulse has to have time to arrive before the next."""
    return minute.pulse_ms is None or now_ms - minute.pulse_ms >= _BETWEEN_PULSES_MS
