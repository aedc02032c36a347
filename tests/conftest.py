"""Fixtures of every test, and a loud line at the end about what was left out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.engines import (
    dynamodb_local,
    dynamodb_local_engine,
    elasticmq,
    engine_tables,
    moto_engine,
    moto_tables,
    versitygw,
)

__all__ = [
    "dynamodb_local",
    "dynamodb_local_engine",
    "elasticmq",
    "engine_tables",
    "moto_engine",
    "moto_tables",
    "versitygw",
]

# A busy machine may be slow, never wrong.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

# Browsers and whole products run as processes beside others; what fails there for want of time
# alone is tried once more, and named at the end. Everything else passes at once or not at all.
PROCESSES = [Path(__file__).parent / name for name in ("e2e", "integration/stack", "deployed")]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in PROCESSES):
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was skipped and why, and what passed at its second try only."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else "no reason given"
        reasons[reason.removeprefix("Skipped: ")] += 1
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"LEFT OUT: {count} tests: {reason}", red=True, bold=True)
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.write_line(f"SECOND TRY: {report.nodeid}", yellow=True, bold=True)
