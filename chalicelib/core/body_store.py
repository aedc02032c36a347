"""The port for bodies too large for a queue: the queue carries a key, the body lies elsewhere."""

from __future__ import annotations

from typing import Protocol


class BodyUnavailableError(Exception):
    """A body could not be stored or read now; the caller must not acknowledge."""


class BodyStore(Protocol):
    """Keeps bodies for some days, as long as any queue may deliver the key."""

    def put(self, key: str, content: bytes) -> None:
        """Store under the key; the same content again changes nothing.

        Raises BodyUnavailableError.
        """

    def get(self, key: str) -> bytes:
        """The content under the key. Raises BodyUnavailableError, also where there is none."""
