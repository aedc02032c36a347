"""The numbers of `inbound`."""

from chalicelib.core.queues import INBOUND
from functions.definition import Function, QueueTrigger

FUNCTION = Function(
    name="inbound",
    trigger=QueueTrigger(INBOUND, batch_size=10, maximum_concurrency=50),
    timeout_seconds=30,
    memory_mb=512,
    alarm="a message in the dead-letter queue, or the oldest one over a minute",
)
