"""Large bodies in memory."""

from __future__ import annotations

from chalicelib.core.body_store import BodyUnavailableError


class FakeBodyStore:
    """`kept` by key; takes and gives nothing while `is_down`."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.is_down = False

    def put(self, key: str, content: bytes) -> None:
        if self.is_down:
            raise BodyUnavailableError(key)
        self.kept[key] = content

    def get(self, key: str) -> bytes:
        if self.is_down or key not in self.kept:
            raise BodyUnavailableError(key)
        return self.kept[key]
