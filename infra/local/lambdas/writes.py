"""Who writes to tables tells it, so that streams are read at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import boto3

_WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"})


def tell_writes(session: boto3.Session, wrote: Callable[[], None]) -> None:
    """Call `wrote` after every write of the session's clients; register before they are made."""

    def after_call(model: Any, **_: Any) -> None:
        if model.name in _WRITES:
            wrote()

    session.events.register("after-call.dynamodb", after_call)
