"""Frames of a file that only grows: marker, length, checksum, payload.

The marker occurs in no payload (they are ASCII), so that whole frames are found again behind
broken bytes. Broken bytes with nothing whole behind them are a torn end: the process or the
machine died while writing. With something whole behind them they are damage.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

_HEADER = struct.Struct(">cII")
_MARKER = b"\xff"


class BrokenFrameError(ValueError):
    """The bytes from `offset` on are no frame; `torn`: nothing whole stands behind them."""

    def __init__(self, offset: int, *, torn: bool) -> None:
        self.offset, self.torn = offset, torn
        super().__init__(f"no frame at byte {offset}")


def frame(payload: bytes) -> bytes:
    """The payload as it stands in the file."""
    return _HEADER.pack(_MARKER, len(payload), zlib.crc32(payload)) + payload


def read_frames(file: BinaryIO, end: int | None = None) -> Iterator[tuple[bytes, int]]:
    """Every payload and the offset behind it, from the beginning (up to `end`).

    Raises BrokenFrameError.
    """
    offset = 0
    while offset != end and (header := file.read(_HEADER.size)):
        payload = _payload(header, file)
        if payload is None:
            file.seek(offset)
            raise BrokenFrameError(offset, torn=not _holds_a_frame(file.read(), 1))
        offset += _HEADER.size + len(payload)
        yield payload, offset


def _payload(header: bytes, file: BinaryIO) -> bytes | None:
    if len(header) < _HEADER.size:
        return None
    marker, length, checksum = _HEADER.unpack(header)
    if marker != _MARKER:
        return None
    payload = file.read(length)
    return payload if _is_whole(payload, length, checksum) else None


def _holds_a_frame(content: bytes, start: int) -> bool:
    """Whether a whole frame begins anywhere behind `start`."""
    place = content.find(_MARKER, start)
    while place >= 0 and place + _HEADER.size <= len(content):
        _, length, checksum = _HEADER.unpack_from(content, place)
        begins = place + _HEADER.size
        payload = memoryview(content)[begins : begins + length]
        if _is_whole(payload, length, checksum):
            return True
        place = content.find(_MARKER, place + 1)
    return False


def _is_whole(payload: bytes | memoryview, length: int, checksum: int) -> bool:
    return 0 < length == len(payload) and zlib.crc32(payload) == checksum
