"""One folder, and the processes that follow one another on it."""

from __future__ import annotations

import signal
from pathlib import Path

from tests.integration.stack.running import Running

_START_SECONDS = 240  # on any machine


class Life:
    """Processes of the product on one folder, one at a time."""

    def __init__(self, engine: str, folder: Path) -> None:
        self._engine, self._folder = engine, folder
        self.now: Running | None = None

    def begin(self, *, demo: bool = False) -> Running:
        """The next process, once it is ready."""
        self.now = Running(self._engine, demo=demo, data=str(self._folder))
        self.now.ready(_START_SECONDS)
        return self.now

    def kill(self) -> None:
        """`kill -9`; nothing where there is no process."""
        if self.now is not None:
            self.now.stop(signal.SIGKILL)
            self.now.http.close()
            self.now = None
