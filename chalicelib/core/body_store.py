"""The port for bodies too large for a queue: the queue carries a key, the body lies elsewhere."""

from __future__ import annotations

import hashlib
import json
from typing import Literal, Protocol

Folder = Literal["updates", "letters"]
"""`updates` on a queue expire some time after the queues' retention; dead `letters` do not."""

_REFERENCE = '{"ref":'


class BodyUnavailableError(Exception):
    """A body could not be stored or read now; the caller must not acknowledge."""


class BodyStore(Protocol):
    """Keeps bodies; how long is told by the folder that a key begins with."""

    def put(self, key: str, content: bytes) -> None:
        """Store under the key; the same content again changes nothing.

        Raises BodyUnavailableError.
        """

    def get(self, key: str) -> bytes:
        """The content under the key. Raises BodyUnavailableError, also where there is none."""


def by_reference(content: bytes, folder: Folder, bodies: BodyStore) -> str:
    """Store a body and write what refers to it. Raises BodyUnavailableError."""
    key = f"{folder}/{hashlib.sha256(content).hexdigest()}.json"
    bodies.put(key, content)
    return json.dumps({"ref": key})


def whole(body: str, bodies: BodyStore) -> str:
    """A body, or what it refers to. Raises BodyUnavailableError, ValueError for no JSON."""
    if not body.startswith(_REFERENCE):
        return body
    return bodies.get(json.loads(body)["ref"]).decode()
