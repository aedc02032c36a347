"""Reads `expected.md`: what each operation answers to each caller, by what the ids stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("expected.md")
_HEADING = re.compile(r"## (?P<kind>[^:]+): (?P<names>.+)")
_TIMES = re.compile(r"(\d{3})×(\d+)")


class TableError(ValueError):
    """The table says something that cannot be read."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """A line of the table: `statuses` by caller, in the order of `names`."""

    operation: str
    kind: str
    names: Sequence[str]
    statuses: dict[str, list[int]]


def read(text: str) -> list[Expectation]:
    """Every line of every section. Raises TableError."""
    found: list[Expectation] = []
    kind, names, callers = "", [""], [""]
    for line in text.splitlines():
        if heading := _HEADING.fullmatch(line):
            kind, names = heading["kind"], [one.strip() for one in heading["names"].split("·")]
        elif line.startswith("| operation"):
            callers = list(_cells(line))[1:]
        elif line.startswith("| `"):
            operation, *cells = _cells(line)
            if len(cells) != len(callers):
                raise TableError(f"{len(cells)} cells for {len(callers)} callers: {line}")
            statuses = [_spread(cell, len(names), line) for cell in cells]
            by_caller = dict(zip(callers, statuses, strict=True))
            found.append(Expectation(operation.strip("`"), kind, names, by_caller))
    return found


def _cells(line: str) -> Iterator[str]:
    return (cell.strip() for cell in line.strip().strip("|").split("|"))


def _spread(cell: str, wanted: int, line: str) -> list[int]:
    """`200×2 404` for four ids is 200, 200, 404, 404: the last one holds for the rest."""
    statuses: list[int] = []
    for word in cell.split():
        times = _TIMES.fullmatch(word)
        if times is None and not re.fullmatch(r"\d{3}", word):
            raise TableError(f"{word!r} is no status: {line}")
        status, many = (times[1], int(times[2])) if times else (word, 1)
        statuses += [int(status)] * many
    if not statuses or len(statuses) > wanted:
        raise TableError(f"{len(statuses)} statuses for {wanted} ids: {line}")
    return statuses + statuses[-1:] * (wanted - len(statuses))


def shortened(statuses: Sequence[int]) -> str:
    """How the table writes these statuses."""
    runs: list[list[int]] = []
    for status in statuses:
        if runs and runs[-1][0] == status:
            runs[-1].append(status)
        else:
            runs.append([status])
    words = [f"{run[0]}×{len(run)}" if len(run) > 1 else str(run[0]) for run in runs[:-1]]
    return " ".join([*words, str(runs[-1][0])])
