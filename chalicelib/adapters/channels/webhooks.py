"""What every provider's door shares: the request, the answer, refusals and dependencies.

Owns the form of AWS HTTP API events (payload 2.0). Knows no provider.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from chalicelib.core.body_store import BodyStore
from chalicelib.core.clock import Clock
from chalicelib.core.errors import ForbiddenError, HiloError
from chalicelib.core.queues import Queues
from chalicelib.core.secret_store import SecretStore

_REREAD_EVERY = timedelta(seconds=30)
_RETOLD_EVERY = timedelta(seconds=30)


class SignatureRefusedError(ForbiddenError):
    """The body was not signed with the application's secret."""

    code = "signature_refused"
    detail = "The signature does not fit the body. Sign the raw bytes with the app's secret."


class VerificationRefusedError(ForbiddenError):
    """The provider's verification does not carry our token."""

    code = "verification_refused"
    detail = "The verify token or the mode is wrong. Enter the token of this app."


class BodyTooLargeError(HiloError):
    """More bytes or more updates than any provider sends."""

    code = "body_too_large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    detail = "The body is larger than 3 MB or holds too many updates. Send it in parts."


class BodyRefusedError(HiloError):
    """Not JSON, or no JSON object."""

    code = "invalid_body"
    status = HTTPStatus.BAD_REQUEST
    detail = "The body must be one JSON object in UTF-8."


class NotQueuedError(HiloError):
    """Not every update is on a queue; the provider must deliver again."""

    code = "not_queued"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    detail = "The updates could not be taken over now. Deliver them again."


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    """One HTTP request at a provider's door; header names in lower case."""

    method: str
    channel: str
    app_id: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    encoded_body: str
    is_base64: bool
    request_id: str

    @classmethod
    def from_event(cls, event: Mapping[str, Any]) -> WebhookRequest:
        """From an HTTP API event of route `/webhooks/{channel}/{app_id}`."""
        context = event.get("requestContext") or {}
        path = event.get("pathParameters") or {}
        return cls(
            method=(context.get("http") or {}).get("method", ""),
            channel=path.get("channel", ""),
            app_id=path.get("app_id", ""),
            query=event.get("queryStringParameters") or {},
            headers={name.lower(): value for name, value in (event.get("headers") or {}).items()},
            encoded_body=event.get("body") or "",
            is_base64=bool(event.get("isBase64Encoded")),
            request_id=context.get("requestId", ""),
        )

    def body(self, limit_bytes: int) -> bytes:
        """The raw bytes. Raises BodyTooLargeError, BodyRefusedError for broken base64."""
        if len(self.encoded_body) > limit_bytes * (4 / 3 if self.is_base64 else 1) + 4:
            raise BodyTooLargeError
        try:
            body = (
                base64.b64decode(self.encoded_body, validate=True)
                if self.is_base64
                else self.encoded_body.encode()
            )
        except (binascii.Error, ValueError) as exc:
            raise BodyRefusedError from exc
        if len(body) > limit_bytes:
            raise BodyTooLargeError
        return body


@dataclass(frozen=True, slots=True)
class WebhookAnswer:
    """What the provider is told."""

    status: int
    content_type: str
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def refusal(cls, error: HiloError, request_id: str) -> WebhookAnswer:
        body = json.dumps(error.problem(request_id))
        return cls(int(error.status), "application/problem+json", body)

    def to_event(self) -> dict[str, Any]:
        """As an HTTP API expects it."""
        return {
            "statusCode": self.status,
            "headers": {
                "content-type": self.content_type,
                "x-content-type-options": "nosniff",
                "cache-control": "no-store",
                **self.headers,
            },
            "body": self.body,
        }


class Rereads:
    """When a secret was last read past the cache, so that bad signatures cannot make us poll."""

    def __init__(self) -> None:
        self._last: dict[str, datetime] = {}

    def allows(self, app_id: str, now: datetime) -> bool:
        """Whether another fresh read is due; counts as one if so."""
        last = self._last.get(app_id)
        if last is not None and now - last < _REREAD_EVERY:
            return False
        self._last[app_id] = now
        return True


class SignatureReports:
    """What was told of an app's signatures, so that bad ones cannot make us tell for ever.

    A refusal is told every half a minute at most, a good signature only after a refusal.
    """

    def __init__(self) -> None:
        self._refused: dict[str, datetime] = {}

    def is_refusal_news(self, app_id: str, now: datetime) -> bool:
        """Whether to tell this one; counts as told if so."""
        last = self._refused.get(app_id)
        if last is not None and now - last < _RETOLD_EVERY:
            return False
        self._refused[app_id] = now
        return True

    def is_fit_news(self, app_id: str) -> bool:
        """Whether a good signature ends what was told before."""
        return self._refused.pop(app_id, None) is not None


@dataclass(frozen=True, slots=True)
class WebhookDependencies:
    """What a door needs; one per container, as `rereads` and `reports` remember."""

    secrets: SecretStore
    queues: Queues
    bodies: BodyStore
    clock: Clock
    rereads: Rereads = field(default_factory=Rereads)
    reports: SignatureReports = field(default_factory=SignatureReports)
