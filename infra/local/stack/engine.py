"""The engines below the product: moto in this process, and DynamoDB Local where asked for.

moto always serves S3 and Secrets Manager. An address in AWS_ENDPOINT_URL_DYNAMODB that was
there before is used as it is. With a journal, everything is there again after a restart.
"""

from __future__ import annotations

import os
import time
from contextlib import ExitStack

import boto3

from chalicelib.core.tables import TABLES
from infra.local.engines.dynamodb_local import DynamoDBLocal
from infra.local.engines.kept_objects import keep_objects, restore_objects
from infra.local.engines.kept_secrets import keep_secrets, restore_secrets
from infra.local.engines.moto_engine import MotoEngine
from infra.local.engines.moto_restore import restore_tables
from infra.local.engines.tables import create_tables, delete_tables
from infra.local.keeping.journal import Journal
from infra.local.keeping.tables import TABLES as KEPT_TABLES
from infra.local.settings import (
    BODIES_BUCKET,
    MEDIA_BUCKET,
    REGION,
    SEALS_BUCKET,
    TABLES_ADDRESS,
)
from infra.local.stack.stream_sources import (
    EngineSource,
    MotoSource,
    StreamPlaces,
    StreamSource,
    WriteWatch,
)

_BUCKETS = (BODIES_BUCKET, MEDIA_BUCKET, SEALS_BUCKET)
_ADDRESSES = (TABLES_ADDRESS, "AWS_ENDPOINT_URL_DYNAMODB_STREAMS")


class Engine:
    """Tables, buckets and streams; one session makes every client."""

    def __init__(self, name: str, prefix: str = "", journal: Journal | None = None) -> None:
        self._prefix, self._journal = prefix, journal
        self._held = ExitStack()
        self._moto = MotoEngine(REGION, journal)
        self._in_process = False
        self._start(name)
        self.session = boto3.Session(region_name=REGION)
        self.watch = WriteWatch(self.session)
        self._places = StreamPlaces(journal)
        self._create()
        if journal is not None:
            self._take_over(journal)
        self.s3 = self.session.client("s3")
        self._dynamodb = self.session.client("dynamodb")

    def stop(self) -> None:
        self._held.close()

    def stream(self, table: str) -> StreamSource:
        """The stream of a table, from its oldest record on."""
        name = self._prefix + table
        if self._in_process:
            return MotoSource(self._moto, name)
        client = self.session.client("dynamodbstreams")
        return EngineSource(client, self.watch, name, self._places)

    def wipe(self) -> None:
        """Empty tables with empty streams, and no files."""
        with self._moto.lock:
            delete_tables(self._dynamodb, self._prefix)
            create_tables(self._dynamodb, self._prefix)
            if self._journal is not None:
                self._journal.clear(KEPT_TABLES)
        self._places.forget()
        for bucket in _BUCKETS:
            for page in self.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
                for found in page.get("Contents", []):
                    self.s3.delete_object(Bucket=bucket, Key=found["Key"])

    @property
    def tables(self) -> list[str]:
        return [self._prefix + table.name for table in TABLES]

    def _create(self) -> None:
        s3 = self.session.client("s3")
        for bucket in _BUCKETS:
            s3.create_bucket(Bucket=bucket)
        create_tables(self.session.client("dynamodb"), self._prefix)

    def _take_over(self, journal: Journal) -> None:
        """Have everything stand where it stood, and note what happens from now on."""
        restore_secrets(self.session, journal)
        keep_secrets(self.session, journal)
        restore_objects(journal)
        keep_objects(self.session, journal)
        if self._in_process:
            expired = restore_tables(self._moto, journal.kept.tables, time.time())
            if expired:
                journal.note(KEPT_TABLES, expired)

    def _start(self, name: str) -> None:
        if name == "dynamodb-local" and TABLES_ADDRESS not in os.environ:
            directory = None if self._journal is None else self._journal.path / "tables"
            local = DynamoDBLocal(directory=directory)
            self._held.callback(local.stop)
            local.start()
            self._point_to(local.url)
        elif TABLES_ADDRESS in os.environ:
            self._point_to(os.environ[TABLES_ADDRESS])
        else:
            self._in_process = True
        self._held.enter_context(self._moto)

    def _point_to(self, url: str) -> None:
        for address in _ADDRESSES:
            before = os.environ.get(address)
            os.environ[address] = url
            self._held.callback(_restore, address, before)


def _restore(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value
