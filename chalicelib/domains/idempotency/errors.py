"""Why a request with an `Idempotency-Key` is refused."""

from __future__ import annotations

from http import HTTPStatus

from chalicelib.core.errors import ConflictError, InvalidRequestError


class IdempotencyKeyReusedError(InvalidRequestError):
    """The key was used before with another body."""

    code = "idempotency_key_reused"
    detail = "This Idempotency-Key was sent with another body. Use a new key for a new request."


class RequestInProgressError(ConflictError):
    """The first request with this key has not been answered yet."""

    code = "request_in_progress"
    status = HTTPStatus.CONFLICT
    detail = "The first request with this Idempotency-Key is still running. Try again shortly."
