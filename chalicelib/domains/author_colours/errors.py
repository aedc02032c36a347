"""Why colours are not taken."""

from __future__ import annotations

from chalicelib.core.errors import FieldProblem, InvalidRequestError


class UnreadableColoursError(InvalidRequestError):
    """Words on them could not be read, or notes would look like messages."""

    code = "unreadable_colours"
    detail = "Mend the colours listed under `errors`: lighter for light, darker for dark."

    def __init__(self, errors: list[FieldProblem]) -> None:
        super().__init__(errors=errors)
