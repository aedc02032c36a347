"""The numbers of `outbound`."""

from chalicelib.core.queues import OUTBOUND
from functions.definition import Function, QueueTrigger

FUNCTION = Function(
    name="outbound",
    trigger=QueueTrigger(OUTBOUND, batch_size=1, maximum_concurrency=50),
    timeout_seconds=120,
    memory_mb=512,
    alarm="a doorbell in the dead-letter queue, or unconfirmed sends",
)
