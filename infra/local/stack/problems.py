"""Refusals of the stack itself, in the product's form."""

from __future__ import annotations

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from chalicelib.adapters.channels.webhooks import BodyTooLargeError
from chalicelib.api.problem import MethodNotAllowedError
from chalicelib.core.errors import HiloError, NotFoundError
from chalicelib.core.observability import logger
from infra.local.stack.chalice_app import ApiAnswer, problem_answer

_OF_STATUS: dict[int, type[HiloError]] = {
    HTTPStatus.NOT_FOUND: NotFoundError,
    HTTPStatus.METHOD_NOT_ALLOWED: MethodNotAllowedError,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: BodyTooLargeError,
}


def to_response(answer: ApiAnswer) -> Response:
    """An answer for Starlette; headers may repeat."""
    response = Response(answer.body, answer.status)
    for name, value in answer.headers:
        response.raw_headers.append((name.lower().encode("latin-1"), value.encode("latin-1")))
    return response


def refusal(error: HiloError) -> Response:
    return to_response(problem_answer(error))


async def on_http_exception(_: Request, exc: Exception) -> Response:
    """Starlette's own refusals as problems."""
    status = exc.status_code if isinstance(exc, HTTPException) else 500
    return refusal(_OF_STATUS.get(status, HiloError)())


async def on_surprise(_: Request, exc: Exception) -> Response:
    logger.error("the local stack failed", exc_info=exc)
    return refusal(HiloError())
