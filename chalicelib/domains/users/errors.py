"""Why somebody is not created, changed, invited or deactivated."""

from __future__ import annotations

from chalicelib.core.errors import ConflictError, ForbiddenError, InvalidRequestError


class UnsoundUserError(InvalidRequestError):
    """Fields that contradict what a person may be; `errors` says which."""


class RoleNotGrantableError(ForbiddenError):
    """Their role, or the one they are to have, holds what the caller does not hold."""

    code = "role_not_grantable"
    detail = "This role may do more than yours. Ask somebody who holds as much."


class QueueOutOfScopeError(ForbiddenError):
    """A queue that the caller does not serve is given or taken."""

    code = "queue_out_of_scope"
    detail = "Give and take only queues of your own scope."


class LastAdministratorError(ConflictError):
    """Nobody would be left who administers."""

    code = "last_administrator"
    detail = "Make somebody else an administrator first."


class OwnAccountError(ConflictError):
    """Nobody deactivates themselves."""

    code = "own_account"
    detail = "Ask another administrator to deactivate your account."


class RetiredRoleError(ConflictError):
    """Whoever comes back would have a role that is out of use."""

    code = "retired_role"
    detail = "Give them another role first, or bring theirs back into use."


class NotInvitedError(ConflictError):
    """They have come already, or are deactivated."""

    code = "not_invited"
    detail = "Only people who have yet to come for the first time are invited."


class UnreadableFileError(InvalidRequestError):
    """No table of people can be read from it; `reason` says why, `limit` how much is taken.

    Reasons: `empty`, `not_text`, `too_large`, `too_many_rows`, `no_header`, `malformed`.
    """

    code = "unreadable_file"
    detail = "Save the table as CSV with the columns of the template, and try again."
