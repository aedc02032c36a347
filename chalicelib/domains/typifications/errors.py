"""Why a tree is not kept, and why a conversation is not closed with a choice."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from chalicelib.core.errors import FieldProblem, HiloError, InvalidRequestError


class TypificationRequiredError(HiloError):
    """Conversations of this queue are closed with a typification; `trees` says of which."""

    code = "typification_required"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    detail = "Send a `typification` of one of these trees: its `tree_id` and a `node_id`."


class UnknownTypificationError(InvalidRequestError):
    """No tree of the conversation's queue has this node."""

    code = "unknown_typification"
    detail = "Choose from the trees that `GET /api/v1/typifications?queue=…` lists."


class TypificationNotChoosableError(InvalidRequestError):
    """It is retired, or it only groups what stands below it."""

    code = "typification_not_choosable"
    detail = "This one is retired or only groups others. Choose one with nothing below it."


class TreeFlawedError(InvalidRequestError):
    """A tree that cannot be kept: `errors` says which node, what is wrong, and what to do."""

    def __init__(self, field: str, code: str, detail: str, **facts: Any) -> None:
        problem = FieldProblem(field=field, code=code, detail=detail)
        super().__init__(errors=[problem], **facts)
