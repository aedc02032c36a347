"""Opaque cursors: where a walk through a list goes on. They carry positions, never rights."""

from __future__ import annotations

import base64
import json
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


def encode_cursor(position: list[str] | None) -> str | None:
    """A position as an opaque text; None at the end of a list."""
    if position is None:
        return None
    raw = json.dumps(position, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode_cursor(cursor: str | None, parts: int) -> list[str] | None:
    """The position in a cursor of `parts` texts. Raises InvalidCursorError."""
    if not cursor:
        return None
    try:
        if len(cursor) > _MAX_LENGTH:
            raise ValueError("too long")
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        position = json.loads(raw)
    except ValueError as exc:
        raise InvalidCursorError from exc
    wellformed = isinstance(position, list) and len(position) == parts
    if not wellformed or not all(isinstance(part, str) and part for part in position):
        raise InvalidCursorError
    return [str(part) for part in position]
