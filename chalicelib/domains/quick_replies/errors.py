"""Why a quick reply is not kept or not used."""

from __future__ import annotations

from typing import Any

from chalicelib.core.errors import ConflictError, FieldProblem, InvalidRequestError


class UnsoundReplyError(InvalidRequestError):
    """Something in it could never be sent; each field is named with how to mend it."""

    def __init__(self, *problems: FieldProblem) -> None:
        super().__init__(errors=list(problems))


class ShortcutTakenError(ConflictError):
    """Another quick reply has the shortcut; `holder` says which."""

    code = "shortcut_taken"
    detail = "Another quick reply has this shortcut. Choose another one."

    def __init__(self, holder: dict[str, Any]) -> None:
        problem = FieldProblem(field="shortcut", code=self.code, detail=self.detail)
        super().__init__(errors=[problem], holder=holder)
