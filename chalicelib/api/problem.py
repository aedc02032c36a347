"""Errors as answers: problem+json (RFC 9457), whoever raised them, Chalice included."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from chalice.app import Response

from chalicelib.bootstrap import container
from chalicelib.core.clock import to_ms
from chalicelib.core.errors import HiloError, InvalidRequestError, NotFoundError
from chalicelib.core.ids import new_id

JSON = "application/json"
PROBLEM_JSON = "application/problem+json"


class MalformedJsonError(HiloError):
    """The body is not JSON at all."""

    code = "malformed_json"
    status = HTTPStatus.BAD_REQUEST
    detail = "Send a body that is JSON in UTF-8."


class ClientHeaderRequiredError(HiloError):
    """A request that other sites could forge lacks the header they cannot send."""

    code = "client_header_required"
    status = HTTPStatus.FORBIDDEN
    detail = "Send the header `X-Hilo-Client` with the name of your client."


class PreconditionRequiredError(HiloError):
    """An edit of configuration without `If-Match`."""

    code = "precondition_required"
    status = HTTPStatus.PRECONDITION_REQUIRED
    detail = "Send `If-Match` with the version that you read."


class AddressUnknownError(HiloError):
    """A link has to be written, and nobody whom we believe says at which address we are."""

    code = "address_unknown"
    status = HTTPStatus.CONFLICT
    detail = "Open the product at its own address, not at the gateway's, and try again."


class MethodNotAllowedError(HiloError):
    """The address exists, the method does not."""

    code = "method_not_allowed"
    status = HTTPStatus.METHOD_NOT_ALLOWED
    detail = "This address does not take that method. See /api/v1/openapi.json."


class UnsupportedMediaTypeError(HiloError):
    """A body of another type than JSON."""

    code = "unsupported_media_type"
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    detail = "Send `Content-Type: application/json`."


_OF_CHALICE: dict[int, type[HiloError]] = {
    400: InvalidRequestError,
    404: NotFoundError,
    405: MethodNotAllowedError,
    415: UnsupportedMediaTypeError,
}


def to_json(value: Any) -> str:
    """Compact JSON with letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def request_id_of(context: Mapping[str, Any]) -> str:
    """The gateway's request id; one of our own where it gives none (the local one)."""
    return context.get("requestId") or new_id(to_ms(container().clock.now()))


def problem_response(error: HiloError, request_id: str) -> Response:
    """The answer that tells a caller of an error."""
    headers: dict[str, str | list[str]] = {
        "Content-Type": PROBLEM_JSON,
        "Cache-Control": "no-store",
        "X-Request-Id": request_id,
    }
    if error.status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if error.retry_after_seconds is not None:
        headers["Retry-After"] = str(error.retry_after_seconds)
    return Response(to_json(error.problem(request_id)), headers, int(error.status))


def translate_refusals(event: Any, get_response: Callable[[Any], Response]) -> Response:
    """Middleware: what Chalice itself refuses (method, media type) becomes a problem too."""
    response = get_response(event)
    if not (isinstance(response.body, dict) and "Code" in response.body):
        return response
    error = _OF_CHALICE.get(response.status_code, HiloError)()
    problem = problem_response(error, request_id_of(event.context if event else {}))
    if allow := response.headers.get("Allow"):
        problem.headers["Allow"] = allow
    return problem
