"""`python -m tests.bench.counting` counts and measures anew and writes `infra/cost/counts.json`."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from infra.cost.counts import Counts, store_counts
from infra.local.settings import aws_defaults
from tests.bench.counting.scenario import Scenario
from tests.bench.engine_tables import empty_tables

RUNS = 5


def main() -> None:
    """Several times on empty tables: counts are of the last run, CPU times are medians."""
    os.environ.update({**aws_defaults(), **os.environ})
    with empty_tables() as tables:
        runs = [Scenario(tables(f"count{run}-")).count() for run in range(RUNS)]
    where = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    store_counts(with_medians(runs), f"{datetime.now(tz=UTC):%Y-%m-%d}, {where}, {RUNS} runs")


def with_medians(runs: Sequence[Counts]) -> Counts:
    """The counts of the last run with the middle of all runs' CPU times."""
    return {
        action: {
            name: replace(
                count, cpu_ms=round(statistics.median(run[action][name].cpu_ms for run in runs), 1)
            )
            for name, count in lambdas.items()
        }
        for action, lambdas in runs[-1].items()
    }


if __name__ == "__main__":
    main()
