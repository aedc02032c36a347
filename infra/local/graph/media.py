"""Files people sent: kept on disk for this run, described and handed out as Meta does."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import secrets
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

KEPT_FILES = 500


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file and what the provider says of it."""

    id: str
    path: Path
    content_type: str
    filename: str | None
    size_bytes: int
    sha256: bytes

    @property
    def sha256_hex(self) -> str:
        return self.sha256.hex()

    @property
    def sha256_base64(self) -> str:
        """As webhooks carry it."""
        return base64.b64encode(self.sha256).decode()


class MediaStore:
    """The newest files; an older one is gone, as with the provider after some days."""

    def __init__(self, url_seconds: int) -> None:
        self._url_seconds = url_seconds
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._files: dict[str, StoredFile] = {}
        self._secret = secrets.token_hex(16)

    async def keep(self, content: bytes, content_type: str, filename: str | None) -> StoredFile:
        """Store a file under a new id of the provider's shape (digits)."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="hilo-graph-")
        media_id = str(secrets.randbelow(9 * 10**15) + 10**15)
        path = Path(self._folder.name) / media_id
        await asyncio.to_thread(path.write_bytes, content)
        digest = hashlib.sha256(content).digest()
        file = StoredFile(media_id, path, content_type, filename, len(content), digest)
        self._files[media_id] = file
        if len(self._files) > KEPT_FILES:
            self._forget(next(iter(self._files)))
        return file

    def get(self, media_id: str) -> StoredFile | None:
        return self._files.get(media_id)

    def download_query(self, media_id: str, now: datetime) -> str:
        """The query of a download address that is good for some minutes."""
        expires = int(now.timestamp()) + self._url_seconds
        return f"mid={media_id}&ext={expires}&hash={self._hash(media_id, expires)}"

    def find_for_download(
        self, media_id: str, expires: str, given: str, now: datetime
    ) -> StoredFile | None:
        """The file of a download address; None when the address is wrong or has expired."""
        if not expires.isdecimal() or int(expires) < now.timestamp():
            return None
        if not secrets.compare_digest(given.encode(), self._hash(media_id, int(expires)).encode()):
            return None
        return self.get(media_id)

    def clear(self) -> None:
        self._files.clear()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _hash(self, media_id: str, expires: int) -> str:
        return hashlib.sha256(f"{self._secret}.{media_id}.{expires}".encode()).hexdigest()[:32]

    def _forget(self, media_id: str) -> None:
        self._files.pop(media_id).path.unlink(missing_ok=True)
