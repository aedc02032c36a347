"""Fixtures of every test, and a loud line at the end about what was left out."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, settings

from tests.engines import (
    dynamodb_local,
    dynamodb_local_engine,
    elasticmq,
    engine_tables,
    moto_engine,
    moto_tables,
)

__all__ = [
    "dynamodb_local",
    "dynamodb_local_engine",
    "elasticmq",
    "engine_tables",
    "moto_engine",
    "moto_tables",
]

# A busy machine may be slow, never wrong.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was skipped and why: the reasons say what to install."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else "no reason given"
        reasons[reason.removeprefix("Skipped: ")] += 1
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"LEFT OUT: {count} tests: {reason}", red=True, bold=True)
