"""S3 for browsers: presigned addresses on this origin, verified and then served from the engine."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, unquote

from botocore.exceptions import ClientError
from starlette.requests import Request
from starlette.responses import Response

from chalicelib.core.clock import Clock
from chalicelib.core.errors import ForbiddenError, NotFoundError
from infra.local.settings import MEDIA_PATH
from infra.local.stack.problems import refusal
from infra.local.stack.requests import raw_path, raw_query
from infra.local.stack.signatures import is_signed

if TYPE_CHECKING:
    import boto3

_ALGORITHM = "AWS4-HMAC-SHA256"
_OVERRIDES = {
    "response-content-type": "content-type",
    "response-content-disposition": "content-disposition",
    "response-cache-control": "cache-control",
}
_SANDBOX = "default-src 'none'; sandbox"


class AddressRefusedError(ForbiddenError):
    """Not signed by us, or not valid any more."""

    code = "address_refused"
    detail = "The address of the file has expired. Ask for the message again."


class Media:
    """GET of objects by presigned addresses (Signature 4 in the query)."""

    def __init__(self, session: boto3.Session, clock: Clock, open_s3: Callable[[], Any]) -> None:
        self._session, self._clock, self._open_s3 = session, clock, open_s3

    async def get(self, request: Request) -> Response:
        """The object with the headers that the signed query asks for; ranges are honoured."""
        path, query = raw_path(request.scope), raw_query(request.scope)
        signed = dict(parse_qsl(query, keep_blank_values=True))
        if not self._is_valid(path, request.headers.get("host", ""), signed):
            return refusal(AddressRefusedError())
        _, _, place = unquote(path).partition(f"{MEDIA_PATH}/")
        bucket, _, key = place.partition("/")
        wanted = {"Bucket": bucket, "Key": key}
        if "range" in request.headers:
            wanted["Range"] = request.headers["range"]
        return await asyncio.to_thread(self._fetch, wanted, signed)

    def _fetch(self, wanted: dict[str, str], signed: dict[str, str]) -> Response:
        try:
            found = self._open_s3().get_object(**wanted)
        except ClientError:
            return refusal(NotFoundError())
        headers = {
            "content-type": found["ContentType"],
            "accept-ranges": "bytes",
            "etag": found["ETag"],
            "x-content-type-options": "nosniff",
            "content-security-policy": _SANDBOX,
            # A page opened as `localhost` shows them too, though they are signed for 127.0.0.1.
            "cross-origin-resource-policy": "cross-origin",
            **{name: signed[asked] for asked, name in _OVERRIDES.items() if asked in signed},
        }
        if "ContentRange" in found:
            headers["content-range"] = found["ContentRange"]
        status = found["ResponseMetadata"]["HTTPStatusCode"]
        return Response(found["Body"].read(), status, headers)

    def _is_valid(self, path: str, host: str, signed: dict[str, str]) -> bool:
        """Recompute the signature; what is not there or no date is not valid."""
        try:
            date, credential = signed["X-Amz-Date"], signed["X-Amz-Credential"]
            begins = datetime.strptime(date + "+0000", "%Y%m%dT%H%M%SZ%z")
            ends = begins + timedelta(seconds=int(signed["X-Amz-Expires"]))
            given = signed["X-Amz-Signature"]
        except (KeyError, ValueError):
            return False
        if not begins - timedelta(minutes=15) <= self._clock.now() < ends:
            return False
        digest = hashlib.sha256(_canonical(path, host, signed).encode()).hexdigest()
        _, _, scope = credential.partition("/")
        text = "\n".join((_ALGORITHM, date, scope, digest))
        return is_signed(self._session, text, credential, given)


def _canonical(path: str, host: str, signed: dict[str, str]) -> str:
    """The canonical request of a presigned GET that signs its host alone."""
    query = "&".join(
        f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}"
        for name, value in sorted(signed.items())
        if name != "X-Amz-Signature"
    )
    return "\n".join(("GET", path, query, f"host:{host}", "", "host", "UNSIGNED-PAYLOAD"))
