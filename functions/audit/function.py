"""The numbers of `audit`."""

from chalicelib.core.queues import AUDIT
from functions.definition import Function, QueueTrigger

FUNCTION = Function(
    name="audit",
    trigger=QueueTrigger(AUDIT, batch_size=10, maximum_concurrency=4),
    timeout_seconds=30,
    memory_mb=512,
    alarm="an act in the dead-letter queue, or the oldest one over a minute",
)
