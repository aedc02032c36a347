"""Seals of the audit on a bucket with an object lock: nobody changes or deletes one.

A key may be written again, but what was there before stays as a version, and counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from chalicelib.adapters.storage import Lazy, OpenS3
from chalicelib.core.body_store import BodyUnavailableError
from chalicelib.core.clock import from_ms
from chalicelib.domains.audit.models import Head, Seal

_FOLDER = "seals/"


class S3Seals:
    """Implements chalicelib.domains.audit.ports.Seals."""

    def __init__(self, bucket: str, open_client: OpenS3) -> None:
        self._bucket = bucket
        self._client = Lazy(open_client)

    def put(self, seal: Seal) -> None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - with S3

        heads = [{"number": head.number, "digest": head.digest} for head in seal.heads]
        content = json.dumps({"at_ms": seal.at_ms, "heads": heads}, separators=(",", ":"))
        try:
            self._client.get().put_object(
                Bucket=self._bucket,
                Key=_key(seal.at_ms),
                Body=content.encode(),
                ContentType="application/json",
            )
        except (BotoCoreError, ClientError) as exc:
            raise BodyUnavailableError(_key(seal.at_ms)) from exc

    def of_hour(self, at_ms: int) -> Seal | None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - with S3

        try:
            return self._read({"Key": _key(at_ms)})
        except ClientError as exc:
            if exc.response["Error"]["Code"] == "NoSuchKey":
                return None
            raise BodyUnavailableError(_key(at_ms)) from exc
        except BotoCoreError as exc:
            raise BodyUnavailableError(_key(at_ms)) from exc

    def all(self) -> Iterator[Seal]:
        pages = self._client.get().get_paginator("list_object_versions")
        for page in pages.paginate(Bucket=self._bucket, Prefix=_FOLDER):
            for version in sorted(page.get("Versions", []), key=lambda one: one["Key"]):
                yield self._read({"Key": version["Key"], "VersionId": version["VersionId"]})

    def _read(self, version: Any) -> Seal:
        answer = self._client.get().get_object(Bucket=self._bucket, **version)
        told = json.loads(answer["Body"].read())
        heads = (Head(one["number"], one["digest"]) for one in told["heads"])
        return Seal(told["at_ms"], tuple(heads))


def _key(at_ms: int) -> str:
    return f"{_FOLDER}{from_ms(at_ms):%Y-%m-%dT%H}.json"
