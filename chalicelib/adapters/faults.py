"""Tells faults that pass by themselves from those that come again however often one tries."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.core.body_store import BodyUnavailableError
from chalicelib.core.errors import BusyError
from chalicelib.core.queues import QueueUnavailableError
from chalicelib.core.secret_store import SecretsUnavailableError

_OURS = frozenset({"ValidationException", "InvalidParameterValue", "SerializationException"})
_PASSING = (
    BusyError,
    BodyUnavailableError,
    QueueUnavailableError,
    SecretsUnavailableError,
    BotoCoreError,
    OSError,
)


def is_passing(error: Exception) -> bool:
    """Outages, throttling, lost races and missing rights pass or are mended from outside.

    A request that AWS calls invalid, and a bug, fail the same way every time.
    """
    if isinstance(error, ClientError):
        return error.response["Error"]["Code"] not in _OURS
    return isinstance(error, _PASSING)
