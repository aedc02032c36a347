"""Why a change is not made now, or not by who asks."""

from __future__ import annotations

from http import HTTPStatus

from chalicelib.core.errors import ConflictError, HiloError


class OwnChangeError(HiloError):
    """Who asked for a change, or stands behind the application that did, would decide on it."""

    code = "own_change"
    status = HTTPStatus.FORBIDDEN
    detail = "Somebody else has to decide on what you asked for."


class ChangeDecidedError(ConflictError):
    """It was approved, refused, withdrawn or has expired before."""

    code = "change_decided"
    detail = "This change does not wait any more. Read it again."


class ChangeOutdatedError(ConflictError):
    """What it would change is not as it was when somebody asked."""

    code = "change_outdated"
    detail = "It was changed meanwhile. Read the change again: it shows what stands now."


class NotUndoableError(ConflictError):
    """It was not made, was undone before, or made something that is not taken away so."""

    code = "not_undoable"
    detail = "This change cannot be undone here. Change what it made instead."


class NotSchedulableError(ConflictError):
    """What was asked for is done at once or not at all."""

    code = "not_schedulable"
    detail = "Leave out `Apply-At`: this is made at once."


class TooManyChangesError(ConflictError):
    """So many wait that one more would not be looked at either."""

    code = "too_many_changes"
    detail = "Too many changes wait. Decide on some of them first."


class TooFewApproversError(ConflictError):
    """Guarded so, nobody could approve what one of the few who can asks for."""

    code = "too_few_approvers"
    detail = "At least two active people have to be able to approve changes of these areas."


class NotPermittedError(HiloError):
    """Whoever vouches for a change may not make it any more."""

    code = "not_permitted"
    status = HTTPStatus.FORBIDDEN
    detail = "Who asked for it or approved it may not make it any more."
