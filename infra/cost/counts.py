"""What each Lambda does for one action, as the bench counted it (`counts.json`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

STORED = Path(__file__).with_name("counts.json")


@dataclass(frozen=True, slots=True)
class Count:
    """The work of one Lambda for one action.

    Writes and reads are units, indexes included. A send to a queue counts once for each
    64 kB. `*_calls` are requests that the Lambda waits for. `cpu_ms` is process time on one
    whole core of the machine that measured, as a median; everything else is exact.
    """

    calls: int = 0
    write_units: float = 0
    read_units: float = 0
    dynamodb_calls: int = 0
    fifo_sends: int = 0
    standard_sends: int = 0
    queue_calls: int = 0
    frames: int = 0
    frame_bytes: int = 0
    file_puts: int = 0
    provider_calls: int = 0
    log_lines: int = 0
    log_bytes: int = 0
    stored_bytes: int = 0
    request_bytes: int = 0
    answer_bytes: int = 0
    cpu_ms: float = 0


Action = Mapping[str, Count]
"""By Lambda."""

Counts = Mapping[str, Action]
"""By action."""

COUNT_FIELDS = tuple(one.name for one in fields(Count))


def load_counts(path: Path = STORED) -> Counts:
    """What was counted last."""
    stored = json.loads(path.read_text())["actions"]
    return {
        action: {name: Count(**values) for name, values in lambdas.items()}
        for action, lambdas in stored.items()
    }


def store_counts(counts: Counts, measured_on: str, path: Path = STORED) -> None:
    """Write them, zeros left out; `measured_on` says when and on what."""
    actions = {
        action: {
            name: {key: value for key, value in asdict(count).items() if value}
            for name, count in lambdas.items()
        }
        for action, lambdas in counts.items()
    }
    stored = {"measured_on": measured_on, "actions": actions}
    path.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n")
