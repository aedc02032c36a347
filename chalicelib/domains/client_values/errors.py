"""Why values of a customer are not kept."""

from __future__ import annotations

from chalicelib.core.errors import FieldProblem, InvalidRequestError


class InvalidValuesError(InvalidRequestError):
    """Names or values that nobody could use in a text; each is named."""

    def __init__(self, problems: list[FieldProblem]) -> None:
        super().__init__(errors=problems)
