"""Writes the next generation from the one in use, beside it, while that one grows on."""

from __future__ import annotations

import threading
from pathlib import Path

from infra.local.keeping.generations import read_generation, write_generation


class Compaction:
    """One run in a thread of its own: everything up to `end` in as few records as possible."""

    def __init__(self, source: Path, end: int, target: Path) -> None:
        self.end, self.target = end, target
        self.written_bytes = 0
        self.failure: Exception | None = None
        self._source = source
        self._thread = threading.Thread(target=self._run, name="compaction", daemon=True)
        self._thread.start()

    def is_done(self) -> bool:
        return not self._thread.is_alive()

    def join(self) -> None:
        self._thread.join()

    def _run(self) -> None:
        try:
            read = read_generation(self._source, self.end)
            self.written_bytes = write_generation(self.target, read.state.records())
        except Exception as exc:  # noqa: BLE001 - told where it is looked at
            self.failure = exc
