"""The journal of a folder: reads at start what was kept, and keeps what is noted from then on."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from chalicelib.core.observability import logger
from infra.local.keeping.folder import Folder, following, unfinished
from infra.local.keeping.generations import Read, read_generation, write_generation
from infra.local.keeping.records import Change, Record
from infra.local.keeping.state import State
from infra.local.keeping.writer import OUTGROWN_BYTES, Writer


class Journal:
    """Safe for threads. Notes of all parts stand in the order in which they were made, so
    whatever was the last to be written, what is read back is the state of one moment.
    """

    def __init__(self, path: Path, *, outgrown_bytes: int = OUTGROWN_BYTES) -> None:
        """Read the folder. Raises KeepingError where that cannot be done."""
        self._folder = Folder(path)
        try:
            self.kept, generation, news_from = self._begin()
        except BaseException:
            self._folder.close()
            raise
        self._writer = Writer(self._folder, generation, news_from, outgrown_bytes=outgrown_bytes)

    @property
    def path(self) -> Path:
        return self._folder.path

    def note(self, part: str, changes: Sequence[Change]) -> None:
        """Keep these changes, all or none, behind everything noted before.

        Call it under the lock that orders the changes. Raises JournalFailedError.
        """
        self._writer.append(Record(part, changes).encode())

    def clear(self, part: str) -> None:
        """Forget everything noted of a part. Raises JournalFailedError."""
        self._writer.append(Record(part, cleared=True).encode())

    def settle(self) -> None:
        """Return when all that was noted outlives this process. Raises JournalFailedError."""
        self._writer.settle()

    def forget_kept(self) -> None:
        """What was read at the start has been taken over: free its memory."""
        self.kept = State()

    def close(self) -> None:
        """Write what there is and let others use the folder."""
        self._writer.close()
        self._folder.close()

    def _begin(self) -> tuple[State, Path, int]:
        """What was kept, the generation to go on with, and where its news begin."""
        found = self._folder.generations()
        if not found:
            return self._write(State(), unfinished(self._folder.first()))
        *older, newest = found
        read = self._read(newest)
        begun = read.state, newest, read.news_from
        if read.end > read.news_from:
            begun = self._write(read.state, following(newest))
            older.append(newest)
        for path in older:
            path.unlink()
        return begun

    def _read(self, path: Path) -> Read:
        read = read_generation(path)
        torn_bytes = path.stat().st_size - read.end
        if torn_bytes:
            os.truncate(path, read.end)
            logger.warning(
                "the last write was cut short; what was left of it is dropped",
                extra={"file": str(path), "bytes": torn_bytes},
            )
        return read

    def _write(self, state: State, path: Path) -> tuple[State, Path, int]:
        news_from = write_generation(path, state.records())
        return state, self._folder.finish(path), news_from
