"""A contact centre whose files lie on S3, with somebody of whom something lies everywhere."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from app import app
from chalicelib.adapters.erasable import ErasableFiles, ListedBodies
from chalicelib.adapters.storage import S3MediaStore
from chalicelib.adapters.uploads import S3Uploads
from chalicelib.bootstrap import Container
from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.dynamo import Meter
from chalicelib.core.secret_store import app_secret_name
from chalicelib.core.tables import TABLES
from infra.local.queues import LocalQueues
from infra.local.seed import APP
from tests.engines import EngineTables
from tests.fakes.api import Answer, ApiClient
from tests.fakes.seals import MemorySeals
from tests.fakes.secrets import FakeSecretStore
from tests.integration.journey.crashes import Killer, MortalQueues, MortalSender
from tests.integration.journey.world import World

MEDIA, BODIES = "privacy-media", "privacy-bodies"
_S3_EFFECTS = {"put_object", "delete_object"}


class MortalS3:
    """An S3 client whose caller may be killed around each write."""

    def __init__(self, client: Any, killer: Killer) -> None:
        self._client = client
        self._killer = killer

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self._client, name)
        if name not in _S3_EFFECTS:
            return operation
        return lambda **request: self._killer.around(lambda: operation(**request))


class PrivateWorld(World):
    """A World with buckets of its own; what an administrator asks for goes through the API."""

    def __init__(self, tables: EngineTables, s3: Any, *, meter: Meter | None = None) -> None:
        self.s3 = s3
        for bucket in (MEDIA, BODIES):
            _begin(s3, bucket)
        super().__init__(tables, meter=meter)
        self.api = ApiClient(app)
        self._tokens: dict[str, str] = {}

    def _container(self) -> Container:
        made = super()._container()
        s3: Any = MortalS3(self.s3, self.killer)
        kept = {
            name: made.__dict__[name]
            for name in (
                *("clock", "dynamo", "people_repository", "session_repository"),
                *("attempt_repository", "ticket_repository", "connection_repository"),
                *("passwords", "access_tokens", "device_passes", "media_fetcher"),
                *("template_source", "template_store", "realtime"),
            )
        }
        return Container(
            {},
            **kept,
            queues=MortalQueues(self.queues, self.killer),
            sender=MortalSender(self.sender, self.killer),
            secrets=FakeSecretStore({app_secret_name(APP.id): {}}),
            seals=MemorySeals(),
            bodies=ListedBodies(BODIES, lambda: s3),
            listed_bodies=ListedBodies(BODIES, lambda: s3),
            media_store=S3MediaStore(MEDIA, lambda: s3, self.clock),
            erasable_files=ErasableFiles(MEDIA, lambda: s3, self.clock),
            upload_space=S3Uploads(MEDIA, lambda: s3),
        )

    def ask(
        self, method: str, path: str, body: Any = None, name: str = "admin", **headers: str
    ) -> Answer:
        """Signed in, and again once the token is over."""
        for _ in range(2):
            if name not in self._tokens:
                self._tokens[name] = self.api.token(name)
            answer = self.api.request(method, path, body, token=self._tokens[name], **headers)
            if answer.status != HTTPStatus.UNAUTHORIZED:
                break
            del self._tokens[name]
        return answer

    def change(self, event: str, actor: str = "agente1") -> Change:
        return Change(event, actor, to_ms(self.clock.now()))

    def work(self) -> None:
        """What `clock` does for privacy, with all the time it needs."""
        self.container.privacy_work.tick(3600)

    # where something may lie ------------------------------------------------------------

    def traces(self) -> Iterator[tuple[str, str]]:
        """All that is stored, with where: items of tables, objects, messages on queues."""
        yield from self._items()
        yield from self._objects()
        yield from _queued(self.queues)

    def _items(self) -> Iterator[tuple[str, str]]:
        for table in TABLES:
            pages = self.tables.client.get_paginator("scan").paginate(
                TableName=f"{self.tables.prefix}{table.name}"
            )
            for page in pages:
                for item in page["Items"]:
                    yield f"table {table.name}", json.dumps(item, ensure_ascii=False, default=str)

    def _objects(self) -> Iterator[tuple[str, str]]:
        for bucket in (MEDIA, BODIES):
            listed = self.s3.list_object_versions(Bucket=bucket)
            for version in [*listed.get("Versions", ()), *listed.get("DeleteMarkers", ())]:
                yield f"bucket {bucket}", version["Key"]
            for version in listed.get("Versions", ()):
                found = self.s3.get_object(
                    Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"]
                )
                where = f"bucket {bucket}: {version['Key']}"
                yield where, json.dumps(found["Metadata"])
                yield from ((where, text) for text in _texts(found["Body"].read()))


def _texts(content: bytes) -> Iterator[str]:
    yield content.decode("utf-8", errors="replace")
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name
                yield archive.read(name).decode("utf-8", errors="replace")


def _queued(queues: LocalQueues) -> Iterator[tuple[str, str]]:
    """Whatever a queue holds, also what cannot be received now."""
    for name, counts in queues.counts().items():
        if any(counts.values()):
            received = queues.receive(name, 10)
            yield from ((f"queue {name}", one.body) for one in received)
            assert not received or len(received) < 10


def _begin(s3: Any, bucket: str) -> None:
    """An empty bucket; that of media keeps versions, as the deployed one does."""
    s3.create_bucket(Bucket=bucket)
    if bucket == MEDIA:
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    listed = s3.list_object_versions(Bucket=bucket)
    for one in [*listed.get("Versions", ()), *listed.get("DeleteMarkers", ())]:
        s3.delete_object(Bucket=bucket, Key=one["Key"], VersionId=one["VersionId"])
