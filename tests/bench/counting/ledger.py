"""Who is working now, and what they have asked for so far."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from chalicelib.core.observability import logger
from infra.cost.counts import COUNT_FIELDS, Count

_LEAST_READ = 0.5
_READS = {"get_item", "query", "batch_get_item"}
_BYTES_BESIDE_LINE = 26  # CloudWatch Logs bills each line with so many more


class Ledger:
    """Books entries to the Lambda that works; what nobody works on is not counted."""

    def __init__(self) -> None:
        self._working: str | None = None
        self._booked: dict[str, dict[str, float]] = {}

    def book(self, **entries: float) -> None:
        if self._working is None:
            return
        row = self._booked.setdefault(self._working, dict.fromkeys(COUNT_FIELDS, 0))
        for name, many in entries.items():
            row[name] += many

    @contextmanager
    def working(self, name: str) -> Iterator[None]:
        """One invocation of a Lambda."""
        self._working = name
        logger.thread_safe_clear_keys()  # each Lambda is a process of its own
        began = time.process_time()
        try:
            yield
            self.book(calls=1, cpu_ms=(time.process_time() - began) * 1000)
        finally:
            self._working = None

    def book_to(self, name: str, **entries: float) -> None:
        """Book what is found afterwards."""
        working, self._working = self._working, name
        self.book(**entries)
        self._working = working

    def close(self) -> dict[str, Count]:
        """What was booked since the last time."""
        booked, self._booked = self._booked, {}
        return {name: _count(row) for name, row in booked.items()}

    def meter(self, operation: str, _table: str, consumed: Mapping[str, Any] | None) -> None:
        """The meter of `core.dynamo`: a refused condition counts one write, nothing found half."""
        units = 1.0 if consumed is None else float(consumed["CapacityUnits"])
        if operation in _READS:
            self.book(dynamodb_calls=1, read_units=max(units, _LEAST_READ))
        else:
            self.book(dynamodb_calls=1, write_units=units)


class LogBytes(logging.Handler):
    """Counts the lines that the product writes, as Lambda hands them to CloudWatch."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self._ledger = ledger
        self.setFormatter(logger.registered_formatter)

    def emit(self, record: logging.LogRecord) -> None:
        written = len(self.format(record).encode()) + 1
        self._ledger.book(log_lines=1, log_bytes=written + _BYTES_BESIDE_LINE)


@contextmanager
def lines_counted(ledger: Ledger) -> Iterator[None]:
    """At the level that is deployed, while nothing else is written anywhere."""
    level, standing = logger.log_level, list(logger.handlers)
    logger.handlers[:] = [LogBytes(ledger)]
    logger.setLevel("INFO")
    try:
        yield
    finally:
        logger.handlers[:] = standing
        logger.setLevel(level)


def _count(row: Mapping[str, float]) -> Count:
    exact = {name: int(many) if float(many).is_integer() else many for name, many in row.items()}
    return Count(**exact)  # type: ignore[arg-type]
