"""Uploads on S3: browsers post to the bucket itself, by a form signed for one file.

What was announced (size, type, name) is part of the signed policy and stays with the
object, so that no table has to remember it. A lifecycle rule removes what is not used.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from chalicelib.adapters.storage import OpenS3, content_disposition
from chalicelib.domains.uploads.errors import StorageUnavailableError
from chalicelib.domains.uploads.models import Announced, UploadForm
from chalicelib.domains.uploads.ports import StoredUpload

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_GOOD_FOR_SECONDS = 900
_NAME = "filename"
_NAME_FIELD = f"x-amz-meta-{_NAME}"
_WHOLE = re.compile(r"bytes \d+-\d+/(\d+)")
# Without the right to list a bucket, S3 answers 403 for what is not there.
_NOT_THERE = frozenset({"NoSuchKey", "404", "AccessDenied", "403", "InvalidRange"})


class S3Uploads:
    """The UploadSpace on the bucket of media."""

    def __init__(
        self, bucket: str, open_client: OpenS3, *, open_presigner: OpenS3 | None = None
    ) -> None:
        self._bucket = bucket
        self._open_client = open_client
        self._open_presigner: Callable[[], S3Client] = open_presigner or (lambda: self._client)

    def form(self, upload_id: str, key: str, announced: Announced) -> UploadForm:
        fields = {
            "Content-Type": announced.content_type,
            _NAME_FIELD: quote(announced.filename, safe=""),
        }
        conditions = [
            *({name: value} for name, value in fields.items()),
            ["content-length-range", announced.size, announced.size],
        ]
        signed = self._presigner.generate_presigned_post(
            self._bucket, key, Fields=fields, Conditions=conditions, ExpiresIn=_GOOD_FOR_SECONDS
        )
        return UploadForm(upload_id, signed["url"], signed["fields"])

    def look(self, key: str, start_bytes: int) -> StoredUpload | None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - with S3

        try:
            found = self._client.get_object(
                Bucket=self._bucket, Key=key, Range=f"bytes=0-{start_bytes - 1}"
            )
            start = found["Body"].read()
        except ClientError as exc:
            if exc.response["Error"]["Code"] in _NOT_THERE:
                return None
            raise StorageUnavailableError from exc
        except BotoCoreError as exc:
            raise StorageUnavailableError from exc
        whole = _WHOLE.fullmatch(found.get("ContentRange", ""))
        size = int(whole[1]) if whole else len(start)
        name = unquote(found["Metadata"].get(_NAME, ""))
        return StoredUpload(Announced(name, found["ContentType"], size), start)

    def keep(self, key: str, target: str, announced: Announced) -> None:
        self._copy(key, target, announced, {})

    def copy(self, key: str, target: str, announced: Announced) -> None:
        self._copy(key, target, announced, {_NAME: quote(announced.filename, safe="")})

    def _copy(self, key: str, target: str, announced: Announced, told: dict[str, str]) -> None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - with S3

        try:
            self._client.copy_object(
                Bucket=self._bucket,
                Key=target,
                CopySource={"Bucket": self._bucket, "Key": key},
                MetadataDirective="REPLACE",
                Metadata=told,
                ContentType=announced.content_type,
                ContentDisposition=content_disposition(announced.content_type, None),
            )
        except (BotoCoreError, ClientError) as exc:
            raise StorageUnavailableError from exc

    @cached_property
    def _client(self) -> S3Client:
        return self._open_client()

    @cached_property
    def _presigner(self) -> S3Client:
        return self._open_presigner()
