"""Generations of the journal: each a file that begins with everything and goes on with news.

A generation that is being written has another name until all of it is on disk, so that the
newest whole file always tells everything.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from infra.local.keeping.errors import JournalDamagedError, UnknownFormatError
from infra.local.keeping.frames import BrokenFrameError, frame, read_frames
from infra.local.keeping.records import Record
from infra.local.keeping.state import State

_FORMAT = b"hilo-journal 1"
_END_OF_BEGINNING = b"="
_BUFFER_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Read:
    """What a generation holds: up to `news_from` what it began with, whole up to `end`."""

    state: State
    news_from: int
    end: int


def read_generation(path: Path, end: int | None = None) -> Read:
    """All of it, or up to an offset. Raises JournalDamagedError, UnknownFormatError."""
    state, news_from, offset = State(), 0, 0
    with path.open("rb", buffering=_BUFFER_BYTES) as file:
        try:
            for payload, offset in read_frames(file, end):
                if not news_from and payload == _END_OF_BEGINNING:
                    news_from = offset
                elif payload[:1] in b"+-":
                    state.apply(Record.decode(payload))
                elif payload != _FORMAT:
                    raise UnknownFormatError(path)
        except BrokenFrameError as exc:
            if not exc.torn or not news_from:
                raise JournalDamagedError(path, exc.offset) from exc
    if not news_from:
        raise JournalDamagedError(path, offset)
    return Read(state, news_from, offset)


def write_generation(path: Path, records: Iterable[Record]) -> int:
    """Begin a generation with these records, safely on disk; its length."""
    with path.open("wb", buffering=_BUFFER_BYTES) as file:
        file.write(frame(_FORMAT))
        for record in records:
            file.write(frame(record.encode()))
        file.write(frame(_END_OF_BEGINNING))
        file.flush()
        os.fsync(file.fileno())
        return file.tell()
