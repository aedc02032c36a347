"""What is kept of a request that carries an `Idempotency-Key`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.ids import digest, from_base32

_DIGEST_LENGTH = 50


@dataclass(frozen=True, slots=True)
class KeyedRequest:
    """Who sent what where under which key."""

    sender: str
    key: str
    method: str
    path: str
    body: bytes

    @property
    def row(self) -> str:
        """Names the key for this sender and address."""
        return digest(f"{self.sender}\n{self.method} {self.path}\n{self.key}", _DIGEST_LENGTH)

    @property
    def secret(self) -> bytes:
        """Opens the answer: only who has the key knows it, and we keep neither."""
        named = f"answer\n{self.sender}\n{self.method} {self.path}\n{self.key}"
        return hashlib.sha256(named.encode()).digest()

    @property
    def fingerprint(self) -> str:
        """Tells bodies apart without keeping them."""
        return digest(self.body.hex(), _DIGEST_LENGTH)


@dataclass(frozen=True, slots=True)
class Answer:
    """The first answer: HTTP status and JSON body, which nobody reads where it is sealed."""

    status: int
    body: str
    is_sealed: bool = False


@dataclass(frozen=True, slots=True)
class Pin:
    """A random id fixed by the first request with a key; repeats get the same.

    `repeated`: an earlier request fixed it, which may have got anywhere.
    """

    id: str
    repeated: bool = False

    @property
    def at_ms(self) -> int:
        """When the first request came: milliseconds since 1970."""
        return from_base32(self.id[:9])


@dataclass(frozen=True, slots=True)
class Claim:
    """A key in use: by which body, since when, with which pin, and the answer once known."""

    fingerprint: str
    pin: Pin
    claimed_at: datetime
    answer: Answer | None = None
