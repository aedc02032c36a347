"""The numbers of `media`."""

from chalicelib.core.queues import HISTORY_MEDIA, MEDIA
from functions.definition import Function, QueueTrigger

FUNCTION = Function(
    name="media",
    trigger=QueueTrigger(MEDIA, batch_size=1, maximum_concurrency=20),
    also_from=(QueueTrigger(HISTORY_MEDIA, batch_size=1, maximum_concurrency=5),),
    timeout_seconds=120,
    memory_mb=1024,
    alarm="a message in the dead-letter queue, or the oldest one over four minutes",
)
