"""Files people sent: on disk, for this run or for good; described and handed out as Meta does."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import secrets
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from infra.local.graph.memory import Memory

KEPT_FILES = 500
_KIND = "file"


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

    def __init__(self, url_seconds: int, memory: Memory) -> None:
        self._url_seconds, self._memory = url_seconds, memory
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._files: dict[str, StoredFile] = {}
        self._secret = secrets.token_hex(16)
        for media_id, fields in memory.recall(_KIND).items():
            sha256 = bytes.fromhex(fields.pop("sha256"))
            path = self._folder() / media_id
            self._files[media_id] = StoredFile(media_id, path, sha256=sha256, **fields)

    async def keep(self, content: bytes, content_type: str, filename: str | None) -> StoredFile:
        """Store a file under a new id of the provider's shape (digits)."""
        media_id = str(secrets.randbelow(9 * 10**15) + 10**15)
        path = self._folder() / media_id
        await asyncio.to_thread(path.write_bytes, content)
        digest = hashlib.sha256(content).digest()
        file = StoredFile(media_id, path, content_type, filename, len(content), digest)
        self._files[media_id] = file
        fields = {"content_type": content_type, "filename": filename, "size_bytes": len(content)}
        self._memory.keep(_KIND, media_id, fields | {"sha256": file.sha256_hex})
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
        for media_id in list(self._files):
            self._forget(media_id)
        self.stop()

    def stop(self) -> None:
        """Remove what is for this run only."""
        if self._temporary is not None:
            self._temporary.cleanup()
            self._temporary = None

    def _folder(self) -> Path:
        if self._memory.folder is not None:
            self._memory.folder.mkdir(exist_ok=True)
            return self._memory.folder
        if self._temporary is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="hilo-graph-")
        return Path(self._temporary.name)

    def _hash(self, media_id: str, expires: int) -> str:
        return hashlib.sha256(f"{self._secret}.{media_id}.{expires}".encode()).hexdigest()[:32]

    def _forget(self, media_id: str) -> None:
        self._memory.forget(_KIND, media_id)
        self._files.pop(media_id).path.unlink(missing_ok=True)
