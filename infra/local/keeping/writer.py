"""Writes what is noted, in order, from a thread of its own.

Notes that come together are written together some milliseconds later, so a killed process
loses hardly anything; they are on the disk itself a fifth of a second later, so a machine
that loses its power loses less than a second. Only this thread touches the file.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from pathlib import Path

from chalicelib.core.observability import logger
from infra.local.keeping.compaction import Compaction
from infra.local.keeping.errors import JournalFailedError
from infra.local.keeping.folder import Folder, following
from infra.local.keeping.frames import frame

GATHER_SECONDS = 0.005
SYNC_SECONDS = 0.2
OUTGROWN_BYTES = 64 * 1024 * 1024


class Writer:
    """The end of the present generation, which is `size` bytes long and has `news` of them."""

    def __init__(
        self, folder: Folder, generation: Path, news_from: int, *, outgrown_bytes: int
    ) -> None:
        self._folder, self._generation = folder, generation
        self._file = generation.open("ab", buffering=0)
        self._size, self._news_from = self._file.tell(), news_from
        self._outgrown_bytes = outgrown_bytes
        self._compaction: Compaction | None = None
        self._news = threading.Condition()
        self._waiting: list[bytes] = []
        self._noted = self._written = 0
        self._hurry = threading.Event()
        self._closing = False
        self._failure: JournalFailedError | None = None
        self._synced, self._synced_at = True, 0.0
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    def append(self, payload: bytes) -> None:
        """Have it written soon, behind all before it. Raises JournalFailedError."""
        framed = frame(payload)
        with self._news:
            self._check()
            self._waiting.append(framed)
            self._noted += 1
            if len(self._waiting) == 1:
                self._news.notify_all()

    def settle(self) -> None:
        """Return when all that was appended is written. Raises JournalFailedError."""
        with self._news:
            noted = self._noted
            self._hurry.set()
            self._news.wait_for(lambda: self._written >= noted or self._failure)
            self._check()

    def close(self) -> None:
        """Write and sync what there is, and end."""
        with self._news:
            self._closing = True
            self._hurry.set()
            self._news.notify_all()
        self._thread.join()
        if self._compaction is not None:
            self._compaction.join()
        self._file.close()

    def _check(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _run(self) -> None:
        closing = False
        while not closing:
            try:
                closing = self._work()
            except OSError as exc:
                self._fail(exc)
                return

    def _work(self) -> bool:
        """Write what waits; whether it was the last time."""
        with self._news:
            self._news.wait_for(lambda: self._waiting or self._closing, self._until_sync())
        self._hurry.wait(GATHER_SECONDS)
        with self._news:
            batch, self._waiting = self._waiting, []
            closing = self._closing
            self._hurry.clear()
        if batch:
            self._write(b"".join(batch))
            with self._news:
                self._written += len(batch)
                self._news.notify_all()
        if not self._synced and (closing or self._until_sync() == 0):
            self._sync()
        self._compact_where_outgrown()
        return closing

    def _until_sync(self) -> float | None:
        """Seconds; None where everything is on disk."""
        if self._synced:
            return None
        return max(0.0, self._synced_at + SYNC_SECONDS - time.monotonic())

    def _write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            left = left[self._file.write(left) :]
        self._size += len(data)
        self._synced = False

    def _sync(self) -> None:
        os.fsync(self._file.fileno())
        self._synced, self._synced_at = True, time.monotonic()

    def _fail(self, cause: OSError) -> None:
        """From now on every note is refused: nobody shall believe that it is kept."""
        logger.error("the state cannot be kept any more", extra={"reason": str(cause)})
        with self._news:
            self._failure = JournalFailedError(self._generation, cause)
            self._news.notify_all()

    # the next generation -------------------------------------------------------------

    def _compact_where_outgrown(self) -> None:
        if self._compaction is None:
            if self._size - self._news_from > max(self._outgrown_bytes, self._news_from):
                target = following(self._generation)
                self._compaction = Compaction(self._generation, self._size, target)
        elif self._compaction.is_done():
            done, self._compaction = self._compaction, None
            if done.failure is None:
                self._move_on(done)
            else:
                logger.error("the journal was not compacted", exc_info=done.failure)
                self._news_from = self._size  # once more when as much has come again

    def _move_on(self, done: Compaction) -> None:
        """Take over what came meanwhile, then go on in the new file."""
        with self._generation.open("rb") as before, done.target.open("ab") as after:
            before.seek(done.end)
            shutil.copyfileobj(before, after)
            after.flush()
            os.fsync(after.fileno())
        outgrown, self._generation = self._generation, self._folder.finish(done.target)
        self._file.close()
        outgrown.unlink()
        self._file = self._generation.open("ab", buffering=0)
        self._size, self._news_from = self._file.tell(), done.written_bytes
        self._synced = True
