"""The numbers of `mail`."""

from chalicelib.core.queues import MAIL
from functions.definition import Function, QueueTrigger

FUNCTION = Function(
    name="mail",
    trigger=QueueTrigger(MAIL, batch_size=1, maximum_concurrency=5),
    timeout_seconds=60,
    memory_mb=512,
    alarm="a message in the dead-letter queue, or the oldest one over two hours",
)
