"""Storage that takes uploads, in memory."""

from __future__ import annotations

from chalicelib.domains.uploads.errors import StorageUnavailableError
from chalicelib.domains.uploads.models import Announced, UploadForm
from chalicelib.domains.uploads.ports import StoredUpload


class FakeUploadSpace:
    """UploadSpace; `post` is what a browser does with a form."""

    def __init__(self) -> None:
        self.forms: dict[str, tuple[str, Announced]] = {}
        self.stored: dict[str, tuple[Announced, bytes]] = {}
        self.kept: dict[str, tuple[Announced, bytes]] = {}
        self.is_down = False

    def form(self, upload_id: str, key: str, announced: Announced) -> UploadForm:
        self.forms[upload_id] = key, announced
        return UploadForm(upload_id, "https://files.test/", {"key": key})

    def post(self, upload_id: str, content: bytes) -> None:
        key, announced = self.forms[upload_id]
        assert len(content) == announced.size
        self.stored[key] = announced, content

    def look(self, key: str, start_bytes: int) -> StoredUpload | None:
        self._require_up()
        if key not in self.stored:
            return None
        announced, content = self.stored[key]
        return StoredUpload(announced, content[:start_bytes])

    def keep(self, key: str, target: str, announced: Announced) -> None:
        self._require_up()
        self.kept[target] = announced, self.stored[key][1]

    def copy(self, key: str, target: str, announced: Announced) -> None:
        self._require_up()
        self.stored[target] = announced, self.stored[key][1]

    def _require_up(self) -> None:
        if self.is_down:
            raise StorageUnavailableError
