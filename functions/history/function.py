"""The numbers of `history`: few at a time, so that years of messages hold nobody up."""

from chalicelib.core.queues import HISTORY
from functions.definition import Function, QueueTrigger

FUNCTION = Function(
    name="history",
    trigger=QueueTrigger(HISTORY, batch_size=1, maximum_concurrency=5),
    timeout_seconds=60,
    memory_mb=512,
    alarm="a piece in the dead-letter queue, or the oldest one over an hour",
)
