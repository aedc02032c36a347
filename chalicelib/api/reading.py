"""Turns what arrives into checked values, and says which field is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote

from pydantic import BaseModel, ConfigDict, ValidationError

from chalicelib.api.problem import MalformedJsonError
from chalicelib.core.clock import to_ms
from chalicelib.core.errors import FieldProblem, InvalidRequestError, NotFoundError

P = TypeVar("P", bound="RequestModel")

NOT_BLANK = r"\S"
"""The pattern of a text that says something."""

_MOST_FORM_FIELDS = 50
_MOST_REPORTED_BYTES = 16_384
_LONGEST_AHEAD = timedelta(days=366)
_ID = re.compile(r"[A-Za-z0-9_.:~-]{1,128}")
_KEY = re.compile(r"[\x20-\x7e]{1,255}")


class RequestModel(BaseModel):
    """Base of bodies and queries: unknown fields are refused, schemas are built at first use."""

    model_config = ConfigDict(extra="forbid", defer_build=True, str_strip_whitespace=False)


def read_body(model: type[P], raw: bytes | str) -> P:
    """A JSON body, its types taken at their word ("false" is a text).

    Raises MalformedJsonError, InvalidRequestError.
    """
    try:
        return model.model_validate_json(raw or b"", strict=True)
    except ValidationError as exc:
        problems = exc.errors(include_url=False, include_input=False)
        if any(problem["type"] == "json_invalid" for problem in problems):
            raise MalformedJsonError from exc
        raise _invalid(problems) from exc


def read_form(model: type[P], raw: bytes | str) -> P:
    """A form's body, each field once; fields that the model does not know are passed over.

    Raises InvalidRequestError.
    """
    text = raw if isinstance(raw, str) else raw.decode("utf-8", errors="replace")
    try:
        fields = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FORM_FIELDS)
    except ValueError as exc:
        raise InvalidRequestError("Send the form's own fields alone.") from exc
    sent = dict(fields)
    if len(sent) < len(fields):
        raise InvalidRequestError("Send each field once.")
    known = {name: value for name, value in sent.items() if name in model.model_fields}
    return read_query(model, known)


def read_report(model: type[P], raw: bytes | str) -> P:
    """What a browser tells by itself, which anybody can send: JSON, and little of it.

    Raises MalformedJsonError, InvalidRequestError.
    """
    if len(raw) > _MOST_REPORTED_BYTES:
        raise InvalidRequestError(f"Reports are of {_MOST_REPORTED_BYTES} bytes at most.")
    return read_body(model, raw)


def read_query(model: type[P], sent: Mapping[str, str]) -> P:
    """Query parameters. Raises InvalidRequestError."""
    try:
        return model.model_validate(dict(sent))
    except ValidationError as exc:
        raise _invalid(exc.errors(include_url=False, include_input=False)) from exc


def read_path(sent: Mapping[str, str]) -> dict[str, str]:
    """Decoded path parameters. What cannot be an id of ours names nothing: NotFoundError."""
    decoded = {name: unquote(value) for name, value in sent.items()}
    if not all(_ID.fullmatch(value) for value in decoded.values()):
        raise NotFoundError
    return decoded


def read_idempotency_key(headers: Mapping[str, str]) -> str | None:
    """The `Idempotency-Key`. Raises InvalidRequestError unless it is 1 to 255 printable letters."""
    key = headers.get("idempotency-key")
    if key is not None and not _KEY.fullmatch(key):
        problem = FieldProblem(
            field="Idempotency-Key",
            code="malformed_key",
            detail="Send 1 to 255 printable ASCII characters.",
        )
        raise InvalidRequestError(errors=[problem])
    return key


def read_instant(field: str, text: str, *, not_before: datetime) -> int:
    """An instant to come, within a year, in milliseconds since 1970. Raises InvalidRequestError."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        detail = "Send an instant with its zone, as 2026-12-01T06:00:00Z."
        raise InvalidRequestError(
            errors=[FieldProblem(field=field, code="malformed", detail=detail)]
        )
    if not not_before <= instant <= not_before + _LONGEST_AHEAD:
        detail = "Send an instant to come, within a year."
        raise InvalidRequestError(
            errors=[FieldProblem(field=field, code="not_ahead", detail=detail)]
        )
    return to_ms(instant)


def _invalid(problems: Any) -> InvalidRequestError:
    return InvalidRequestError(
        errors=[
            FieldProblem(
                field=".".join(str(part) for part in problem["loc"]),
                code=problem["type"],
                detail=problem["msg"],
            )
            for problem in problems
        ]
    )
