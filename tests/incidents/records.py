"""What is left of an incident for whoever looks into it: log lines and figures by the minute."""

from __future__ import annotations

import csv
import json
import logging
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from chalicelib.core.clock import Clock, rfc3339
from chalicelib.core.observability import logger
from infra.deployment.watched_lines import WATCHED_LINES, WatchedLine

Line = dict[str, Any]
_ROOT = Path(__file__).parents[2]
_PATTERN = re.compile(r'\{ \$\.message = "([^"]+)" \}')


class Lines(logging.Handler):
    """Everything the functions write, as it is written, under the function's name."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self.function = "api"
        self.of: dict[str, list[Line]] = defaultdict(list)
        self.setFormatter(logger.registered_formatter)
        self._logger = logging.getLogger("hilo")

    def __enter__(self) -> Lines:
        self._logger.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        line: Line = json.loads(_as_deployed(self.format(record)))
        self.of[self.function].append(line | {"timestamp": rfc3339(self._clock.now())})

    def count(self) -> int:
        return sum(len(lines) for lines in self.of.values())

    def write(self, folder: Path) -> None:
        for function, lines in sorted(self.of.items()):
            text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            (folder / f"{function}.jsonl").write_text(text)


def _as_deployed(text: str) -> str:
    """Places in the code as they read in Lambda; an engine that refuses is none of ours."""
    deployed = text.replace(str(_ROOT), "/var/task")
    return deployed.replace("/var/task/tests/incidents/engine.py", "/opt/python/botocore/client.py")


def measured(watched: WatchedLine, function: str, line: Line) -> float:
    """What the metric filter of a watched line adds for a line of a function."""
    found = _PATTERN.fullmatch(watched.pattern)
    assert found, "a pattern that only CloudWatch understands"
    if function not in watched.functions or line.get("message") != found[1]:
        return 0
    value: Any = line
    if watched.value == "1":
        return 1
    for name in watched.value.removeprefix("$.").split("."):
        value = value[name]
    return float(value)


class Figures:
    """The dashboard: one row a minute."""

    def __init__(self, lines: Lines, clock: Clock) -> None:
        self._lines, self._clock = lines, clock
        self._read: Counter[str] = Counter()
        self.rows: list[dict[str, str]] = []

    def add(self, **figures: float) -> None:
        """A minute has passed; what the alarms' metrics show of it is read from the lines."""
        row: dict[str, float] = dict(figures)
        for function, lines in self._lines.of.items():
            new = lines[self._read[function] :]
            self._read[function] = len(lines)
            for watched in WATCHED_LINES:
                added = sum(measured(watched, function, line) for line in new)
                row[watched.metric] = row.get(watched.metric, 0) + added
        shown = {name: f"{value:g}" for name, value in row.items()}
        self.rows.append({"minute": rfc3339(self._clock.now()), **shown})

    def newest(self, metric: str) -> float:
        return float(self.rows[-1].get(metric, "0"))

    def write(self, file: Path) -> None:
        names = list(dict.fromkeys(name for row in self.rows for name in row))
        with file.open("w", newline="") as opened:
            writer = csv.DictWriter(opened, names, restval="0")
            writer.writeheader()
            writer.writerows(self.rows)
