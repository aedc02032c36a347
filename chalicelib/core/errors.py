"""Errors a caller is told about: a stable code, an HTTP status, and how to mend it.

Domains raise subclasses; the API turns them into problem+json (RFC 9457). What is not
one of these is a surprise and answers 500 without detail.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar, TypedDict


class FieldProblem(TypedDict):
    """One wrong field of a request: its path, a stable code, how to mend it."""

    field: str
    code: str
    detail: str


class Problem(TypedDict):
    """The members every problem has; `facts` of the error stand beside them."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    request_id: str
    errors: list[FieldProblem]


class HiloError(Exception):
    """Base of every error with a code; `facts` become members of the problem.

    `told` is the declared type of the facts where they tell of people.
    """

    code: ClassVar[str] = "internal_error"
    status: ClassVar[HTTPStatus] = HTTPStatus.INTERNAL_SERVER_ERROR
    told: ClassVar[Any] = None
    detail: str = "Something failed on our side. Try again; quote the request id if it persists."

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: list[FieldProblem] | None = None,
        retry_after_seconds: int | None = None,
        **facts: Any,
    ) -> None:
        self.detail = detail or type(self).detail
        self.errors = errors or []
        self.retry_after_seconds = retry_after_seconds
        self.facts = facts
        super().__init__(f"{self.code}: {self.detail}")

    def problem(self, request_id: str) -> dict[str, Any]:
        """The problem+json body."""
        members = Problem(
            type=f"urn:hilo:problem:{self.code}",
            title=self.status.phrase,
            status=int(self.status),
            code=self.code,
            detail=self.detail,
            request_id=request_id,
            errors=self.errors,
        )
        return {**members, **self.facts}


class NotFoundError(HiloError):
    """It does not exist, or the caller may not know that it does."""

    code = "not_found"
    status = HTTPStatus.NOT_FOUND
    detail = "There is nothing at this address that you can see. Check the id."


class ForbiddenError(HiloError):
    """The caller's role lacks the permission."""

    code = "forbidden"
    status = HTTPStatus.FORBIDDEN
    detail = "Your role does not permit this. Ask an administrator for the permission."


class UnauthenticatedError(HiloError):
    """No token, or one that is not valid any more."""

    code = "unauthenticated"
    status = HTTPStatus.UNAUTHORIZED
    detail = "Sign in and send `Authorization: Bearer <access token>`."


class InvalidRequestError(HiloError):
    """Body or query do not have the documented shape."""

    code = "invalid_request"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    detail = "Mend the fields listed under `errors` and send the request again."


class ConflictError(HiloError):
    """The state of the entity does not allow it now."""

    code = "conflict"
    status = HTTPStatus.CONFLICT
    detail = "Somebody changed it meanwhile. Read it again, then decide."


class VersionConflictError(HiloError):
    """`If-Match` names a version that is not the present one."""

    code = "version_conflict"
    status = HTTPStatus.PRECONDITION_FAILED
    detail = "It was changed since you read it. Read it again and repeat your change."


class BusyError(HiloError):
    """A race was lost too often in a row; nothing was written."""

    code = "busy"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    detail = "Too many changes at once. Nothing was written; try again."


class ChangeHeldError(HiloError):
    """All is in order, and the change is kept instead of made: for approval, or for its time.

    The facts are the answer: its id, its area, and what it waits for.
    """

    code = "change_held"
    status = HTTPStatus.ACCEPTED
    detail = "The change waits for approval or for its time. See GET /api/v1/changes."

    def __init__(self, change_id: str, area: str, state: str) -> None:
        super().__init__(change_id=change_id, area=area, state=state)
