"""The folder of one stack's state: who may use it, and what its files are called."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from infra.local.keeping.errors import FolderInUseError

_JOURNAL, _UNFINISHED = "journal-", ".part"


class Folder:
    """Ours alone from here to close(), or as long as the process lives."""

    def __init__(self, path: Path) -> None:
        """Make the folder where it is missing. Raises FolderInUseError."""
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(path / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as exc:
            holder = os.read(self._lock, 20).decode(errors="replace").strip()
            os.close(self._lock)
            raise FolderInUseError(path, holder) from exc
        os.ftruncate(self._lock, 0)
        os.write(self._lock, f"{os.getpid()}\n".encode())

    def close(self) -> None:
        os.close(self._lock)

    def generations(self) -> list[Path]:
        """Whole generations, oldest first; what was begun and not finished is removed."""
        for unfinished in self.path.glob(f"{_JOURNAL}*{_UNFINISHED}"):
            unfinished.unlink()
        return sorted(self.path.glob(f"{_JOURNAL}*"))

    def first(self) -> Path:
        """Where the first generation stands."""
        return self.path / f"{_JOURNAL}{1:08}"

    def finish(self, unfinished: Path) -> Path:
        """Give a generation that is on disk its name, for good."""
        path = unfinished.with_suffix("")
        unfinished.rename(path)
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        return path


def following(generation: Path) -> Path:
    """The next generation as long as it is unfinished."""
    number = int(generation.name.removeprefix(_JOURNAL)) + 1
    return unfinished(generation.with_name(f"{_JOURNAL}{number:08}"))


def unfinished(generation: Path) -> Path:
    return generation.with_name(generation.name + _UNFINISHED)
