"""What uploads need from storage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from chalicelib.domains.uploads.models import Announced, UploadForm


@dataclass(frozen=True, slots=True)
class StoredUpload:
    """What storage knows of a file: what was announced, and its first bytes."""

    announced: Announced
    start: bytes


class UploadSpace(Protocol):
    """Takes files from browsers for a day, each exactly as it was announced."""

    def form(self, upload_id: str, key: str, announced: Announced) -> UploadForm:
        """A form that stores this file under the key, and no other."""

    def look(self, key: str, start_bytes: int) -> StoredUpload | None:
        """What is there; None where nothing is. Raises StorageUnavailableError."""

    def keep(self, key: str, target: str, announced: Announced) -> None:
        """Copy for good; the same copy again changes nothing. Raises StorageUnavailableError."""

    def copy(self, key: str, target: str, announced: Announced) -> None:
        """Copy with all that was announced, so that `look` tells the same of the copy.

        Raises StorageUnavailableError.
        """
