"""Why a draft is not taken."""

from __future__ import annotations

from http import HTTPStatus

from chalicelib.core.errors import HiloError


class DraftConflictError(HiloError):
    """Another device has written since; `standing` is what it left, null where it left nothing."""

    code = "draft_conflict"
    status = HTTPStatus.PRECONDITION_FAILED
    detail = "Another device has changed this draft. Show both texts, then write the one to keep."
