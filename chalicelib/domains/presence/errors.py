"""Why somebody's state is not changed."""

from __future__ import annotations

from http import HTTPStatus

from chalicelib.core.errors import ConflictError, HiloError


class NotSignedInError(ConflictError):
    """Who has no session is not at work, whatever a supervisor says."""

    code = "not_signed_in"
    detail = "This person is not signed in. They can only be set offline or out of service."


class BreakUnavailableError(HiloError):
    """The type of break is unknown, retired, or meant for others."""

    code = "break_unavailable"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    detail = "This person may not take this break. Send the id of one listed under `breaks`."
