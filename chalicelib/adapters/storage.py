"""Files on S3: bodies too large for a queue, and the media of customers.

Clients are opened at the first use. Addresses of media are signed for minutes; what a
browser could run is always downloaded, never shown.
"""

from __future__ import annotations

import base64
import re
import tempfile
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast
from urllib.parse import quote

from chalicelib.core.body_store import BodyUnavailableError
from chalicelib.core.clock import Clock

if TYPE_CHECKING:
    import boto3
    from mypy_boto3_s3 import S3Client

OpenS3 = Callable[[], "S3Client"]
SIGNED_FOR_SECONDS = 300
_IN_MEMORY_BYTES = 8 * 1024 * 1024
_CHUNK_BYTES = 16 * 1024  # small, so that a trickle is noticed
_CONTENT_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}")
_SHOWN = re.compile(r"image/(jpeg|png|gif|webp|avif|bmp)|(audio|video)/[^+]+|application/pdf")
_DOWNLOADED_TYPE = "application/octet-stream"
_OTHER_CONTENT = ("BadDigest", "XAmzContentChecksumMismatch", "XAmzContentSHA256Mismatch")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long S3 may take to connect and to say anything, and how often it is asked."""

    connect_seconds: float = 2.0
    silence_seconds: float = 30.0
    attempts: int = 4

    @property
    def longest_silence_seconds(self) -> float:
        """After this an answer has begun, or never will; before each repetition lies a pause."""
        return self.attempts * (self.connect_seconds + self.silence_seconds + _PAUSE_SECONDS)


_PAUSE_SECONDS = 1.0  # of botocore's standard mode before a first repetition, at most
PATIENT = Patience()
BRIEF = Patience(silence_seconds=5.0, attempts=2)
"""For reading within the time of somebody who waits."""


def connect_s3(
    session: boto3.Session, *, endpoint_url: str | None = None, patience: Patience = PATIENT
) -> S3Client:
    """A client that signs addresses as browsers and every region accept (Signature 4).

    They name the bucket's regional host, the one a page's security policy admits; the global
    one redirects for hours after a bucket was made.
    """
    from botocore.config import Config  # noqa: PLC0415 - not paid by who opens no client

    s3: Any = {
        "addressing_style": "auto" if endpoint_url else "virtual",
        "us_east_1_regional_endpoint": "regional",
    }
    config = Config(
        signature_version="s3v4",
        connect_timeout=patience.connect_seconds,
        read_timeout=patience.silence_seconds,
        retries={"mode": "standard", "total_max_attempts": patience.attempts},
        s3=s3,
    )
    return session.client("s3", endpoint_url=endpoint_url, config=config)


class Lazy:
    """One client per process, opened by whoever needs it first."""

    def __init__(self, open_client: OpenS3) -> None:
        self._open_client = open_client
        self._client: S3Client | None = None
        self._lock = threading.Lock()

    def get(self) -> S3Client:
        with self._lock:
            if self._client is None:
                self._client = self._open_client()
            return self._client


class S3BodyStore:
    """The BodyStore on a bucket; its lifecycle rule removes updates after the queues' retention."""

    def __init__(self, bucket: str, open_client: OpenS3) -> None:
        self._bucket = bucket
        self._client = Lazy(open_client)

    def put(self, key: str, content: bytes) -> None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - with S3

        try:
            self._client.get().put_object(
                Bucket=self._bucket, Key=key, Body=content, ContentType="application/json"
            )
        except (BotoCoreError, ClientError) as exc:
            raise BodyUnavailableError(key) from exc

    def get(self, key: str) -> bytes:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - with S3

        try:
            return self._client.get().get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except (BotoCoreError, ClientError) as exc:
            raise BodyUnavailableError(key) from exc


class S3MediaStore:
    """The MediaStore on a bucket.

    `open_reader` makes the client that reads files, where that is a less patient one;
    `open_presigner` the one whose endpoint browsers can reach, where that is another than
    ours (the local stack). `seconds` is how long an address is good.
    """

    def __init__(
        self,
        bucket: str,
        open_client: OpenS3,
        clock: Clock,
        *,
        open_reader: OpenS3 | None = None,
        open_presigner: OpenS3 | None = None,
        seconds: int = SIGNED_FOR_SECONDS,
    ) -> None:
        self._bucket = bucket
        self._client = Lazy(open_client)
        self._clock = clock
        self._reader = Lazy(open_reader) if open_reader else self._client
        self._presigner = Lazy(open_presigner) if open_presigner else self._client
        self._seconds = seconds

    def put(self, key: str, content: IO[bytes], content_type: str, *, sha256: str) -> None:
        """S3 compares the hash with what arrives, and keeps it beside the object."""
        from botocore.exceptions import ClientError  # noqa: PLC0415 - with S3

        from chalicelib.domains.conversations.ports import (  # noqa: PLC0415 - not by the webhook
            MediaCorruptError,
        )

        try:
            self._client.get().put_object(
                Bucket=self._bucket,
                Key=key,
                Body=content,
                ChecksumSHA256=base64.b64encode(bytes.fromhex(sha256)).decode(),
                ContentType=_plain_type(content_type),
                ContentDisposition=content_disposition(_plain_type(content_type), None),
            )
        except ClientError as exc:
            if exc.response.get("Error", {}).get("Code") in _OTHER_CONTENT:
                raise MediaCorruptError("what reached the store has another hash") from exc
            raise

    def open(self, key: str, ends_at: datetime) -> BinaryIO:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - with S3

        from chalicelib.domains.conversations.ports import (  # noqa: PLC0415 - not by the webhook
            FileUnavailableError,
        )

        file = tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES)  # noqa: SIM115 - the caller closes
        try:
            found = self._reader.get().get_object(Bucket=self._bucket, Key=key)
            with closing(found["Body"]) as body:
                for chunk in body.iter_chunks(_CHUNK_BYTES):
                    file.write(chunk)
                    if self._clock.now() > ends_at:
                        raise TimeoutError(f"{file.tell()} bytes until then")
        except (BotoCoreError, ClientError, OSError) as exc:
            file.close()
            raise FileUnavailableError(key) from exc
        file.seek(0)
        return cast("BinaryIO", file)

    def signed_url(self, key: str, *, content_type: str, filename: str | None) -> str:
        plain = _plain_type(content_type)
        return self._presigner.get().generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": key,
                "ResponseContentType": plain if _SHOWN.fullmatch(plain) else _DOWNLOADED_TYPE,
                "ResponseContentDisposition": content_disposition(plain, filename),
                "ResponseCacheControl": f"private, max-age={self._seconds}",
            },
            ExpiresIn=self._seconds,
        )


def _plain_type(content_type: str) -> str:
    """Type and subtype without parameters, which a stranger wrote."""
    plain = content_type.split(";", maxsplit=1)[0].strip().lower()
    return plain if _CONTENT_TYPE.fullmatch(plain) else _DOWNLOADED_TYPE


def content_disposition(plain_type: str, filename: str | None) -> str:
    """Shown in place only where a browser runs nothing in it (RFC 6266 for the name)."""
    how = "inline" if _SHOWN.fullmatch(plain_type) else "attachment"
    return f"{how}; filename*=UTF-8''{quote(filename, safe='')}" if filename else how
