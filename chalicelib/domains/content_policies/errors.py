"""Why something is not sent."""

from __future__ import annotations

from http import HTTPStatus

from chalicelib.core.errors import HiloError


class ContentNotAllowedError(HiloError):
    """The organisation's policy refuses it. Carries `refused` (each kind with the names of the
    policies that refuse it), the `connection`, and the `link` that was found, if it is that.
    """

    code = "content_not_allowed"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    detail = "Your role may not send this here. Send something else, or ask an administrator."
