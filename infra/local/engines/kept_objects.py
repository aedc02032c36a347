"""Objects of S3 that outlive the process: each content is a file, the journal names them.

A file is on disk before the journal speaks of it, and the journal before the writer is
answered. Objects of an earlier process stay in their files until somebody asks for them.
"""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.s3.models import FakeKey, S3Backend, s3_backends

from infra.local.keeping.journal import Journal
from infra.local.keeping.records import key_of, text_of

if TYPE_CHECKING:
    import boto3

PART = "objects"


class FileKey(FakeKey):
    """An object as moto keeps it, with its content in a file."""

    def __init__(self, path: Path, etag: str, bucket: str, name: str, backend: S3Backend) -> None:
        self._path = path
        super().__init__(
            name, b"", backend.account_id, backend.region_name, etag=etag, bucket_name=bucket
        )
        self.contentsize = path.stat().st_size

    @property
    def value(self) -> bytes:
        return self._path.read_bytes()

    @value.setter
    def value(self, _: bytes) -> None:
        """Only moto's constructor sets it, to nothing."""


def restore_objects(journal: Journal) -> None:
    """Put the kept objects into their buckets, which are there; drop files of no object."""
    backend, folder = _backend(), _folder(journal)
    named = set()
    for key, text in journal.kept.texts(PART).items():
        (bucket, name), fields = json.loads(key), json.loads(text)
        found = FileKey(folder / fields["file"], fields["etag"], bucket, name, backend)
        found.set_metadata(fields["metadata"])
        backend.get_bucket(bucket).keys.setlist(name, [found])
        named.add(fields["file"])
    for path in folder.iterdir():
        if path.name not in named:
            path.unlink()


def keep_objects(session: boto3.Session, journal: Journal) -> None:
    """Keep what clients of the session, made from now on, put and delete."""
    folder = _folder(journal)

    def remember(params: Mapping[str, Any], context: dict[str, Any], **_: Any) -> None:
        context["kept"] = params["Bucket"], params["Key"]

    def put(context: Mapping[str, Any], http_response: Any, **_: Any) -> None:
        if http_response.status_code == 200:
            note(context["kept"], text_of(_written(folder, *context["kept"])))

    def deleted(context: Mapping[str, Any], http_response: Any, **_: Any) -> None:
        if http_response.status_code == 204:
            note(context["kept"], None)

    def note(place: tuple[str, str], text: str | None) -> None:
        journal.note(PART, [(key_of(*place), text)])
        journal.settle()

    for operation, done in (("PutObject", put), ("DeleteObject", deleted)):
        session.events.register(f"before-parameter-build.s3.{operation}", remember)
        session.events.register(f"after-call.s3.{operation}", done)


def _folder(journal: Journal) -> Path:
    folder = journal.path / "files"
    folder.mkdir(exist_ok=True)
    return folder


def _backend() -> S3Backend:
    return s3_backends[DEFAULT_ACCOUNT_ID]["aws"]


def _written(folder: Path, bucket: str, name: str) -> dict[str, Any]:
    """Write the content of an object to a file; what the journal says of it."""
    found = _backend().get_bucket(bucket).keys[name]
    content = found.value
    path = folder / uuid.uuid4().hex
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    etag = hashlib.md5(content, usedforsecurity=False).hexdigest()
    return {"file": path.name, "etag": etag, "metadata": dict(found.metadata)}
