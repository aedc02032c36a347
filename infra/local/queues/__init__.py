"""The local stack's queues: SQS's FIFO and standard semantics in memory."""

from infra.local.queues.local_queues import LocalQueues, QueueCounts
from infra.local.queues.messages import ReceivedMessage
from infra.queue_definition import QueueDefinition

__all__ = ["LocalQueues", "QueueCounts", "QueueDefinition", "ReceivedMessage"]
