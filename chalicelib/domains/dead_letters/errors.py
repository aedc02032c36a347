"""What may be wrong with a request on a dead letter."""

from chalicelib.core.errors import ConflictError

FAULTY_LINE = "update failed repeatedly"
"""Logged of each update that failed by a fault of ours; an alarm counts these lines."""


class DeadLetterClosedError(ConflictError):
    """It was discarded or replayed already."""

    code = "dead_letter_closed"
    detail = "This dead letter was replayed or discarded already. Read the list again."


class DeadLetterUnreadableError(ConflictError):
    """Its body lies apart from it and cannot be read."""

    code = "dead_letter_unreadable"
    detail = "The update of this dead letter cannot be read. Try again later, or discard it."
