"""Why a queue or its members are not changed."""

from __future__ import annotations

from chalicelib.core.errors import ConflictError, InvalidRequestError


class QueueInUseError(ConflictError):
    """Connections lead to it or conversations are open in it; carries both, and so what to do.

    `connections`: id and name of each; `waiting` and `held`: how many conversations.
    """

    code = "queue_in_use"
    detail = (
        "Lead its connections to another queue and resolve its open conversations, then retire it."
    )


class UnknownMemberError(InvalidRequestError):
    """Nobody active has this id; carries the `user_id`."""

    code = "unknown_member"
    detail = "Name active people of `GET /api/v1/users`, each once."


class TooManyMembersChangedError(InvalidRequestError):
    """More people at once than one transaction takes; carries the `limit`."""

    code = "too_many_members_changed"
    detail = "Add and remove fewer people at once, and the others afterwards."
