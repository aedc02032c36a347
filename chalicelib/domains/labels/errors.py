"""Why something is not labelled."""

from __future__ import annotations

from chalicelib.core.errors import ForbiddenError, InvalidRequestError


class UnknownLabelError(InvalidRequestError):
    """No label that the role sees has this id; carries the `label`."""

    code = "unknown_label"
    detail = "Name labels of `GET /api/v1/labels`."


class LabelNotUsableError(ForbiddenError):
    """The role sees the label and may not put it on or off, or it is retired; carries it."""

    code = "label_not_usable"
    detail = "Your role does not use this label, or it is retired. Choose another one."


class TooManyLabelsError(InvalidRequestError):
    """More labels than fit; carries the `limit`."""

    code = "too_many_labels"
    detail = "There is no room for so many labels. Take one off first."
