"""S3 for browsers that upload: forms signed by us (POST policy), checked as S3 does."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from chalicelib.core.clock import Clock
from chalicelib.core.errors import ForbiddenError, HiloError
from infra.local.stack.problems import refusal
from infra.local.stack.signatures import is_signed

if TYPE_CHECKING:
    import boto3

_NOT_IN_POLICY = frozenset({"policy", "x-amz-signature", "file"})
_META = "x-amz-meta-"
_CROSS_ORIGIN = {"access-control-allow-origin": "*", "access-control-allow-methods": "POST"}


class FormRefusedError(ForbiddenError):
    """Not signed by us, expired, or not the file that was announced."""

    code = "form_refused"
    detail = "The upload form has expired or does not fit this file. Ask for a new one."


class EntityTooLargeError(HiloError):
    """More bytes than were announced."""

    code = "entity_too_large"
    status = HTTPStatus.BAD_REQUEST
    detail = "The file is not as long as it was announced."


class Uploads:
    """POST of one object by a form."""

    def __init__(self, session: boto3.Session, clock: Clock, open_s3: Callable[[], Any]) -> None:
        self._session, self._clock, self._open_s3 = session, clock, open_s3

    async def preflight(self, _: Request) -> Response:
        """A page opened as `localhost` posts to 127.0.0.1, which is another origin."""
        return Response(status_code=204, headers=_CROSS_ORIGIN)

    async def post(self, request: Request) -> Response:
        bucket = request.url.path.rstrip("/").rpartition("/")[2]
        async with request.form() as form:
            file = form.get("file")
            fields = {name.lower(): str(value) for name, value in form.items() if name != "file"}
            if not isinstance(file, UploadFile):
                return refusal(FormRefusedError())
            content = await file.read()
        try:
            self._check(bucket, fields, len(content))
        except HiloError as refused:
            return refusal(refused)
        await asyncio.to_thread(self._put, bucket, fields, content)
        return Response(status_code=204, headers=_CROSS_ORIGIN)

    def _check(self, bucket: str, fields: Mapping[str, str], size: int) -> None:
        policy = self._policy(fields)
        try:
            ends = datetime.fromisoformat(policy["expiration"])
            conditions = policy["conditions"]
        except (KeyError, TypeError, ValueError) as exc:
            raise FormRefusedError from exc
        if self._clock.now() >= ends:
            raise FormRefusedError
        given, granted = {**fields, "bucket": bucket}, {"x-amz-signature"}
        for condition in conditions:
            granted |= _obeyed(condition, given, size)
        if not fields.keys() - _NOT_IN_POLICY <= granted:
            raise FormRefusedError  # S3 takes no field that the policy does not name

    def _policy(self, fields: Mapping[str, str]) -> Any:
        """What we signed; anything else is refused."""
        encoded = fields.get("policy", "")
        credential = fields.get("x-amz-credential", "")
        signature = fields.get("x-amz-signature", "")
        if not is_signed(self._session, encoded, credential, signature):
            raise FormRefusedError
        try:
            return json.loads(base64.b64decode(encoded, validate=True))
        except (ValueError, binascii.Error) as exc:
            raise FormRefusedError from exc

    def _put(self, bucket: str, fields: Mapping[str, str], content: bytes) -> None:
        self._open_s3().put_object(
            Bucket=bucket,
            Key=fields["key"],
            Body=content,
            ContentType=fields["content-type"],
            Metadata={
                name.removeprefix(_META): value
                for name, value in fields.items()
                if name.startswith(_META)
            },
        )


def _obeyed(condition: Any, given: Mapping[str, str], size: int) -> set[str]:
    """The fields that a condition names, once they are as it wants them."""
    if isinstance(condition, dict):
        for name, value in condition.items():
            if given.get(name.lower()) != value:
                raise FormRefusedError
        return {name.lower() for name in condition}
    kind, first, second = condition
    if kind == "content-length-range":
        if not first <= size <= second:
            raise EntityTooLargeError
        return set()
    raise FormRefusedError  # our forms have no other
