"""Answers of the local helpers in the product's own error form (problem+json)."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from chalicelib.core.errors import FieldProblem, HiloError, InvalidRequestError

M = TypeVar("M", bound=BaseModel)
Endpoint = Callable[[Request], Awaitable[Response]]


def with_problems(endpoint: Endpoint) -> Endpoint:
    """Turn an error with a code into its problem+json answer."""

    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except HiloError as error:
            return JSONResponse(
                error.problem(secrets.token_hex(8)),
                status_code=int(error.status),
                media_type="application/problem+json",
            )

    return answer


async def read_model(request: Request, model: type[M]) -> M:
    """The body of a request as a model. Raises InvalidRequestError naming every wrong field."""
    return parse_model(await request.body(), model)


def parse_model(raw: bytes | str, model: type[M]) -> M:
    """JSON as a model. Raises InvalidRequestError naming every wrong field."""
    try:
        return model.model_validate_json(raw)
    except ValidationError as exc:
        raise InvalidRequestError(errors=[_field(error) for error in exc.errors()]) from exc


def whole_number(request: Request, name: str, default: int) -> int:
    """A query parameter that counts. Raises InvalidRequestError."""
    text = request.query_params.get(name, str(default))
    if not text.isdecimal():
        detail = "It must be a whole number, zero or more."
        raise InvalidRequestError(errors=[field_problem(name, "not_a_number", detail)])
    return int(text)


def field_problem(field: str, code: str, detail: str) -> FieldProblem:
    return FieldProblem(field=field, code=code, detail=detail)


def _field(error: object) -> FieldProblem:
    facts: dict[str, object] = dict(error) if isinstance(error, dict) else {}
    location = facts.get("loc")
    path = ".".join(str(part) for part in location) if isinstance(location, tuple) else ""
    return field_problem(path, str(facts.get("type", "invalid")), str(facts.get("msg", "")))
