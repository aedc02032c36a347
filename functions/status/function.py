"""The numbers of `status`."""

from chalicelib.core.queues import STATUS
from functions.definition import Function, QueueTrigger

FUNCTION = Function(
    name="status",
    trigger=QueueTrigger(STATUS, batch_size=10, maximum_concurrency=50),
    timeout_seconds=30,
    memory_mb=512,
    alarm="a message in the dead-letter queue",
)
