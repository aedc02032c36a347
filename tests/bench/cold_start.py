"""Cold start: import plus first event of a function, as a ratio to boto3 and one client.

Each run is a new process. The network is answered inside it by a botocore `before-send`
hook from a world recorded beforehand, so that imports, client creation and our own code are
what is measured, in seconds of the processor. What a busy machine adds is only ever more, so
the least of some runs is taken. `python -m tests.bench.cold_start` prints the table.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.cold_process import BASELINE
from tests.bench.cold_world import record_world

ROOT = Path(__file__).parents[2]
RUNS = 15
TARGETS = {"webhook": 1.35, "inbound": 1.8, "api": 2.6}
"""At most so many times the baseline."""


@dataclass(frozen=True, slots=True)
class ColdStart:
    """One process: seconds of the processor, and the modules it imported."""

    seconds: float
    modules: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ratio:
    """Least seconds of one entry point, as a ratio to the bare client."""

    name: str
    seconds: float
    ratio: float

    @property
    def target(self) -> float | None:
        return TARGETS.get(self.name)

    @property
    def is_within(self) -> bool:
        return self.target is None or self.ratio <= self.target


class ColdStarts:
    """Starts entry points on one recorded world."""

    def __init__(self, world: Path) -> None:
        self._world = world

    def start(self, name: str) -> ColdStart:
        """`webhook`, `inbound`, `api`, or BASELINE."""
        environment = {
            **os.environ,
            "AWS_ACCESS_KEY_ID": "bench",
            "AWS_SECRET_ACCESS_KEY": "bench",
            "AWS_DEFAULT_REGION": "us-east-1",
            "POWERTOOLS_LOG_LEVEL": "ERROR",
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.cold_process", name, str(self._world)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{name} failed:\n{done.stderr[-3000:]}")
        printed = json.loads(done.stdout.strip().splitlines()[-1])
        return ColdStart(printed["seconds"], frozenset(printed["modules"]))


@contextmanager
def cold_starts() -> Iterator[ColdStarts]:
    """With a world recorded anew."""
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder) / "world.json"
        world.write_text(json.dumps(record_world()))
        yield ColdStarts(world)


def measure(runs: int = RUNS) -> list[Ratio]:
    """Baseline, webhook, inbound and the Chalice app, run in turn to even out the machine."""
    taken: dict[str, list[float]] = {name: [] for name in (BASELINE, *TARGETS)}
    with cold_starts() as processes:
        for _ in range(runs):
            for name, seconds in taken.items():
                seconds.append(processes.start(name).seconds)
    least = {name: min(values) for name, values in taken.items()}
    return [Ratio(name, value, value / least[BASELINE]) for name, value in least.items()]


def as_table(results: list[Ratio]) -> str:
    """Rows of text."""
    rows = [f"{'cold start':24}{'ms':>8}{'ratio':>8}{'target':>8}"]
    for one in results:
        target = "" if one.target is None else f"{one.target:>8.2f}"
        over = "" if one.is_within else "  OVER"
        rows.append(f"{one.name:24}{one.seconds * 1000:>8.0f}{one.ratio:>8.2f}{target}{over}")
    return "\n".join(rows)


if __name__ == "__main__":
    print(as_table(measure()))
