"""Every minute: ring for what is due, bring back what was put off, measure how all is, go on with
exports, erasures and what is old, seal and verify the audit, and make changes of configuration
that are due."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from chalicelib import bootstrap
from chalicelib.bootstrap import Container
from chalicelib.core.observability import logger

_RINGING_SECONDS = 25  # half of its time, so that the other half is left for measuring
_PRIVACY_SECONDS = 10


def handler(_event: dict[str, Any], _context: object) -> None:
    """A schedule's event; what it says does not matter."""
    container = bootstrap.container()
    tasks = (_ring, _bring_back, _measure, _go_on_with_privacy, _seal, _make_changes)
    with ExitStack() as each:  # whatever becomes of those before it
        for task in reversed(tasks):
            each.callback(task, container)


def _ring(container: Container) -> None:
    """A lost doorbell only delays."""
    container.schedule.ring()
    if rung := container.sweep.ring(_RINGING_SECONDS):
        logger.warning("overdue lanes rung for", extra={"count": rung})


def _bring_back(container: Container) -> None:
    """What is late is brought back late."""
    if count := container.snoozing.sweep("clock"):
        logger.info("conversations brought back", extra={"count": count})
    if count := container.user_leaving.sweep("clock"):
        logger.info("conversations of who left given back", extra={"count": count})


def _measure(container: Container) -> None:
    """Administrators are told of a trouble when it begins."""
    if troubled := container.health_report.measure():
        container.alert_keeper.tell_troubles(troubled)


def _go_on_with_privacy(container: Container) -> None:
    container.privacy_work.tick(_PRIVACY_SECONDS)


def _seal(container: Container) -> None:
    container.sealing.tick()


def _make_changes(container: Container) -> None:
    """What was approved and is due; what a killed process left is among it."""
    if count := container.change_desk.tick():
        logger.info("changes of configuration made", extra={"count": count})
