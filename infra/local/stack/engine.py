"""The engines below the product: moto in this process, and DynamoDB Local where asked for.

moto always serves S3 and Secrets Manager. An address in AWS_ENDPOINT_URL_DYNAMODB that was
there before is used as it is.
"""

from __future__ import annotations

import os
from contextlib import ExitStack

import boto3

from chalicelib.core.tables import TABLES
from infra.local.engines.dynamodb_local import DynamoDBLocal
from infra.local.engines.moto_engine import MotoEngine
from infra.local.engines.tables import create_tables, delete_tables
from infra.local.stack.settings import BODIES_BUCKET, MEDIA_BUCKET, REGION
from infra.local.stack.stream_sources import EngineSource, MotoSource, StreamSource, WriteWatch

_ADDRESSES = ("AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_DYNAMODB_STREAMS")


class Engine:
    """Tables, buckets and streams; one session makes every client."""

    def __init__(self, name: str, prefix: str = "") -> None:
        self._prefix = prefix
        self._held = ExitStack()
        self._moto = MotoEngine(REGION)
        self._in_process = False
        self._start(name)
        self.session = boto3.Session(region_name=REGION)
        self._watch = WriteWatch(self.session)
        self.s3 = self.session.client("s3")
        for bucket in (BODIES_BUCKET, MEDIA_BUCKET):
            self.s3.create_bucket(Bucket=bucket)
        self._dynamodb = self.session.client("dynamodb")
        create_tables(self._dynamodb, prefix)

    def stop(self) -> None:
        self._held.close()

    def stream(self, table: str) -> StreamSource:
        """The stream of a table, from its oldest record on."""
        name = self._prefix + table
        if self._in_process:
            return MotoSource(self._moto, name)
        return EngineSource(self.session.client("dynamodbstreams"), self._watch, name)

    def wipe(self) -> None:
        """Empty tables with empty streams, and no files."""
        delete_tables(self._dynamodb, self._prefix)
        create_tables(self._dynamodb, self._prefix)
        for bucket in (BODIES_BUCKET, MEDIA_BUCKET):
            for page in self.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
                for found in page.get("Contents", []):
                    self.s3.delete_object(Bucket=bucket, Key=found["Key"])

    @property
    def tables(self) -> list[str]:
        return [self._prefix + table.name for table in TABLES]

    def _start(self, name: str) -> None:
        if name == "dynamodb-local" and _ADDRESSES[0] not in os.environ:
            local = DynamoDBLocal()
            self._held.callback(local.stop)
            local.start()
            self._point_to(local.url)
        elif _ADDRESSES[0] in os.environ:
            self._point_to(os.environ[_ADDRESSES[0]])
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
