"""Files and bodies that can be taken away for good, in every version, and be found to do it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chalicelib.adapters.storage import S3BodyStore, S3MediaStore
from chalicelib.core.body_store import BodyUnavailableError
from chalicelib.domains.conversations.ports import FileUnavailableError
from chalicelib.domains.privacy.ports import StoredFile

_CHUNK_BYTES = 1024 * 1024


class ErasableFiles(S3MediaStore):
    """chalicelib.domains.privacy.ports.Files on the bucket of media, which keeps versions."""

    def look(self, key: str) -> StoredFile | None:
        for version in self._versions(key):
            if version["Key"] == key and version["IsLatest"] and "ETag" in version:
                return StoredFile(version["ETag"], version["Size"])
        return None

    def erase(self, key: str) -> None:
        for version in self._versions(key):
            if version["Key"] == key:
                self._call("delete_object", Key=key, VersionId=version["VersionId"])

    def erase_alike(self, prefix: str, file: StoredFile) -> int:
        alike = [
            one["Key"]
            for one in self._versions(prefix)
            if (one.get("ETag"), one.get("Size")) == tuple(file)
        ]
        for key in dict.fromkeys(alike):
            self.erase(key)
        return len(alike)

    def chunks(self, key: str) -> Iterator[bytes]:
        """The address is asked for at once, so that what is not there is told before a byte."""
        body = self._call("get_object", Key=key)["Body"]
        return body.iter_chunks(_CHUNK_BYTES)  # type: ignore[no-any-return]

    def _versions(self, prefix: str) -> Iterator[dict[str, Any]]:
        """Of everything under a prefix, markers of removals included."""
        place: dict[str, str] = {}
        while True:
            page = self._call("list_object_versions", Prefix=prefix, **place)
            yield from [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]
            if not page.get("IsTruncated"):
                return
            place = {
                "KeyMarker": page["NextKeyMarker"],
                "VersionIdMarker": page["NextVersionIdMarker"],
            }

    def _call(self, operation: str, **arguments: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - with S3

        try:
            return getattr(self._client.get(), operation)(Bucket=self._bucket, **arguments)
        except (BotoCoreError, ClientError) as exc:
            raise FileUnavailableError(str(arguments.get("Key", ""))) from exc


class ListedBodies(S3BodyStore):
    """chalicelib.domains.privacy.ports.Bodies on the bucket of bodies."""

    def keys(self, after: str, limit: int) -> list[str]:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - with S3

        try:
            page = self._client.get().list_objects_v2(
                Bucket=self._bucket, StartAfter=after, MaxKeys=limit
            )
        except (BotoCoreError, ClientError) as exc:
            raise BodyUnavailableError(after) from exc
        return [one["Key"] for one in page.get("Contents", ())]
