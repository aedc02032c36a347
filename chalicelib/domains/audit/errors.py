"""What may be wrong with what is put on record, or asked of the record."""

from http import HTTPStatus

from chalicelib.core.errors import HiloError

LOST_LINE = "sighting lost"
"""Logged of each sighting that was answered though nobody could record it; an alarm counts."""


class UnwitnessedError(HiloError):
    """What nobody can put on record now is not done."""

    code = "unwitnessed"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    detail = "This is done only where it can be recorded, and that fails now. Try again."


UNNAMED_LINE = "unnamed write"
"""Logged of each write to a table with a stream that does not say what happened."""
BROKEN_LINE = "audit chain broken"
"""Logged while a chain is not what it was."""
