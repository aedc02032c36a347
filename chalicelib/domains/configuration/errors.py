"""Why something configured is not created, changed or taken out of use."""

from __future__ import annotations

from typing import Any

from chalicelib.core.errors import ConflictError, FieldProblem


class NameTakenError(ConflictError):
    """Another one of its kind has the name; `holder` says which and whether it is retired."""

    code = "name_taken"
    detail = "Another one has this name. Choose another name, or edit or restore that one."

    def __init__(self, holder: dict[str, Any] | None = None) -> None:
        problem = FieldProblem(field="name", code=self.code, detail=self.detail)
        super().__init__(errors=[problem], holder=holder)
