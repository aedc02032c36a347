"""Cold start: import plus first event of a function, as a ratio to boto3 and one client.

Each run is a new process. The network is answered inside it by a botocore `before-send`
hook from a world recorded beforehand, so that imports, client creation and our own code are
what is measured. `python -m tests.bench.cold_start` prints the table.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.cold_world import record_world

ROOT = Path(__file__).parents[2]
RUNS = 9
BASELINE = """
import boto3
boto3.Session().client("dynamodb")
"""


@dataclass(frozen=True, slots=True)
class ColdStart:
    """Median seconds of one entry point, and its ratio to the bare client."""

    name: str
    seconds: float
    ratio: float


def measure(runs: int = RUNS) -> list[ColdStart]:
    """Baseline, webhook, inbound and the Chalice app, run in turn to even out the machine."""
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder) / "world.json"
        world.write_text(json.dumps(record_world()))
        programs = {
            "baseline": ["-c", _timed(BASELINE)],
            **{
                name: ["-m", "tests.bench.cold_process", name, str(world)]
                for name in ("webhook", "inbound", "api")
            },
        }
        taken: dict[str, list[float]] = {name: [] for name in programs}
        for _ in range(runs + 1):
            for name, arguments in programs.items():
                taken[name].append(_run(arguments))
    medians = {name: statistics.median(values[1:]) for name, values in taken.items()}
    base = medians["baseline"]
    return [ColdStart(name, value, value / base) for name, value in medians.items()]


def _timed(program: str) -> str:
    return (
        f"import time\nstart = time.perf_counter()\n{program}\nprint(time.perf_counter() - start)"
    )


def _run(arguments: Sequence[str]) -> float:
    environment = {
        **os.environ,
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
        "AWS_DEFAULT_REGION": "us-east-1",
        "POWERTOOLS_LOG_LEVEL": "ERROR",
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stderr[-3000:]}")
    return float(done.stdout.strip().splitlines()[-1])


def as_table(results: list[ColdStart]) -> str:
    """Rows of text."""
    rows = [f"{'cold start':24}{'ms':>8}{'ratio':>8}"]
    rows += [f"{one.name:24}{one.seconds * 1000:>8.0f}{one.ratio:>8.2f}" for one in results]
    return "\n".join(rows)


if __name__ == "__main__":
    print(as_table(measure()))
