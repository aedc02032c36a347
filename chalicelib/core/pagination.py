"""Opaque cursors: where a walk through a list goes on. They carry positions, never rights."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from chalicelib.core.errors import InvalidRequestError

T = TypeVar("T")
_MAX_LENGTH = 512


class Page(NamedTuple, Generic[T]):
    """Some items of a list, and the position after them; None at the end of the list."""

    items: list[T]
    next_position: list[str] | None


class InvalidCursorError(InvalidRequestError):
    """A cursor that this list never gave out."""

    code = "invalid_cursor"
    detail = "Send `cursor` as the last page gave it in `next_cursor`, or leave it out."


class Cursors:
    """The cursors of one list: they name it, and each part of a position passes its check."""

    def __init__(self, of: str, *parts: Callable[[str], bool]) -> None:
        self._of = of
        self._parts = parts

    @property
    def length(self) -> int:
        """Of how many parts a position is."""
        return len(self._parts)

    def encode(self, position: list[str] | None) -> str | None:
        """A position as an opaque text; None at the end of the list."""
        if position is None:
            return None
        raw = json.dumps([self._of, *position], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    def decode(self, cursor: str | None) -> list[str] | None:
        """The position in a cursor. Raises InvalidCursorError for one of another list."""
        if not cursor:
            return None
        written = _read(cursor)
        if not isinstance(written, list) or written[:1] != [self._of]:
            raise InvalidCursorError
        position = written[1:]
        if len(position) != len(self._parts):
            raise InvalidCursorError
        for part, is_right in zip(position, self._parts, strict=True):
            if not isinstance(part, str) or not is_right(part):
                raise InvalidCursorError
        return position


def _read(cursor: str) -> object:
    """What JSON a cursor holds. Raises InvalidCursorError."""
    try:
        if len(cursor) > _MAX_LENGTH:
            raise ValueError("too long")
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return json.loads(raw)
    except (ValueError, RecursionError) as exc:
        raise InvalidCursorError from exc
